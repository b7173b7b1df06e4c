/** One step of a plan, with retries where Azure only needs time. */
import { withoutSecretsIn } from '../../model/secrets';
import type { Step, StepRequest } from '../plan/plan';
import { identityOf } from '../plan/settings';
import type { StepResult } from './outcome';
import { retryDelay } from './retries';
import { tryStep, type Before, type TryContext, type Tried } from './tryStep';

export interface StepContext extends TryContext {
  /** From 0 to 1. */
  readonly random: () => number;
  /** Aborted also when another step has failed: what runs is awaited, but nothing is tried again. */
  readonly halted: AbortSignal;
}

/** `before` is what an earlier window has left. Never rejects. */
export async function runStep(
  step: Step,
  request: StepRequest,
  context: StepContext,
  before: Before,
): Promise<StepResult> {
  const { clock, emit, halted } = context;
  const isHalted = () => halted.aborted;
  const startedAt = clock.now();
  let left = before;
  for (let attempt = 1; ; attempt += 1) {
    emit({ kind: 'stepStarted', stepId: step.id, attempt });
    const tried = await tryStep(step, request, context, attempt, left);
    if (tried.state === 'failed' && !isHalted()) {
      const delay = retryDelay(tried.failure, attempt, step.action, context.random());
      if (delay !== undefined) {
        // What Azure is at work on is followed; what it has ended or never took is looked at, and maybe sent again.
        left = { resumeToken: tried.token, mayBeMade: tried.mayBeMade };
        emit({
          kind: 'stepRetrying',
          stepId: step.id,
          failure: tried.failure,
          attempt: attempt + 1,
          delaySeconds: delay,
        });
        await clock.sleep(delay * 1000, halted);
        if (!isHalted()) continue;
      }
    }
    return end(step, tried, attempt, startedAt, context);
  }
}

async function end(
  step: Step,
  tried: Tried,
  attempt: number,
  startedAt: number,
  { clock, journal, emit }: StepContext,
): Promise<StepResult> {
  const at = clock.now();
  const failure = tried.state === 'done' ? undefined : withoutSecretsIn(tried.failure);
  const continuesInAzure = tried.state !== 'done' && tried.continuesInAzure;
  const token = tried.state === 'done' ? undefined : tried.token;
  const identity =
    tried.state === 'done' && step.action === 'create' && tried.resource !== undefined
      ? identityOf(step.kind, tried.resource)
      : {};
  const unrecorded = await journal.record(step.id, {
    state: tried.state,
    at,
    attempt,
    ...(token === undefined ? {} : { resumeToken: token }),
    ...(failure ? { failure } : {}),
    ...(Object.keys(identity).length === 0 ? {} : { identity }),
    ...(tried.mayBeMade ? {} : { nothingMade: true }),
  });
  const result: StepResult = {
    stepId: step.id,
    state: tried.state,
    // A step that is done but not on record still stops the operation: from here on a crash would lose track.
    failure: failure ?? unrecorded,
    continuesInAzure,
  };
  const seconds = (at - startedAt) / 1000;
  emit({
    kind: 'stepFinished',
    stepId: step.id,
    result: tried.state,
    failure: result.failure,
    continuesInAzure,
    seconds,
  });
  return result;
}
