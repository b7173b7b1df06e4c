/** What certainly lacks blocks Apply: everything at once, so that it is asked for once. */
import { t } from '@vscode/l10n';
import { groupBy } from '../../model/groupBy';
import type { Plan, Blocker } from '../plan/plan';
import type { MissingRight, Preflight } from '../plan/verdict';

const codes = {
  right: 'missingPermission',
  denied: 'denied',
  lock: 'locked',
  provider: 'providerNotRegistered',
} as const satisfies Record<MissingRight['kind'], string>;

/** What the plan's own rules say already of the same thing, in words of their own. */
const saidAlready: Partial<Record<MissingRight['kind'], string>> = {
  lock: 'locked',
  denied: 'nodeResourceGroupReadOnly',
};

/** One blocker for each remedy, naming all actions that it gives and all steps that need them. */
export function blockersOfRights({ steps: planned, blockers }: Plan, { steps }: Preflight): Blocker[] {
  const all = planned.flatMap((step) => {
    const rights = steps[step.id];
    return rights?.state === 'missing' ? rights.missing.map((missing) => ({ step, missing })) : [];
  });
  const news = all.filter(({ missing }) => !blockers.some(({ code }) => code === saidAlready[missing.kind]));
  const byRemedy = groupBy(news, ({ missing: { kind, remedy, scope } }) =>
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
        message: t`${messages.join(' ')} Needed for: ${titles.join('; ')}.`,
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
