/** Whether a plan made anew still says what the user saw. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { type Aspect, canonical } from './fingerprint';
import type { Plan, Step } from './plan';

/**
 * What differs between the plan that was shown and the one made anew from the present state, each in words; empty when
 * nothing that would be done, blocked or endangered differs, even if the state itself changed elsewhere.
 */
export function changedSince(shown: Plan, present: Plan): string[] {
  const before = new Map(shown.steps.map((step) => [step.id, step]));
  const after = new Map(present.steps.map((step) => [step.id, step]));
  const differences = [
    ...present.steps.flatMap((step) => stepDifference(before.get(step.id), step, shown, present)),
    ...shown.steps
      .filter(({ id, action }) => !after.has(id) && action !== 'reuse')
      .map(({ title }) => t`${title}: no longer needed.`),
    ...added(shown.blockers, present.blockers).map(({ message }) => t`New blocker: ${message}`),
    ...added(present.blockers, shown.blockers).map(({ message }) => t`Resolved blocker: ${message}`),
    ...present.hazards
      .filter(({ id }) => !shown.hazards.some((hazard) => hazard.id === id))
      .map(
        ({ message, affected }) =>
          t`New warning: ${message}${affected.length === 0 ? '' : ` (${affected.join(', ')})`}`,
      ),
    ...added(shown.requirements, present.requirements).map(({ message }) => t`Now also needed: ${message}`),
  ];
  return differences.length === 0 ? [] : [...differences, ...changedThings(shown, present)];
}

function stepDifference(before: Step | undefined, after: Step, shown: Plan, present: Plan): string[] {
  if (before === undefined) {
    return after.action === 'reuse' ? [] : [t`${after.title}: now ${words[after.action]}. ${after.reason}`];
  }
  if (before.action !== after.action) {
    return [
      t`${after.title}: now ${words[after.action]} instead of ${words[before.action]}. ${after.reason}`,
    ];
  }
  if (after.action === 'reuse') return [];
  const inBoth = (id: string) =>
    [shown, present].every((plan) => plan.steps.some((step) => step.id === id && step.action !== 'reuse'));
  const differs = aspects.find(
    ({ of }) => wire(of(before, inBoth), shown.operationId) !== wire(of(after, inBoth), present.operationId),
  );
  return differs === undefined ? [] : [t`${after.title}: ${differs.words} has changed.`];
}

const words = {
  create: t('created'),
  update: t('changed'),
  reuse: t('kept'),
  delete: t('deleted'),
} as const;

/** What is agreed to with a step besides its action, in the order of its weight. */
const aspects: readonly {
  readonly words: string;
  /** `isWritten` takes the id of a step, and says whether both plans write it. */
  readonly of: (step: Step, isWritten: (id: string) => boolean) => unknown;
}[] = [
  {
    words: t('what would be sent'),
    of: ({ resourceId, request }) => [resourceId.toLowerCase(), request ?? null],
  },
  { words: t('the condition for sending it'), of: ({ guard }) => guard ?? null },
  { words: t('how to undo it'), of: ({ undo }) => undo },
  {
    words: t('what it depends on'),
    of: ({ dependsOn }, isWritten) => dependsOn.filter(isWritten).toSorted(),
  },
];

/** Without the operation's id, which a new plan may have another one of; a guard's etag tells a thing from its double. */
function wire(value: unknown, operationId: string): string {
  return canonical(value).replaceAll(operationId, '');
}

/** What is in the one list and not, as a whole, in the other. */
function added<T>(from: readonly T[], to: readonly T[]): T[] {
  const had = new Set(from.map((item) => canonical(item)));
  return to.filter((item) => !had.has(canonical(item)));
}

/** Which of the facts changed, for the reader who asks why. */
function changedThings(shown: Plan, present: Plan): string[] {
  const before = new Map(shown.basedOn.map(({ resourceId, hash }) => [resourceId, hash]));
  const names = present.basedOn
    .filter(({ resourceId, hash }) => before.has(resourceId) && before.get(resourceId) !== hash)
    .map(({ resourceId }) => thingWords(resourceId));
  return names.length === 0 ? [] : [t`Changed in Azure since then: ${[...new Set(names)].join(', ')}.`];
}

function thingWords(fingerprinted: string): string {
  const [id = '', aspect] = fingerprinted.split('#');
  return aspect !== undefined && isAspect(aspect) ? aspectWords[aspect](nameOf(id)) : nameOf(id);
}

const isAspect = (text: string): text is Aspect => text in aspectWords;

const aspectWords: Readonly<Record<Aspect, (name: string) => string>> = {
  name: (name) => t`whether the name ${name} is available`,
  neighbours: (name) => t`resources related to ${name}`,
  tenants: (name) => t`the tenants of ${name} and its clusters`,
  roleAssignments: (name) => t`role assignments of ${name}`,
  pullers: (name) => t`who pulls from ${name}`,
};
