import type { Documents } from '../platform/documents';
import { textOf } from './target';

/** Shows all that is recorded of an operation, as read-only JSON; of none that is given, the list of all. */
export async function viewJournal(
  argument: unknown,
  documents: Documents,
  history: { open(): void },
): Promise<void> {
  const operationId = textOf(argument, 'operationId');
  if (operationId === undefined) history.open();
  else await documents.showJournal(operationId);
}
