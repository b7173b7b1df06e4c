import { isFailureError, type Failure } from '../../model/failure';
import { cancellationOf, type CancelSignal } from '../applying/cancellation';
import type { OperationListener } from '../applying/events';
import type { Outcome } from '../applying/outcome';
import { runOperation, type ApplyPorts } from '../applying/run';
import { JournalWriter } from '../journal/journal';
import type { Journal } from '../journal/journalSchema';
import type { AzureObserver, PullersReader, ResourceReader } from '../ports';
import { endangeredSince } from './endangeredSince';
import { settle } from '../teardown/rollback/settle';
import { verify, type Verified } from './verify';

export interface ResumePorts extends ApplyPorts {
  /** Who pulls is read only where an operation changes public access. */
  readonly reader: ResourceReader & Partial<AzureObserver & PullersReader>;
}

/**
 * Goes on with an operation that was interrupted, failed or was cancelled, from its journal: what is recorded as done is
 * looked at, what Azure was at work on is picked up by its resume token, else looked at and sent again; then comes the
 * rest of the plan. Refused while another window's lease lives, and when something is not as the operation left it.
 * Never rejects for what Azure says.
 */
export async function resumeOperation(
  operationId: string,
  ports: ResumePorts,
  signal: CancelSignal,
  listener: OperationListener,
): Promise<Outcome> {
  const { clock, reader, owner = operationId } = ports;
  const journal = await JournalWriter.takeOver(ports.journal, clock, operationId, owner, reasonNotTo);
  if (!(journal instanceof JournalWriter)) return { kind: 'refused', failure: journal };
  const { plan } = journal.content;
  const refuse = async (failure: Failure): Promise<Outcome> => {
    await journal.release();
    return { kind: 'refused', failure };
  };
  try {
    const verified = await verify(journal.content, reader, cancellationOf(signal).stop);
    if (verified.changes.length > 0) return await refuse(stateChanged(verified.changes));
    const endangered = await newlyEndangered(journal.content, verified, reader, cancellationOf(signal).stop);
    if (endangered.length > 0) return await refuse(shutsOut(endangered));
    const unsettled = await settle(plan, ports);
    if (unsettled) return await refuse(unsettled);
    return await runOperation(plan, journal, ports, signal, listener, verified);
  } catch (error) {
    if (isFailureError(error)) return refuse(error.failure);
    await journal.release();
    throw error;
  }
}

/** Whoever has begun to pull since the plan was shown must be shown before access is taken away. */
async function newlyEndangered(
  journal: Journal,
  { done }: Verified,
  reader: ResumePorts['reader'],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const isLeft = journal.plan.steps.some(({ id, action }) => action !== 'reuse' && !done.has(id));
  return isLeft ? endangeredSince(journal, reader, signal) : [];
}

function shutsOut(endangered: readonly string[]): Failure {
  return {
    code: 'resume.endangersOthers',
    kind: 'conflict',
    message: `Since the plan was shown this has come to be at stake: ${endangered.join(' ')}`,
    nextAction: 'Discard the operation, and plan it anew with Make Private….',
  };
}

function reasonNotTo({ finished }: Journal): Failure | undefined {
  const words = { done: 'done', rolledBack: 'rolled back', discarded: 'discarded' } as const;
  const result = finished?.result;
  if (result === undefined || result === 'failed' || result === 'cancelled') return undefined;
  return {
    code: 'operation.ended',
    kind: 'user',
    message: `There is nothing to resume: the operation was ${words[result]}.`,
    nextAction: 'Refresh the tree.',
  };
}

function stateChanged(changes: readonly string[]): Failure {
  return {
    code: 'resume.stateChanged',
    kind: 'conflict',
    message: `Not everything is as this operation left it. ${changes.join(' ')}`,
    nextAction: 'Put it back, or discard the operation and plan the link anew; or roll it back.',
  };
}
