import type { Documents } from '../platform/documents';
import { pickLoaded } from './pick';
import { textOf } from './target';

export interface JournalEntry {
  readonly operationId: string;
  readonly title: string;
  readonly startedAt: number;
}

/** Shows what an operation did so far, as read-only JSON. */
export async function viewJournal(
  argument: unknown,
  listOperations: () => Promise<readonly JournalEntry[]>,
  documents: Documents,
): Promise<void> {
  const load = async () =>
    (await listOperations()).map(({ operationId, title, startedAt }) => ({
      label: title,
      description: new Date(startedAt).toLocaleString(),
      value: operationId,
    }));
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
