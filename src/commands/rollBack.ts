import type { KnownOperation, Operations } from '../platform/operations';
import { canBeUndone } from '../provisioning';
import { isRunning, operationFor } from './pickOperation';
import { carryOut, type OperationPorts } from './running';

/** Roll Back: shows what undoes an operation, and does it when the user says so. Rejects with FailureError. */
export async function rollBack(
  argument: unknown,
  operations: Operations,
  ports: OperationPorts,
): Promise<void> {
  const operation = await operationFor(argument, operations, 'Roll Back Operation', notUndoable);
  if (operation === undefined) return;
  const { operationId, title } = operation;
  const question = `Roll back “${title}”?`;
  await carryOut({ kind: 'rollBack', spec: { operationId, title }, verb: 'Roll Back', question }, ports);
}

function notUndoable({ state, kind, result }: KnownOperation): string | undefined {
  if (!canBeUndone(kind)) return 'It deletes, and what it has deleted can’t be rolled back.';
  if (state === 'running') return isRunning;
  return result === 'rolledBack' ? 'What it did has been undone already.' : undefined;
}
