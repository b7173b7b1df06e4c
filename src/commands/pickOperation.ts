import type { KnownOperation, Operations } from '../platform/operations';
import { pickLoaded } from './pick';
import { textOf } from './target';

/** The operation that a command was called on, else one that the user picks of those that fit; undefined for none. */
export async function operationFor(
  argument: unknown,
  operations: Operations,
  title: string,
  fits: (operation: KnownOperation) => boolean,
): Promise<KnownOperation | undefined> {
  const known = async () =>
    (await operations.all()).flatMap((operation) => (operation.state === 'unreadable' ? [] : [operation]));
  const given = textOf(argument, 'operationId');
  if (given !== undefined) return (await known()).find(({ operationId }) => operationId === given);
  const load = async () =>
    (await known())
      .filter(fits)
      .toSorted((a, b) => b.startedAt - a.startedAt)
      .map((operation) => ({
        label: operation.title,
        description: `${operation.result ?? operation.state} · started ${new Date(operation.startedAt).toLocaleString()}`,
        value: operation,
      }));
  return pickLoaded(title, 'Choose an operation', load, 'There is no operation that this could be done with');
}
