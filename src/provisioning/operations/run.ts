import { isFailureError, type Failure } from '../../model/failure';
import type { CancelSignal } from '../applying/cancellation';
import type { OperationListener } from '../applying/events';
import type { Outcome } from '../applying/outcome';
import { reasonToRefuse } from '../applying/refusal';
import { runOperation, type ApplyPorts } from '../applying/run';
import { JournalWriter } from '../journal/journal';
import type { OperationKind } from './kinds';
import { operations, titleOf, type PlanOf } from './table';

/**
 * The only door to applying a plan. `acknowledged` are ids of hazards that the user has agreed to. Aborting `signal`
 * starts nothing more and gives up waiting (what Azure has begun it carries on with), unless it says to await what runs:
 * see `Cancellation`. Never rejects for what Azure says.
 */
export async function run<Kind extends OperationKind>(
  plan: PlanOf<Kind>,
  ports: ApplyPorts,
  signal: CancelSignal,
  listener: OperationListener,
  acknowledged: readonly string[],
): Promise<Outcome> {
  const refused = (failure: Failure): Outcome => ({ kind: 'refused', failure });
  const refusal = reasonToRefuse(plan, acknowledged);
  if (refusal) return refused(refusal);
  const { clock, owner = plan.operationId } = ports;
  const beginning = { plan, title: titleOf(plan), acknowledged, owner, origin: ports.origin?.() };
  const journal = await JournalWriter.open(ports.journal, clock, beginning);
  if (!(journal instanceof JournalWriter)) return refused(journal);
  try {
    const problem = await begin(plan, ports);
    if (problem) {
      await journal.finish('discarded');
      return refused(problem);
    }
    return await runOperation(plan, journal, ports, signal, listener);
  } catch (error) {
    await journal.release();
    if (isFailureError(error)) return refused(error.failure);
    throw error;
  }
}

/** What the operation does before its first write; a failure keeps anything from being written. */
export async function begin<Kind extends OperationKind>(
  plan: PlanOf<Kind>,
  ports: ApplyPorts,
): Promise<Failure | undefined> {
  const { kind, spec } = plan.purpose;
  return operations[kind].begin?.(spec, plan, ports);
}
