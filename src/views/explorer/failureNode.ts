import { t } from '@vscode/l10n';
import { idKey } from '../../model/armId';
import type { Failure } from '../../model/failure';
import type { Unread } from '../../provisioning';
import { escapeMarkdown } from './markdown';
import { note, type TreeNode } from './treeNode';

/** A failure as a line: a click shows all of it, which the line cuts off. */
export function failureLine(id: string, failure: Failure): TreeNode {
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
    spoken: t('Failure'),
    context: 'failure',
    failure,
    // A welcome text can't name the directory.
    opens: failure.code === 'signIn.directory' || failure.signIn !== undefined ? 'signIn' : 'showFailure',
  };
}

/** A failure must not look like "nothing there": it is a node, with Retry below it, and `more` that is to be known. */
export function failureNode(id: string, failure: Failure, more: readonly string[] = []): TreeNode {
  return {
    ...failureLine(id, failure),
    expanded: true,
    children: [
      {
        id: `failure/${id}/retry`,
        label: t('Retry'),
        icon: { id: 'refresh' },
        opens: 'retry',
      },
      ...more.map((words, index) => ({
        ...note(`failure/${id}/${index}`, words),
        icon: { id: 'info' },
      })),
    ],
  };
}

/** What is missing must not look as if it weren't there: the reason stands in its place. */
export function unreadNode({ id, failure }: Unread, index: number): TreeNode {
  return {
    ...failureNode(id === '' ? `unread/${index}` : idKey(id), failure),
    ...(id !== '' && { resourceId: id }),
  };
}

/** Where nobody is signed in, and the welcome text that says so has no room: something else is in the tree. */
export function signInNode(failure: Failure): TreeNode {
  return {
    ...failureNode('signIn', failure),
    icon: { id: 'account', color: 'list.warningForeground' },
    opens: 'signIn',
  };
}
