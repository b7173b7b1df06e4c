/** One try of a step: a last look, its record, and the request; or what Azure is at work on already, followed further. */
import { t } from '@vscode/l10n';
import { isFailureError, type Failure } from '../../model/failure';
import type { JsonObject } from '../../model/json';
import type { JournalWriter } from '../journal/journal';
import { holdsToken } from '../../model/secrets';
import type { Step, StepRequest } from '../plan/plan';
import type { AzureWriter, Clock, ResourceReader, ResumeToken, WriteProgress } from '../ports';
import type { OperationEvent } from './events';
import { lastLook } from './guard';
import { othersZoneGroup } from './othersZoneGroup';
import { azureCode } from './retries';

/** `resume` is needed only for picking up what an earlier window began. */
export type StepWriter = Pick<AzureWriter, 'write'> & Partial<Pick<AzureWriter, 'resume'>>;

export interface TryContext {
  readonly writer: StepWriter;
  readonly reader: ResourceReader;
  readonly clock: Clock;
  readonly journal: JournalWriter;
  /** Aborted when waiting is given up. */
  readonly signal: AbortSignal;
  /** Resolves then: a writer that doesn't listen to the signal must not keep anybody waiting. */
  readonly abandoned: Promise<void>;
  readonly emit: (event: WithoutOrigin<OperationEvent>) => void;
}

/** Each kind of event without the members that are the same for all of an operation. */
export type WithoutOrigin<Event> = Event extends OperationEvent ? Omit<Event, 'at' | 'operationId'> : never;

/** What earlier tries have left, in this window or in another one. */
export interface Before {
  readonly resumeToken: ResumeToken | undefined;
  /** Something may have come of them. */
  readonly mayBeMade: boolean;
}

export type Tried = {
  /** Something may have come of this try or of those before it. */
  readonly mayBeMade: boolean;
} & (
  | {
      readonly state: 'done';
      /** As Azure answered it; undefined where it didn't, as for what is deleted. */
      readonly resource: JsonObject | undefined;
    }
  | {
      readonly state: 'failed' | 'cancelled';
      readonly failure: Failure;
      readonly continuesInAzure: boolean;
      /** Picks up what Azure may still be at work on. */
      readonly token: ResumeToken | undefined;
    }
);

/** Never rejects. */
export async function tryStep(
  step: Step,
  request: StepRequest,
  { writer, clock, journal, signal, emit, reader, abandoned }: TryContext,
  attempt: number,
  before: Before,
): Promise<Tried> {
  const { resumeToken } = before;
  let { mayBeMade } = before;
  let accepted = resumeToken !== undefined;
  let isSent = accepted;
  let token = resumeToken;
  let sent = request;
  const { operationId } = journal.content;
  const look = () => lastLook(step, request, { reader, signal, operationId, mayBeMade });
  const record = (resume: ResumeToken | undefined) =>
    journal.record(step.id, {
      state: 'running',
      at: clock.now(),
      attempt,
      ...(resume === undefined ? {} : { resumeToken: resume }),
    });
  const progress: WriteProgress = {
    async accepted(given) {
      accepted = true;
      mayBeMade = true;
      emit({ kind: 'stepAccepted', stepId: step.id });
      // Recovery works without a resume token; a journal with an access token in it must not come to be.
      if (given === undefined || holdsToken(given)) return;
      token = given;
      await record(given);
    },
    status(text) {
      emit({ kind: 'stepStatus', stepId: step.id, text });
    },
    retrying(failure, next, delaySeconds) {
      mayBeMade ||= leavesOpen(failure);
      emit({ kind: 'stepRetrying', stepId: step.id, failure, attempt: next, delaySeconds });
    },
    async mayResend() {
      const found = await look();
      return found.kind === 'send' && JSON.stringify(found.request) === JSON.stringify(sent);
    },
  };
  const done = (resource: JsonObject | undefined): Tried => ({ state: 'done', resource, mayBeMade });
  const failed = (failure: Failure, left: { token?: ResumeToken; continues?: boolean } = {}): Tried => ({
    state: 'failed',
    failure,
    continuesInAzure: left.continues === true,
    token: left.token,
    mayBeMade,
  });
  const cancelled = (): Tried => {
    mayBeMade ||= isSent;
    return {
      state: 'cancelled',
      failure: cancellation(step, accepted, isSent),
      continuesInAzure: accepted,
      token,
      mayBeMade,
    };
  };
  const kept = () => (token === undefined ? {} : { token });
  try {
    if (resumeToken === undefined) {
      const found = await Promise.race([look(), abandoned]);
      if (found === undefined) return cancelled();
      if (found.kind === 'refused') return failed(found.failure);
      if (found.kind === 'done') {
        mayBeMade ||= found.resource !== undefined;
        return done(found.resource);
      }
      sent = found.request;
    }
    const unrecorded = await record(resumeToken);
    if (unrecorded) return failed(unrecorded, kept());
    isSent = true;
    const write =
      resumeToken === undefined || writer.resume === undefined
        ? writer.write(step.resourceId, sent, progress, signal)
        : writer.resume(step.resourceId, sent, resumeToken, progress, signal);
    const outcome = await Promise.race([write, abandoned]);
    if (outcome === undefined) return cancelled();
    if (outcome.ok) {
      mayBeMade = true;
      return done(outcome.resource);
    }
    const { failure } = outcome;
    // The role is assigned already, under another name: nothing came of this request, and nothing needs to.
    if (azureCode(failure) === 'RoleAssignmentExists') return done(undefined);
    const others = await othersZoneGroup(step, sent, failure, reader, signal);
    if (others === 'served') return done(undefined);
    if (others !== undefined) return failed(others);
    mayBeMade ||= leavesOpen(failure);
    if (failure.kind === 'cancelled') return cancelled();
    return failed(failure, mayContinue(failure) ? kept() : {});
  } catch (error) {
    const failure = failureOf(error, step);
    mayBeMade ||= isSent;
    return failure.kind === 'cancelled' ? cancelled() : failed(failure, { ...kept(), continues: accepted });
  }
}

/** Whether something may have come of a request that ended so: Azure didn't say no, or nobody heard what it said. */
function leavesOpen({ azure, kind, code }: Failure): boolean {
  if (code === 'azure.lookAgain') return false;
  if (azure?.status === undefined) return kind !== 'auth';
  return azure.status >= 500 || azure.status === 408;
}

/** Whether only the looking failed, and Azure may still be at work: it didn't say how its operation ended. */
function mayContinue({ code, kind, azure }: Failure): boolean {
  const isEnd = code === 'azure.operationForgotten' || (azure !== undefined && azure.status === undefined);
  return kind === 'transient' && !isEnd;
}

function cancellation({ title, resourceId }: Step, accepted: boolean, isSent: boolean): Failure {
  const untold = isSent ? t('Azure may have received the request.') : t('nothing was sent.');
  return {
    code: 'operation.cancelled',
    kind: 'cancelled',
    message: accepted
      ? t`Stopped waiting for “${title}”. Azure continues in the background.`
      : t`“${title}” was canceled; ${untold}`,
    nextAction: t('Resume the operation, or roll it back.'),
    resourceId,
  };
}

function failureOf(error: unknown, { resourceId, title }: Step): Failure {
  if (isFailureError(error)) return error.failure;
  return {
    code: 'apply.defect',
    kind: 'defect',
    message: t`“${title}” failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`,
    nextAction: t('Resume the operation to see its progress, and report this problem.'),
    resourceId,
  };
}
