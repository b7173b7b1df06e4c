import type { Failure } from '../../model/failure';
import { escapeMarkdown } from './markdown';
import type { TreeNode } from './treeNode';

/** A failure must not look like "nothing there": it is a node, with Retry beside it. */
export function failureNode(id: string, failure: Failure): TreeNode {
  return {
    id: `failure/${id}`,
    label: failure.message,
    description: failure.nextAction,
    tooltip: [
      `**${escapeMarkdown(failure.message)}**`,
      escapeMarkdown(failure.nextAction),
      `\`${failure.code.replace(/`/g, '')}\``,
    ].join('\n\n'),
    icon: { id: 'error', color: 'list.errorForeground' },
    spoken: 'Failure. Retry is in the context menu.',
    context: 'failure',
    // A welcome text can't name the directory.
    ...(failure.code === 'signIn.directory' && { opens: 'signIn' as const }),
  };
}
