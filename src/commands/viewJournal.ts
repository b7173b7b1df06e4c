import type { Documents } from '../platform/documents';
import type { Operation, Operations } from '../platform/operations';
import { pickLoaded, type PickedItem } from './pick';
import { textOf } from './target';

/** Shows what an operation did so far, as read-only JSON. */
export async function viewJournal(
  argument: unknown,
  operations: Operations,
  documents: Documents,
): Promise<void> {
  const load = async () => (await operations.all()).toSorted(newestFirst).map(itemOf);
  const operationId =
    textOf(argument, 'operationId') ??
    (await pickLoaded(
      'View Operation Journal',
      'Choose an operation',
      load,
      'No operation was recorded on this computer',
    ));
  if (operationId !== undefined) await documents.showJournal(operationId);
}

function newestFirst(a: Operation, b: Operation): number {
  const startOf = (each: Operation) => (each.state === 'unreadable' ? 0 : each.startedAt);
  return startOf(b) - startOf(a);
}

function itemOf(operation: Operation): PickedItem<string> {
  const { operationId } = operation;
  if (operation.state === 'unreadable') {
    return { label: operationId, description: operation.message, value: operationId };
  }
  const started = new Date(operation.startedAt).toLocaleString();
  return {
    label: operation.title,
    description: `${operation.state} · started ${started}`,
    value: operationId,
  };
}
