/** The directories of all accounts in the tree: a level of their own where there are several. */
import { t } from '@vscode/l10n';
import type { AccountDirectory } from '../../provisioning';
import { failureNode } from './failureNode';
import { tooltipOf } from './markdown';
import { counted, facts, note, type TreeNode } from './treeNode';

/** The subscriptions' nodes below their directories; as they are where there is one directory that was read. */
export function inDirectories(
  subscriptions: readonly TreeNode[],
  directories: readonly AccountDirectory[] = [],
): readonly TreeNode[] {
  const shown = directories.filter(({ isHidden }) => isHidden !== true);
  if (shown.length < 2) return [...failedDirectories(shown), ...subscriptions];
  const severalAccounts = new Set(shown.map(({ account }) => account.id)).size > 1;
  const taken = new Set<string>();
  const nodes = shown.map((directory): TreeNode => {
    if (directory.failure !== undefined) return failedDirectory(directory);
    const ids = new Set(directory.subscriptionIds.map((id) => `/subscriptions/${id}`));
    // Two accounts may see the same subscription: it stands once.
    const seen = subscriptions.filter(({ id }) => ids.has(id));
    const own = seen.filter(({ id }) => !taken.has(id));
    for (const { id } of own) taken.add(id);
    return directoryNode(directory, own, severalAccounts, whyNone(directory, seen.length > 0));
  });
  return [...nodes, ...subscriptions.filter(({ id }) => !taken.has(id))];
}

/** Those that could not be read, by themselves. */
export function failedDirectories(directories: readonly AccountDirectory[] = []): readonly TreeNode[] {
  return directories.flatMap((directory) =>
    directory.failure === undefined || directory.isHidden === true ? [] : [failedDirectory(directory)],
  );
}

/** The id of the directory's node that a subscription's node is below; empty where it is below none. */
export function rootOf(subscriptionNodeId: string, roots: readonly TreeNode[]): readonly string[] {
  const root = roots.find(({ children = [] }) => children.some(({ id }) => id === subscriptionNodeId));
  return root?.id.startsWith(prefix) === true ? [root.id] : [];
}

const prefix = 'directory/';

function idOf({ id, account }: AccountDirectory): string {
  return `${prefix}${account.id}/${id}`;
}

function directoryNode(
  directory: AccountDirectory,
  subscriptions: readonly TreeNode[],
  namesAccount: boolean,
  whyEmpty: string,
): TreeNode {
  const { id, name, domain, account } = directory;
  return {
    id: idOf(directory),
    label: name,
    description: facts(
      namesAccount && account.label,
      counted(subscriptions.length, t('subscription'), t('subscriptions')),
    ),
    tooltip: tooltipOf(name, [
      [t('Directory'), id],
      [t('Domain'), domain],
      [t('Account'), account.label],
    ]),
    icon: { id: 'organization' },
    spoken: 'directory',
    expanded: true,
    children: subscriptions.length > 0 ? subscriptions : [note(`${idOf(directory)}/none`, whyEmpty)],
  };
}

/** What is said where no subscription stands below a directory; `isElsewhere`: some of its do, below another account's. */
function whyNone({ subscriptionIds }: AccountDirectory, isElsewhere: boolean): string {
  if (isElsewhere) return t('Its subscriptions are shown under another account');
  return subscriptionIds.length === 0
    ? t('No subscriptions for this account')
    : t('None of its subscriptions are selected');
}

/** It says how to sign in there; a click does. */
function failedDirectory(directory: AccountDirectory): TreeNode {
  const { name, domain, account, failure } = directory;
  if (failure === undefined) throw new RangeError(`${name} was read`);
  const node = failureNode(idOf(directory), failure);
  return {
    ...node,
    label: name,
    // What to do comes first: the line is cut off where the view ends.
    description: facts(failure.nextAction, account.label !== name && account.label),
    tooltip: [
      node.tooltip ?? '',
      tooltipOf(name, [
        [t('Domain'), domain],
        [t('Account'), account.label],
      ]),
    ].join('\n\n'),
    icon: { id: failure.kind === 'auth' ? 'lock' : 'error', color: 'list.warningForeground' },
    spoken: t('directory that couldn’t be read'),
    expanded: false,
    children: [note(`${idOf(directory)}/why`, failure.message), ...(node.children ?? [])],
  };
}
