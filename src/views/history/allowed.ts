/** What can still be done with an operation, and why not. */
import type { KnownOperation, Operation } from '../../platform/operations';
import { canBeUndone } from '../../provisioning';
import type { EntryAction } from './protocol/messages';

/** Why an operation can't be rolled back; undefined if it can. */
export function notUndoable({ state, kind, result }: KnownOperation): string | undefined {
  if (!canBeUndone(kind)) return finalWords(kind);
  if (state === 'running') return isRunning;
  return result === 'rolledBack' ? 'What it did has been undone already.' : undefined;
}

/** Why what operations of this kind do can't be rolled back. */
export function finalWords(kind: string): string {
  return kind === 'approval'
    ? 'It decides on a private endpoint, and Azure takes no decision back.'
    : 'It deletes, and what it has deleted can’t be rolled back.';
}

/** Why an operation can be neither resumed nor discarded; undefined if it can. */
export function notOpen({ state, result }: KnownOperation): string | undefined {
  if (state === 'running') return isRunning;
  if (state !== 'ended') return undefined;
  return result === undefined ? 'It is over.' : ends[result];
}

/** Said of an operation with which nothing else can be done meanwhile. */
const isRunning = 'A window of VS Code is at work on it: wait for its end, or cancel it there.';

const ends: Readonly<Record<NonNullable<KnownOperation['result']>, string>> = {
  done: 'It came to its end.',
  failed: 'It failed before it changed anything, or what it left was done since.',
  cancelled: 'It was cancelled before it changed anything, or what it left was done since.',
  rolledBack: 'What it did has been undone.',
  discarded: 'It was discarded.',
};

export function allowedOf(operation: Operation): readonly EntryAction[] {
  if (operation.state === 'unreadable') {
    // What can't be told yet mustn't be discarded.
    return [...(operation.reason === 'setAside' ? (['discard'] as const) : []), 'viewJournal'];
  }
  const isOpen = notOpen(operation) === undefined;
  const leftNothing = operation.state === 'ended' && operation.stepsDone === 0;
  return [
    ...(isOpen ? (['resume'] as const) : []),
    ...(notUndoable(operation) === undefined && !leftNothing ? (['rollBack'] as const) : []),
    ...(isOpen ? (['discard'] as const) : []),
    'viewJournal',
  ];
}
