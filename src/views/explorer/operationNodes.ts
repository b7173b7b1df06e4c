import { escapeMarkdown } from './markdown';
import type { TreeNode } from './treeNode';

/** An operation that was begun and hasn't ended, as its journal tells. */
export interface ShownOperation {
  readonly operationId: string;
  readonly registryName: string;
  readonly clusterName: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Another window is at work on it. */
  readonly running: boolean;
}

/** At the top of the tree, where they can't be missed; nothing when there are none. */
export function operationNodes(
  operations: readonly ShownOperation[],
  formatTime: (at: number) => string,
): readonly TreeNode[] {
  return operations
    .toSorted((a, b) => b.startedAt - a.startedAt)
    .map((operation) => {
      const { operationId, registryName, clusterName, running } = operation;
      const started = `started ${formatTime(operation.startedAt)}`;
      return {
        id: `operation/${operationId}`,
        label: `${running ? 'Running' : 'Interrupted'}: Link ${registryName} to ${clusterName}`,
        description: started,
        tooltip: [
          `**Link ${escapeMarkdown(registryName)} to ${escapeMarkdown(clusterName)}**`,
          running
            ? 'Another window works on it.'
            : 'It was begun and hasn’t ended. Link the two again to complete it: what is done already is reused.',
          `Operation \`${operationId}\`, ${escapeMarkdown(started)}`,
        ].join('\n\n'),
        icon: running ? { id: 'sync' } : { id: 'warning', color: 'list.warningForeground' },
        context: 'operation',
        operationId,
      };
    });
}
