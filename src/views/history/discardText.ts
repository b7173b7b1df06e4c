import type { KnownOperation } from '../../platform/operations';
import { canBeUndone } from '../../provisioning';
import { finalWords } from './allowed';

/** What discarding an operation means, for the question before it; undefined stands for one whose journal isn't used. */
export function discardText(operation: Pick<KnownOperation, 'kind'> | undefined): string {
  if (operation === undefined) {
    return 'Its journal isn’t used. It is moved to a folder for copies, whose name you are told. Whatever the operation made in Azure stays there.';
  }
  const kept = canBeUndone(operation.kind)
    ? 'its journal is kept, so that it can still be rolled back.'
    : `its journal is kept to be read. ${finalWords(operation.kind)}`;
  return `Nothing in Azure changes: what it made stays, and what it lacks stays missing. It is no longer offered to be resumed; ${kept}`;
}
