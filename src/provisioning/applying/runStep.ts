/** One step of a plan: its request, with retries where Azure only needs time. */
import { isFailureError, type Failure } from '../../model/failure';
import type { OperationEvent } from './events';
import type { JournalWriter } from '../journal/journal';
import type { StepResult } from './outcome';
import type { Step, StepRequest } from '../plan';
import type { AzureWriter, Clock } from '../ports';
import { holdsToken, withoutTokens } from '../journal/tokenGuard';

export interface StepContext {
  readonly writer: AzureWriter;
  readonly clock: Clock;
  readonly journal: JournalWriter;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  /** Resolves when the user cancels: a writer that doesn't listen to the signal must not keep anybody waiting. */
  readonly cancelled: Promise<'cancelled'>;
  /** Aborted also when another step has failed: what runs is awaited, but nothing is tried again. */
  readonly halted: AbortSignal;
  readonly emit: (event: WithoutOrigin<OperationEvent>) => void;
}

/** Each kind of event without the members that are the same for all of an operation. */
export type WithoutOrigin<Event> = Event extends OperationEvent ? Omit<Event, 'at' | 'operationId'> : never;

/**
 * Codes with which Azure asks for patience: somebody writes to the same or a referenced resource, or a new identity
 * hasn't reached all of the directory yet.
 */
const retriable = new Set([
  'AnotherOperationInProgress',
  'ReferencedResourceNotProvisioned',
  'RetryableError',
  'RetryableErrorDueToAnotherOperation',
  'PrincipalNotFound',
]);

/** Seconds before the second try, the third, … */
const delays = [2, 5, 10, 20, 30, 30];

/** Never rejects. */
export async function runStep(step: Step, request: StepRequest, context: StepContext): Promise<StepResult> {
  const { clock, journal, emit, halted } = context;
  const isHalted = () => halted.aborted;
  const startedAt = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    emit({ kind: 'stepStarted', stepId: step.id, attempt });
    const unrecorded = await journal.record(step.id, { state: 'running', at: clock.now(), attempt });
    const tried: Tried = unrecorded
      ? { state: 'failed', failure: unrecorded, continuesInAzure: false }
      : await tryOnce(step, request, context, attempt);
    const delay = delays[attempt - 1];
    if (tried.state === 'failed' && isRetriable(tried.failure) && delay !== undefined && !isHalted()) {
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
    return end(step, tried, attempt, startedAt, context);
  }
}

type Tried =
  | { readonly state: 'done' }
  | { readonly state: 'failed' | 'cancelled'; readonly failure: Failure; readonly continuesInAzure: boolean };

async function tryOnce(
  step: Step,
  request: StepRequest,
  context: StepContext,
  attempt: number,
): Promise<Tried> {
  const { writer, clock, journal, signal, emit } = context;
  let accepted = false;
  try {
    const write = writer.write(
      step.resourceId,
      request,
      {
        async accepted(resumeToken) {
          accepted = true;
          emit({ kind: 'stepAccepted', stepId: step.id });
          // Recovery works without a resume token; a journal with an access token in it must not come to be.
          if (resumeToken === undefined || holdsToken(resumeToken)) return;
          await journal.record(step.id, { state: 'running', at: clock.now(), attempt, resumeToken });
        },
        status(text) {
          emit({ kind: 'stepStatus', stepId: step.id, text });
        },
        retrying(failure, next, delaySeconds) {
          emit({ kind: 'stepRetrying', stepId: step.id, failure, attempt: next, delaySeconds });
        },
      },
      signal,
    );
    const outcome = await Promise.race([write, context.cancelled]);
    if (outcome === 'cancelled') return cancelled(step, accepted);
    if (outcome.ok || azureCode(outcome.failure) === 'RoleAssignmentExists') return { state: 'done' };
    if (outcome.failure.kind === 'cancelled') return cancelled(step, accepted);
    return { state: 'failed', failure: outcome.failure, continuesInAzure: false };
  } catch (error) {
    return { state: 'failed', failure: failureOf(error, step), continuesInAzure: accepted };
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
  const failure = tried.state === 'done' ? undefined : stripped(tried.failure);
  const continuesInAzure = tried.state !== 'done' && tried.continuesInAzure;
  const unrecorded = await journal.record(step.id, {
    state: tried.state,
    at,
    attempt,
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

function cancelled(step: Step, accepted: boolean): Tried {
  const failure: Failure = {
    code: 'operation.cancelled',
    kind: 'cancelled',
    message: accepted
      ? `Waiting for “${step.title}” was given up; Azure carries on with it.`
      : `“${step.title}” was cancelled; Azure may have got the request.`,
    nextAction: 'Plan the link again to see how far it has come.',
    resourceId: step.resourceId,
  };
  return { state: 'cancelled', failure, continuesInAzure: accepted };
}

function isRetriable(failure: Failure): boolean {
  return retriable.has(azureCode(failure));
}

function azureCode(failure: Failure): string {
  return failure.azure?.code ?? failure.code.replace(/^azure\./, '');
}

function failureOf(error: unknown, { resourceId, title }: Step): Failure {
  if (isFailureError(error)) return error.failure;
  return {
    code: 'apply.defect',
    kind: 'defect',
    message: `“${title}” failed in an unexpected way: ${error instanceof Error ? error.message : String(error)}`,
    nextAction: 'Plan the link again to see how far it has come, and report this.',
    resourceId,
  };
}

/** Error texts of services have been seen to quote headers. */
function stripped(failure: Failure): Failure {
  return JSON.parse(withoutTokens(JSON.stringify(failure))) as Failure;
}
