import { type Failure, isFailureError } from '../../model/failure';
import type { RollBackPlan } from '../plan/anyPlan';
import type { CancelSignal } from '../applying/cancellation';
import type { OperationListener } from '../applying/events';
import type { Outcome } from '../applying/outcome';
import { reasonToRefuse } from '../applying/apply';
import { runOperation, type ApplyPorts } from '../applying/run';
import { JournalWriter } from '../journal/journal';
import { settle } from './settle';

/**
 * Applies a roll back: like `applyPlan`, and the operation that it undoes is ended as soon as this one's journal is
 * there. Refused when a window is still at that operation. Never rejects for what Azure says.
 */
export async function applyRollBack(
  plan: RollBackPlan,
  ports: ApplyPorts,
  signal: CancelSignal,
  listener: OperationListener,
  acknowledged: readonly string[],
): Promise<Outcome> {
  const refused = (failure: Failure): Outcome => ({ kind: 'refused', failure });
  const refusal = reasonToRefuse(plan, acknowledged);
  if (refusal) return refused(refusal);
  const { clock, owner = plan.operationId } = ports;
  const journal = await JournalWriter.open(ports.journal, clock, { plan, acknowledged, owner });
  if (!(journal instanceof JournalWriter)) return refused(journal);
  try {
    const unsettled = await settle(plan, ports);
    if (unsettled) {
      await journal.finish('discarded');
      return refused(unsettled);
    }
    return await runOperation(plan, journal, ports, signal, listener);
  } catch (error) {
    await journal.release();
    if (isFailureError(error)) return refused(error.failure);
    throw error;
  }
}
