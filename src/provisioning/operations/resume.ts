import { t } from '@vscode/l10n';
import { FailureError, isFailureError, type Failure } from '../../model/failure';
import { cancellationOf, type CancelSignal } from '../applying/cancellation';
import type { OperationListener } from '../applying/events';
import type { Outcome } from '../applying/outcome';
import { reasonToRefuse } from '../applying/refusal';
import { runOperation, type ApplyPorts } from '../applying/run';
import { closedIn } from '../journal/closing';
import { JournalWriter } from '../journal/journal';
import type { Journal } from '../journal/journalSchema';
import { unusable } from '../journal/unusable';
import { otherVersion, readOperation, understood } from './journaled';
import type { World } from './operation';
import { remainingOf } from './remaining';
import { begin } from './run';
import type { AnyPlan } from './table';

export interface ResumePorts extends ApplyPorts {
  readonly reader: World['azure'];
}

/**
 * What resuming would still do, to be shown before: see `Remaining`. Nothing is written, and no window is kept from
 * anything. Rejects with FailureError when the journal can't be used, the operation is over, or nothing can be said.
 */
export async function prepareResume(
  operationId: string,
  world: World,
  signal: AbortSignal,
): Promise<AnyPlan> {
  const { plan, journal } = await readOperation(world.journal, operationId);
  // Whether a window is at it is asked when it is resumed.
  const found = (await closedIn(world.journal, Infinity))(journal);
  const ended = reasonNotToResume(found);
  if (ended) throw new FailureError(ended);
  return (await remainingOf(plan, found, world, signal)).plan;
}

/**
 * Goes on with an operation that was interrupted, failed or was cancelled, from its journal: what is recorded as done is
 * looked at, what Azure was at work on is picked up by its resume token, else looked at and sent again; then comes the
 * rest of the plan. What is left is planned anew before: refused where something isn't as the operation left it, where
 * something new is in the way, and where something new is at stake whose hazard isn't among `acknowledged`. Refused also
 * while another window's lease lives. Never rejects for what Azure says.
 */
export async function resumeOperation(
  operationId: string,
  ports: ResumePorts,
  signal: CancelSignal,
  listener: OperationListener,
  acknowledged: readonly string[] = [],
): Promise<Outcome> {
  const { clock, reader, journal: storage, owner = operationId } = ports;
  const asClosed = await closedIn(storage, clock.now());
  const journal = await JournalWriter.takeOver(storage, clock, operationId, owner, (written) => {
    const found = asClosed(written);
    return reasonNotToResume(found) ?? found;
  });
  if (!(journal instanceof JournalWriter)) return { kind: 'refused', failure: journal };
  const refuse = async (failure: Failure): Promise<Outcome> => {
    await journal.release();
    return { kind: 'refused', failure };
  };
  try {
    const plan = understood(journal.content.plan);
    if (plan === undefined) return await refuse(unusable(otherVersion));
    const world = { azure: reader, journal: storage };
    const {
      plan: left,
      verified,
      toRun,
    } = await remainingOf(plan, journal.content, world, cancellationOf(signal).stop);
    const refusal = refusalOf(left, acknowledged);
    if (refusal) return await refuse(refusal);
    const problem = (await journal.acknowledge(acknowledged)) ?? (await begin(plan, ports));
    if (problem) return await refuse(problem);
    return await runOperation(toRun, journal, ports, signal, listener, verified);
  } catch (error) {
    if (isFailureError(error)) return refuse(error.failure);
    await journal.release();
    throw error;
  }
}

function refusalOf(left: AnyPlan, acknowledged: readonly string[]): Failure | undefined {
  const messages = (list: readonly { readonly message: string }[]) =>
    list.map(({ message }) => message).join(' ');
  const changes = left.blockers.filter(({ code }) => code === 'stateChanged');
  if (changes.length > 0) {
    return {
      code: 'resume.stateChanged',
      kind: 'conflict',
      message: t`Some resources have changed since this operation. ${messages(changes)}`,
      nextAction: t('Restore them, or roll back or discard the operation.'),
    };
  }
  if (reasonToRefuse(left, acknowledged) === undefined) return undefined;
  const open = left.hazards.filter(({ id }) => !acknowledged.includes(id));
  return left.blockers.length > 0
    ? {
        code: 'resume.blocked',
        kind: 'conflict',
        message: t`New blockers since the plan was shown: ${messages(left.blockers)}`,
        nextAction: left.blockers.map(({ wayOut }) => wayOut).join(' '),
      }
    : {
        code: 'resume.endangersOthers',
        kind: 'conflict',
        message: t`New warnings since the plan was shown: ${messages(open)}`,
        nextAction: t('Resume again to review and acknowledge them, or discard the operation.'),
      };
}

/** Takes a journal as `closedIn` has it; undefined if there is something to go on with. */
export function reasonNotToResume({ finished }: Journal): Failure | undefined {
  const words = { done: t('done'), rolledBack: t('rolled back'), discarded: t('discarded') } as const;
  const result = finished?.result;
  if (result === undefined || result === 'failed' || result === 'cancelled') return undefined;
  return {
    code: 'operation.ended',
    kind: 'user',
    message: t`Nothing to resume. The operation was ${words[result]}.`,
    nextAction: t('Refresh the tree.'),
  };
}
