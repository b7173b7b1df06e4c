import { FailureError } from '../model/failure';
import type { KnownOperation, Operations } from '../platform/operations';
import { canBeUndone } from '../provisioning/plan/anyPlan';
import { readJournal } from '../provisioning/journal/journal';
import { withRights } from '../provisioning/preflight/preflight';
import { registryToType } from '../provisioning/teardown/lastEndpoint';
import { observeRollBack } from '../provisioning/teardown/rollback/observeRollBack';
import { planRollBack } from '../provisioning/teardown/rollback/planRollBack';
import { applyRollBack } from '../provisioning/teardown/rollback/rollBack';
import { isRunning, operationFor, unusable } from './pickOperation';
import { applyConfirmed, confirmed, whileReading, type OperationPorts } from './running';

/** Roll Back: shows what undoes an operation, and does it when the user says so. Rejects with FailureError. */
export async function rollBack(
  argument: unknown,
  operations: Operations,
  ports: OperationPorts,
): Promise<void> {
  const operation = await operationFor(argument, operations, 'Roll Back Operation', notUndoable);
  if (operation === undefined) return;
  const { operationId, title } = operation;
  const azure = await ports.azure();
  const signal = new AbortController().signal;
  const id = crypto.randomUUID();
  const again = async () => {
    const read = await readJournal(ports.journal, operationId);
    if (!read?.ok) throw new FailureError(unusable(read?.message));
    const present = await observeRollBack(read.journal, azure, signal);
    return withRights(planRollBack(read.journal, present, id), azure, signal);
  };
  const first = await whileReading(`Roll back “${title}”: looking at what is there`, again);
  const shown = { plan: first, again, verb: 'Roll Back', question: `Roll back “${title}”?` };
  const plan = await confirmed({ ...shown, word: registryToType(first) }, ports);
  if (plan === undefined) return;
  await applyConfirmed(`Roll back: ${title}`, plan, applyRollBack, azure, ports);
}

function notUndoable({ state, purpose, result }: KnownOperation): string | undefined {
  if (!canBeUndone(purpose)) return 'It deletes, and what it has deleted can’t be rolled back.';
  if (state === 'running') return isRunning;
  return result === 'rolledBack' ? 'It has been rolled back already.' : undefined;
}
