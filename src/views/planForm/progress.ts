/** Follows the engine's events and says, step by step, how far an operation is. */
import { t } from '@vscode/l10n';
import { sameId } from '../../model/armId';
import type { Journal, OperationEvent, Outcome, Plan, Step } from '../../provisioning';
import type { ProgressView, StepProgressView } from './protocol/plan';

export interface Progress {
  readonly startedAt: number;
  readonly finishedAt: number | undefined;
  readonly steps: Readonly<Record<string, StepProgressView>>;
}

export function started(plan: Plan, at: number): Progress {
  const written = plan.steps.filter(({ action }) => action !== 'reuse');
  return {
    startedAt: at,
    finishedAt: undefined,
    steps: Object.fromEntries(written.map(({ id }) => [id, { state: 'waiting' }])),
  };
}

/** With what an earlier window had recorded as done. */
export function resumed(progress: Progress, recorded: Journal['steps']): Progress {
  const steps = Object.fromEntries(
    Object.entries(progress.steps).map(([id, step]): [string, StepProgressView] => [
      id,
      recorded[id]?.state === 'done' ? { state: 'done' } : step,
    ]),
  );
  return { ...progress, steps };
}

export function followed(progress: Progress, event: OperationEvent): Progress {
  switch (event.kind) {
    case 'operationStarted':
    case 'operationCancelling':
      return progress;
    case 'stepStarted':
      return changed(progress, event.stepId, (step) => ({
        state: 'running',
        startedAt: step?.startedAt ?? event.at,
        note: event.attempt > 1 ? t`Attempt ${event.attempt}` : t('Sending the request'),
      }));
    case 'stepAccepted':
      return changed(progress, event.stepId, (step) => ({
        ...running(step),
        note: t('Azure accepted the request'),
      }));
    case 'stepStatus':
      return changed(progress, event.stepId, (step) => ({ ...running(step), note: `Azure: ${event.text}` }));
    case 'stepRetrying':
      return changed(progress, event.stepId, (step) => ({
        ...running(step),
        note: event.failure.message,
        retry: { attempt: event.attempt, at: event.at + event.delaySeconds * 1000 },
      }));
    case 'stepFinished':
      return changed(progress, event.stepId, (step) => ({
        ...(step?.startedAt === undefined ? {} : { startedAt: step.startedAt }),
        finishedAt: event.at,
        state: event.result === 'done' ? 'done' : event.result === 'failed' ? 'failed' : 'notStarted',
        ...(event.result === 'done'
          ? {}
          : { note: unfinished(event.failure?.message, event.continuesInAzure) }),
      }));
    case 'operationFinished':
      return { ...progress, finishedAt: event.at };
    default:
      return unreachable(event);
  }
}

/** What didn't start until the end, never will. */
export function ended(progress: Progress, outcome: Outcome, at: number): Progress {
  const steps = { ...progress.steps };
  for (const [id, step] of Object.entries(steps)) {
    if (step.state === 'waiting' || step.state === 'running') {
      const result =
        outcome.kind === 'refused' ? undefined : outcome.steps.find(({ stepId }) => stepId === id);
      steps[id] =
        result?.state === 'done' || result?.state === 'reused'
          ? { ...step, state: 'done', finishedAt: at }
          : { state: 'notStarted' };
    }
  }
  return { ...progress, finishedAt: progress.finishedAt ?? at, steps };
}

/** With what the plan made afterwards, if it has these steps, would do once more. */
export function foundAfter(
  progress: Progress,
  { steps }: Pick<Plan, 'steps'>,
  then: readonly Step[] = [],
): Progress {
  const left = then.filter(({ action }) => action !== 'reuse');
  const found = steps.flatMap(({ id, resourceId }): [string, StepProgressView][] => {
    const again =
      left.find((step) => step.id === id) ?? left.find((step) => sameId(step.resourceId, resourceId));
    if (again === undefined) return [];
    return [[id, { ...progress.steps[id], state: again.action === 'create' ? 'missing' : 'notInEffect' }]];
  });
  return { ...progress, steps: { ...progress.steps, ...Object.fromEntries(found) } };
}

export function progressView(progress: Progress, now: number): ProgressView {
  return { now, ...progress };
}

/** Anything that is heard of a step ends its waiting for another try. */
function running(step: StepProgressView | undefined): StepProgressView {
  const { startedAt, note } = step ?? {};
  return {
    state: 'running',
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(note === undefined ? {} : { note }),
  };
}

function unfinished(message: string | undefined, continuesInAzure: boolean): string {
  return [
    message ?? t('Canceled.'),
    ...(continuesInAzure ? [t('Azure continues in the background.')] : []),
  ].join(' ');
}

function changed(
  progress: Progress,
  stepId: string,
  change: (step: StepProgressView | undefined) => StepProgressView,
): Progress {
  return { ...progress, steps: { ...progress.steps, [stepId]: change(progress.steps[stepId]) } };
}

function unreachable(event: never): never {
  throw new Error(`Unknown event ${JSON.stringify(event)}`);
}
