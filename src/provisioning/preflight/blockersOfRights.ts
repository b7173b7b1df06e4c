/** What certainly lacks blocks Apply: everything at once, so that it is asked for once. */
import { groupBy } from '../../model/groupBy';
import type { Blocker, Plan } from '../plan';
import type { MissingRight, Preflight } from './verdict';

const codes = {
  right: 'missingPermission',
  denied: 'denied',
  lock: 'locked',
  provider: 'providerNotRegistered',
} as const satisfies Record<MissingRight['kind'], string>;

/** One blocker for each remedy, naming all actions that it gives and all steps that need them. */
export function blockersOfRights(plan: Plan, { steps }: Preflight): Blocker[] {
  const all = plan.steps.flatMap((step) => {
    const rights = steps[step.id];
    return rights?.state === 'missing' ? rights.missing.map((missing) => ({ step, missing })) : [];
  });
  const byRemedy = groupBy(all, ({ missing: { kind, remedy, scope } }) =>
    [kind, remedy.words, remedy.command ?? scope].join('\n'),
  );
  return [...byRemedy.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { kind, remedy } = first.missing;
    const messages = unique(group.map(({ missing }) => missing.message));
    const titles = unique(group.map(({ step }) => step.title));
    return [
      {
        code: codes[kind],
        message: `${messages.join(' ')} Needed for: ${titles.join('; ')}.`,
        wayOut: remedy.words,
        ...(remedy.command === undefined ? {} : { command: remedy.command }),
        resourceIds: unique(group.map(({ missing }) => missing.scope)),
      },
    ];
  });
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
