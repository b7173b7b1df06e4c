/** What differs between the plan that was shown and the one made just before Apply. */
import type { Plan, Step, StepAction } from '../../provisioning/plan';

const words: Readonly<Record<StepAction, string>> = {
  create: 'be created',
  update: 'be changed',
  reuse: 'stay as it is',
  delete: 'be deleted',
};

/** Sentences, empty when both plans would do the same with the same consequences. */
export function changesBetween(shown: Plan, fresh: Plan): readonly string[] {
  const before = new Map(shown.steps.map((step) => [step.id, step]));
  const after = new Set(fresh.steps.map(({ id }) => id));
  return [
    ...fresh.steps.flatMap((step) => stepChange(before.get(step.id), step) ?? []),
    ...shown.steps.filter(({ id }) => !after.has(id)).map((step) => `${step.title}: not part of the plan any more.`),
    ...added(shown.blockers, fresh.blockers, ({ code, message }) => `${code} ${message}`).map(({ message }) => `New obstacle: ${message}`),
    ...added(shown.hazards, fresh.hazards, ({ id, message, victims }) => [id, message, ...victims].join('\n')).map(
      ({ message }) => `New effect: ${message}`,
    ),
  ];
}

function stepChange(before: Step | undefined, step: Step): string | undefined {
  if (before === undefined) return `${step.title}: new in the plan, will ${words[step.action]}.`;
  if (before.action !== step.action) return `${step.title}: will ${words[step.action]} instead of ${words[before.action]}.`;
  // Both come from the same code, so equal requests have their members in the same order.
  if (before.resourceId !== step.resourceId || JSON.stringify(before.request) !== JSON.stringify(step.request)) {
    return `${step.title}: what will be sent is different now.`;
  }
  return undefined;
}

function added<T>(before: readonly T[], after: readonly T[], key: (item: T) => string): readonly T[] {
  const known = new Set(before.map(key));
  return after.filter((item) => !known.has(key(item)));
}
