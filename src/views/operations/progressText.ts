/** What a notification says while an operation runs, and what is said at its end. */
import { shownText } from '../../model/shownText';
import type { AnyPlan, OperationEvent, Outcome } from '../../provisioning';

/** One line about an event; undefined for those that change nothing to see. */
export function lineFor(event: OperationEvent, plan: Pick<AnyPlan, 'steps'>): string | undefined {
  const line = wordsOf(event, plan);
  return line === undefined ? undefined : shownText(line);
}

function wordsOf(event: OperationEvent, { steps }: Pick<AnyPlan, 'steps'>): string | undefined {
  const title = (id: string) => steps.find((step) => step.id === id)?.title ?? id;
  switch (event.kind) {
    case 'stepStarted':
      return title(event.stepId);
    case 'stepRetrying':
      return `${title(event.stepId)}: ${event.failure.message} Try ${event.attempt} in ${Math.ceil(event.delaySeconds)} s.`;
    case 'operationCancelling':
      return event.choice === 'await'
        ? `Cancelling: waiting for ${event.stepIds.map(title).join(', ') || 'nothing'}`
        : 'Cancelling without waiting';
    case 'operationStarted':
    case 'stepAccepted':
    case 'stepStatus':
    case 'stepFinished':
    case 'operationFinished':
      return undefined;
  }
}

/** The end in a sentence; failures and refusals are told elsewhere. */
export function endOf(
  title: string,
  outcome: Outcome,
  { steps }: Pick<AnyPlan, 'steps'>,
): string | undefined {
  if (outcome.kind === 'done') return shownText(`${title}: done.`);
  if (outcome.kind !== 'cancelled') return undefined;
  const named = (ids: readonly string[]) =>
    ids.map((id) => steps.find((step) => step.id === id)?.title ?? id).join(', ');
  const carriedOn = outcome.steps
    .filter(({ continuesInAzure }) => continuesInAzure)
    .map(({ stepId }) => stepId);
  const done = outcome.steps.filter(({ state }) => state === 'done').length;
  const words = [
    `${title}: cancelled after ${done} of ${steps.filter(({ action }) => action !== 'reuse').length} steps.`,
    ...(carriedOn.length === 0 ? [] : [`Azure carries on with ${named(carriedOn)}.`]),
    'It is in the tree, which says how to go on.',
  ].join(' ');
  return shownText(words);
}
