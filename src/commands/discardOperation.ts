import { FailureError } from '../model/failure';
import { confirm } from '../platform/ask';
import type { Operations } from '../platform/operations';
import { discardOperation } from '../provisioning/journal/operations';
import { discardText } from '../views/operations/discardText';
import { textOf } from './target';
import { operationFor } from './pickOperation';
import { notOpen } from './resumeOperation';
import type { OperationPorts } from './running';

/** Discard: takes an operation off the tree; nothing in Azure changes. Rejects with FailureError when it runs. */
export async function discard(
  argument: unknown,
  operations: Operations,
  { journal, clock, owner, changed }: OperationPorts,
): Promise<void> {
  const given = textOf(argument, 'operationId');
  const all = await operations.all();
  // A journal that can't be read has no title, and can be discarded all the same.
  const unreadable = all.find(({ state, operationId }) => state === 'unreadable' && operationId === given);
  const operation =
    unreadable === undefined
      ? await operationFor(argument, operations, 'Discard Operation', notOpen)
      : undefined;
  const operationId = (operation ?? unreadable)?.operationId;
  if (operationId === undefined) return;
  const question = `Discard “${operation?.title ?? operationId}”?`;
  if (!(await confirm({ question, detail: [discardText(operation)], verb: 'Discard' }))) return;
  const failure = await discardOperation(journal, clock, operationId, owner);
  changed();
  if (failure) throw new FailureError(failure);
}
