import type { KnownOperation, Operation, UnreadableOperation } from '../../platform/operations';
import { escapeMarkdown } from './markdown';
import { facts, type TreeNode } from './treeNode';

/** At the top of the tree, where they can't be missed: the newest first, then those that can't be read. */
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
  const { operationId, title, startedAt, stepsDone, stepsTotal } = operation;
  const running = operation.state === 'running';
  const started = `started ${formatTime(startedAt)}`;
  return {
    id: `operation/${operationId}`,
    label: `${running ? 'Running' : 'Interrupted'}: ${title}`,
    description: facts(started, `${stepsDone} of ${stepsTotal} steps done`),
    tooltip: [
      `**${escapeMarkdown(title)}**`,
      running
        ? 'A window works on it.'
        : 'It was begun and hasn’t ended. Link the two again to complete it: what is done already is reused.',
      `Operation ${escapeMarkdown(operationId)}, ${escapeMarkdown(started)}`,
    ].join('\n\n'),
    icon: running ? { id: 'sync' } : { id: 'warning', color: 'list.warningForeground' },
    context: 'operation',
    operationId,
  };
}

function unreadableNode({ operationId, message }: UnreadableOperation): TreeNode {
  return {
    id: `operation/${operationId}`,
    label: `Operation ${operationId} can’t be read`,
    description: message,
    tooltip: escapeMarkdown(message),
    icon: { id: 'warning', color: 'list.warningForeground' },
    context: 'operation',
    operationId,
  };
}
