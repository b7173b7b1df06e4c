import { t } from '@vscode/l10n';
import type { KnownOperation, Operation, UnreadableOperation } from '../../platform/operations';
import { canBeUndone } from '../../provisioning/overview';
import { escapeMarkdown } from './markdown';
import { facts, type TreeNode } from './treeNode';

/** At the top of the tree, where they can't be missed: the newest first, then those whose journals aren't used. */
export function operationNodes(
  operations: readonly Operation[],
  formatTime: (at: number) => string,
): readonly TreeNode[] {
  const known = operations.filter((each) => each.state !== 'unreadable');
  const unreadable = operations.filter((each) => each.state === 'unreadable');
  return [
    ...known.toSorted((a, b) => b.startedAt - a.startedAt).map((each) => knownNode(each, formatTime)),
    ...unreadable.map(unreadableNode),
  ];
}

function knownNode(operation: KnownOperation, formatTime: (at: number) => string): TreeNode {
  const { operationId, title, startedAt, stepsDone, stepsTotal, why } = operation;
  const { word, explanation } = wordsFor(operation);
  const started = t`started ${formatTime(startedAt)}`;
  const running = operation.state === 'running';
  return {
    id: `operation/${operationId}`,
    label: `${word}: ${title}`,
    description: facts(started, t`${stepsDone} of ${stepsTotal} steps done`),
    tooltip: [
      `**${escapeMarkdown(title)}**`,
      explanation,
      ...(why === undefined || running ? [] : [escapeMarkdown(why)]),
      t`Operation ${escapeMarkdown(operationId)}, ${escapeMarkdown(started)}`,
    ].join('\n\n'),
    icon: running ? { id: 'sync' } : { id: 'warning', color: 'list.warningForeground' },
    context: running ? 'operation' : canBeUndone(operation.kind) ? 'interruptedLink' : 'interruptedUndoing',
    operationId,
    ...(running ? { opens: 'showOperation' as const } : {}),
  };
}

function wordsFor({ state, result, kind, isHere }: KnownOperation): { word: string; explanation: string } {
  if (state === 'running') {
    return isHere
      ? { word: t('Running'), explanation: t('Select to open it.') }
      : { word: t('Running in another window'), explanation: t('View or cancel it there.') };
  }
  const choice = canBeUndone(kind)
    ? t(
        'Resume it to complete it, roll it back to undo its changes, or discard it to keep the current state.',
      )
    : t('Resume it to complete it, or discard it to keep the current state.');
  if (state === 'interrupted') {
    return { word: t('Interrupted'), explanation: t`The window that ran it was closed. ${choice}` };
  }
  const word = result === 'cancelled' ? t('Canceled') : t('Failed');
  return { word, explanation: t`Partially completed. ${choice}` };
}

/** Its title isn't known: what a journal says that isn't believed is said only where it is viewed. */
function unreadableNode({ operationId, reason, message, nextAction }: UnreadableOperation): TreeNode {
  const isSetAside = reason === 'setAside';
  return {
    id: `operation/${operationId}`,
    label: isSetAside
      ? t`Operation ${operationId} can’t be used`
      : t`Operation ${operationId} can’t be checked now`,
    description: message,
    tooltip: [message, nextAction].map(escapeMarkdown).join('\n\n'),
    icon: { id: 'warning', color: 'list.warningForeground' },
    // What can't be told yet mustn't be discarded.
    context: isSetAside ? 'damagedOperation' : 'operation',
    operationId,
  };
}
