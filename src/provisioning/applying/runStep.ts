/** One step of a plan: its guard, its request, and retries where Azure only needs time. */
import { isFailureError, type Failure } from '../../model/failure';
import { holdsToken, withoutSecretsIn } from '../../model/secrets';
import type { JournalWriter } from '../journal/journal';
import type { Step, StepRequest } from '../plan/plan';
import type { AzureWriter, Clock, ResourceReader, ResumeToken, WriteProgress } from '../ports';
import type { OperationEvent } from './events';
import { checkGuard } from './guard';
import type { StepResult } from './outcome';
import { azureCode, retryDelay } from './retries';

/** `resume` is needed only for picking up what an earlier window began. */
export type StepWriter = Pick<AzureWriter, 'write'> & Partial<Pick<AzureWriter, 'resume'>>;

export interface StepContext {
  readonly writer: StepWriter;
  /** Needed for steps that have a guard. */
  readonly reader: ResourceReader | undefined;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly journal: JournalWriter;
  /** Aborted when waiting is given up. */
  readonly signal: AbortSignal;
  /** Resolves then: a writer that doesn't listen to the signal must not keep anybody waiting. */
  readonly abandoned: Promise<void>;
  /** Aborted also when another step has failed: what runs is awaited, but nothing is tried again. */
  readonly halted: AbortSignal;
  readonly emit: (event: WithoutOrigin<OperationEvent>) => void;
}

/** Each kind of event without the members that are the same for all of an operation. */
export type WithoutOrigin<Event> = Event extends OperationEvent ? Omit<Event, 'at' | 'operationId'> : never;

/** Takes the resume token of an earlier window's try, if there is one. Never rejects. */
export async function runStep(
  step: Step,
  request: StepRequest,
  context: StepContext,
  resumeToken?: ResumeToken,
): Promise<StepResult> {
  const { clock, journal, emit, halted } = context;
  const isHalted = () => halted.aborted;
  const startedAt = clock.now();
  let token = resumeToken;
  for (let attempt = 1; ; attempt += 1) {
    emit({ kind: 'stepStarted', stepId: step.id, attempt });
    const unrecorded = await journal.record(step.id, {
      state: 'running',
      at: clock.now(),
      attempt,
      ...(token === undefined ? {} : { resumeToken: token }),
    });
    const tried: Tried = unrecorded
      ? { state: 'failed', failure: unrecorded, continuesInAzure: false, token }
      : await tryOnce(step, request, context, attempt, token);
    if (tried.state === 'failed' && !isHalted()) {
      const delay = retryDelay(tried.failure, attempt, step.action, context.random());
      if (delay !== undefined) {
        // What Azure is at work on is looked at again; what it has ended or never took is sent again.
        token = tried.token;
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

type Tried =
  | { readonly state: 'done' }
  | {
      readonly state: 'failed' | 'cancelled';
      readonly failure: Failure;
      readonly continuesInAzure: boolean;
      /** Picks up what Azure may still be at work on. */
      readonly token: ResumeToken | undefined;
    };

async function tryOnce(
  step: Step,
  request: StepRequest,
  context: StepContext,
  attempt: number,
  resumeToken: ResumeToken | undefined,
): Promise<Tried> {
  const { writer, clock, journal, signal, emit } = context;
  let accepted = resumeToken !== undefined;
  let token = resumeToken;
  const progress: WriteProgress = {
    async accepted(given) {
      accepted = true;
      emit({ kind: 'stepAccepted', stepId: step.id });
      // Recovery works without a resume token; a journal with an access token in it must not come to be.
      if (given === undefined || holdsToken(given)) return;
      token = given;
      await journal.record(step.id, { state: 'running', at: clock.now(), attempt, resumeToken: given });
    },
    status(text) {
      emit({ kind: 'stepStatus', stepId: step.id, text });
    },
    retrying(failure, next, delaySeconds) {
      emit({ kind: 'stepRetrying', stepId: step.id, failure, attempt: next, delaySeconds });
    },
  };
  try {
    if (resumeToken === undefined) {
      const verdict = await lastLook(step, context, attempt > 1);
      if (verdict.kind === 'made') return { state: 'done' };
      if (verdict.kind === 'absent') {
        if (request.method === 'DELETE') return { state: 'done' };
      } else if (verdict.kind === 'refused') {
        return { state: 'failed', failure: verdict.failure, continuesInAzure: false, token: undefined };
      }
    }
    const write =
      resumeToken === undefined || writer.resume === undefined
        ? writer.write(step.resourceId, request, progress, signal)
        : writer.resume(step.resourceId, request, resumeToken, progress, signal);
    const outcome = await Promise.race([write, context.abandoned]);
    if (outcome === undefined) return cancelled(step, accepted, token);
    if (outcome.ok || azureCode(outcome.failure) === 'RoleAssignmentExists') return { state: 'done' };
    const { failure } = outcome;
    if (failure.kind === 'cancelled') return cancelled(step, accepted, token);
    return {
      state: 'failed',
      failure,
      continuesInAzure: false,
      token: mayContinue(failure) ? token : undefined,
    };
  } catch (error) {
    const failure = failureOf(error, step);
    if (failure.kind === 'cancelled') return cancelled(step, accepted, token);
    return { state: 'failed', failure, continuesInAzure: accepted, token };
  }
}

function lastLook(
  step: Step,
  { reader, signal }: StepContext,
  isRetry: boolean,
): ReturnType<typeof checkGuard> {
  if (step.guard === undefined) return Promise.resolve({ kind: 'holds' });
  if (reader === undefined) throw new RangeError(`Step ${step.id} has a guard, and nothing to look with`);
  return checkGuard(step, step.guard, reader, signal, isRetry);
}

/** Whether only the looking failed, and Azure may still be at work: it didn't say how its operation ended. */
function mayContinue({ code, kind, azure }: Failure): boolean {
  const isEnd = code === 'azure.operationForgotten' || (azure !== undefined && azure.status === undefined);
  return kind === 'transient' && !isEnd;
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
  const unrecorded = await journal.record(step.id, {
    state: tried.state,
    at,
    attempt,
    ...(token === undefined ? {} : { resumeToken: token }),
    ...(failure ? { failure } : {}),
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

function cancelled(step: Step, accepted: boolean, token: ResumeToken | undefined): Tried {
  const failure: Failure = {
    code: 'operation.cancelled',
    kind: 'cancelled',
    message: accepted
      ? `Waiting for “${step.title}” was given up; Azure carries on with it.`
      : `“${step.title}” was cancelled; Azure may have got the request.`,
    nextAction: 'Resume the operation, or roll it back.',
    resourceId: step.resourceId,
  };
  return { state: 'cancelled', failure, continuesInAzure: accepted, token };
}

function failureOf(error: unknown, { resourceId, title }: Step): Failure {
  if (isFailureError(error)) return error.failure;
  return {
    code: 'apply.defect',
    kind: 'defect',
    message: `“${title}” failed in an unexpected way: ${error instanceof Error ? error.message : String(error)}`,
    nextAction: 'Resume the operation to see how far it has come, and report this.',
    resourceId,
  };
}
