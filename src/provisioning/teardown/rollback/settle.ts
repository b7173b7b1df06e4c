import type { AnyPlan } from '../../plan/anyPlan';
import type { ApplyPorts } from '../../applying/run';
import type { Failure } from '../../../model/failure';
import { JournalWriter, readJournal } from '../../journal/journal';

/**
 * From the moment that a roll back has a journal of its own, that one says what is left to do: the operation that it
 * undoes is ended, so that nobody resumes it. Nothing to do for other plans. A failure when a window is at the other
 * operation, or the journal can't be written.
 */
export async function settle(plan: AnyPlan, ports: ApplyPorts): Promise<Failure | undefined> {
  if (!('purpose' in plan) || plan.purpose.kind !== 'rollBack') return undefined;
  const { clock, owner = plan.operationId } = ports;
  const undone = plan.purpose.operationId;
  const read = await readJournal(ports.journal, undone);
  if (!read?.ok || read.journal.finished?.result === 'rolledBack') return undefined;
  const journal = await JournalWriter.takeOver(ports.journal, clock, undone, owner);
  return journal instanceof JournalWriter ? journal.finish('rolledBack', plan.operationId) : journal;
}
