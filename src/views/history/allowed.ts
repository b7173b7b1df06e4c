/** What can still be done with an operation, and why not. */
import { t } from '@vscode/l10n';
import type { KnownOperation, Operation } from '../../platform/operations';
import { canBeUndone } from '../../provisioning';
import type { EntryAction } from './protocol/messages';

/** Why an operation can't be rolled back; undefined if it can. */
export function notUndoable({ state, kind, result }: KnownOperation): string | undefined {
  if (!canBeUndone(kind)) return finalWords(kind);
  if (state === 'running') return isRunning;
  return result === 'rolledBack'
    ? t('Its changes were already undone, or its roll back can be resumed.')
    : undefined;
}

/** Why what operations of this kind do can't be rolled back. */
export function finalWords(kind: string): string {
  return kind === 'approval'
    ? t('It decided on a private endpoint, which can’t be undone in Azure.')
    : t('It deleted resources, which can’t be rolled back.');
}

/** Why an operation can be neither resumed nor discarded; undefined if it can. */
export function notOpen({ state, result }: KnownOperation): string | undefined {
  if (state === 'running') return isRunning;
  if (state !== 'ended') return undefined;
  return result === undefined ? t('It has ended.') : ends[result];
}

/** Said of an operation with which nothing else can be done meanwhile. */
const isRunning = t('It’s running in another VS Code window. Wait until it ends, or cancel it there.');

const ends: Readonly<Record<NonNullable<KnownOperation['result']>, string>> = {
  done: t('It completed.'),
  failed: t('It failed before it changed anything, or its remaining changes were made later.'),
  cancelled: t('It was canceled before it changed anything, or its remaining changes were made later.'),
  rolledBack: t('Its changes were undone.'),
  discarded: t('It was discarded.'),
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
