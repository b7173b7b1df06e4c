/** Whether a plan made anew still says what the user saw. */
import { nameOf } from '../../model/armId';
import { canonical } from './fingerprint';
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
      .map(({ title }) => `${title}: no longer needed.`),
    ...added(shown.blockers, present.blockers, ({ message }) => message).map(
      (text) => `Now in the way: ${text}`,
    ),
    ...added(present.blockers, shown.blockers, ({ message }) => message).map(
      (text) => `No longer in the way: ${text}`,
    ),
    ...present.hazards
      .filter(({ id }) => !shown.hazards.some((hazard) => hazard.id === id))
      .map(
        ({ message, affected }) =>
          `New: ${message}${affected.length === 0 ? '' : ` (${affected.join(', ')})`}`,
      ),
    ...added(shown.requirements, present.requirements, ({ message }) => message).map(
      (text) => `Now also needed: ${text}`,
    ),
  ];
  return differences.length === 0 ? [] : [...differences, ...changedThings(shown, present)];
}

function stepDifference(before: Step | undefined, after: Step, shown: Plan, present: Plan): string[] {
  if (before === undefined) {
    return after.action === 'reuse' ? [] : [`${after.title}: now ${words[after.action]}. ${after.reason}`];
  }
  if (before.action !== after.action) {
    return [`${after.title}: now ${words[after.action]} instead of ${words[before.action]}. ${after.reason}`];
  }
  const same =
    before.resourceId.toLowerCase() === after.resourceId.toLowerCase() &&
    wire(before, shown.operationId) === wire(after, present.operationId);
  return same || after.action === 'reuse' ? [] : [`${after.title}: what would be sent has changed.`];
}

const words = { create: 'created', update: 'changed', reuse: 'reused', delete: 'deleted' } as const;

/** The request without the operation's id, which a new plan may have another one of. */
function wire({ request }: Step, operationId: string): string {
  return canonical(request ?? null).replaceAll(operationId, '');
}

function added<T>(from: readonly T[], to: readonly T[], text: (item: T) => string): string[] {
  const had = new Set(from.map(text));
  return to.map(text).filter((item) => !had.has(item));
}

/** Which of the facts changed, for the reader who asks why. */
function changedThings(shown: Plan, present: Plan): string[] {
  const before = new Map(shown.basedOn.map(({ resourceId, hash }) => [resourceId, hash]));
  const names = present.basedOn
    .filter(({ resourceId, hash }) => before.has(resourceId) && before.get(resourceId) !== hash)
    .map(({ resourceId }) => nameOf(resourceId).replace('#', ' '));
  return names.length === 0 ? [] : [`Changed in Azure meanwhile: ${[...new Set(names)].join(', ')}.`];
}
