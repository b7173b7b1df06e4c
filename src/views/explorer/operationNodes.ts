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
  const started = `started ${formatTime(startedAt)}`;
  const running = operation.state === 'running';
  return {
    id: `operation/${operationId}`,
    label: `${word}: ${title}`,
    description: facts(started, `${stepsDone} of ${stepsTotal} steps done`),
    tooltip: [
      `**${escapeMarkdown(title)}**`,
      explanation,
      ...(why === undefined || running ? [] : [escapeMarkdown(why)]),
      `Operation ${escapeMarkdown(operationId)}, ${escapeMarkdown(started)}`,
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
      ? { word: 'Running', explanation: 'Select to open it.' }
      : { word: 'Running in another window', explanation: 'View or cancel it there.' };
  }
  const choice = canBeUndone(kind)
    ? 'Resume it to complete it, roll it back to undo its changes, or discard it to keep the current state.'
    : 'Resume it to complete it, or discard it to keep the current state.';
  if (state === 'interrupted') {
    return { word: 'Interrupted', explanation: `The window that ran it was closed. ${choice}` };
  }
  const word = result === 'cancelled' ? 'Canceled' : 'Failed';
  return { word, explanation: `Partially completed. ${choice}` };
}

/** Its title isn't known: what a journal says that isn't believed is said only where it is viewed. */
function unreadableNode({ operationId, reason, message, nextAction }: UnreadableOperation): TreeNode {
  const isSetAside = reason === 'setAside';
  return {
    id: `operation/${operationId}`,
    label: `Operation ${operationId} ${isSetAside ? 'can’t be used' : 'can’t be checked now'}`,
    description: message,
    tooltip: [message, nextAction].map(escapeMarkdown).join('\n\n'),
    icon: { id: 'warning', color: 'list.warningForeground' },
    // What can't be told yet mustn't be discarded.
    context: isSetAside ? 'damagedOperation' : 'operation',
    operationId,
  };
}
