import { t } from '@vscode/l10n';
import { idKey, parseId, subscriptionKeyOf, subscriptionOf, subscriptionScope } from '../../model/armId';
import type { ExplorerState } from '../../contributions';
import type { Directory, Subscription } from '../../provisioning';
import type { ShownEstate } from '../../platform/shownEstate';
import { indexOf } from './estateIndex';
import { failedDirectories, inDirectories, rootOf } from './directoryNodes';
import { unreadNode } from './failureNode';
import { type Grouping, groupNodes } from './groupings';
import { pathToLink } from './linkNodes';
import { groupId, subscriptionNode, unreadSubscription } from './subscriptionNodes';
import type { TreeNode } from './treeNode';

/** Whether there is a tree, or one of the welcome texts in its place. */
export function stateOf(estate: ShownEstate): ExplorerState {
  const { visible, subscriptions, inventory, rest, accountDirectories = [] } = estate;
  // What failed is to be seen, whatever else there is.
  if (accountDirectories.some(({ failure, isHidden }) => failure !== undefined && isHidden !== true))
    return 'ready';
  const isUsable = ({ disabled }: Subscription) => disabled !== true;
  if (visible.length === 0) return 'noSubscriptions';
  if (!visible.some(isUsable)) return 'onlyDisabled';
  if (!subscriptions.some(isUsable)) return 'filteredOut';
  if (inventory === undefined) return 'ready';
  const { registries, clusters, unread = [] } = inventory;
  const isEmpty = registries.length + clusters.length + unread.length === 0;
  return isEmpty && rest === undefined ? 'noResources' : 'ready';
}

/**
 * Subscriptions with their registries and clusters, or these in other groups, and what couldn’t be read; none unless the
 * state is `ready`.
 */
export function estateNodes(
  estate: ShownEstate,
  index = indexOf(estate),
  grouping: Grouping = 'subscription',
): readonly TreeNode[] {
  if (stateOf(estate) !== 'ready') return [];
  const subscriptions = estate.subscriptions.filter(({ disabled }) => disabled !== true);
  if (grouping !== 'subscription' && estate.inventory !== undefined) {
    const registries = subscriptions.flatMap(({ id }) => index.registriesIn(id));
    const clusters = subscriptions.flatMap(({ id }) => index.clustersIn(id));
    const unreadNodes = (estate.inventory.unread ?? []).map(unreadNode);
    return [
      ...failedDirectories(estate.accountDirectories),
      ...unreadNodes,
      ...groupNodes({ registries, clusters }, grouping, index),
    ];
  }
  const unfoldAll = subscriptions.length <= 2;
  const shown = new Set(subscriptions.map(({ id }) => id.toLowerCase()));
  const elsewhere = (estate.inventory?.unread ?? []).filter(({ id }) => !shown.has(subscriptionKeyOf(id)));
  const awaited = new Set(estate.inventory?.awaited?.map((id) => id.toLowerCase()));
  const nodes = subscriptions.map((subscription) =>
    estate.inventory === undefined || awaited.has(subscription.id.toLowerCase())
      ? unreadSubscription(subscription, index)
      : subscriptionNode(subscription, index, unfoldAll),
  );
  return [...inDirectories(nodes, estate.accountDirectories), ...elsewhere.map(unreadNode)];
}

const waysOut: Partial<Record<ExplorerState, Pick<TreeNode, 'label' | 'description' | 'opens'>>> = {
  noSubscriptions: {
    label: t('No subscriptions found for this account in its directory'),
    description: t('Sign In to Another Directory…'),
    opens: 'signInToDirectory',
  },
  onlyDisabled: {
    label: t('All subscriptions of this account are disabled'),
    description: t('Sign In to Another Directory…'),
    opens: 'signInToDirectory',
  },
  filteredOut: {
    label: t('None of the selected subscriptions can be shown'),
    description: t('Select Subscriptions…'),
    opens: 'selectSubscriptions',
  },
  noResources: {
    label: t('No container registries or AKS clusters in the selected subscriptions'),
    description: t('Create Private Registry…'),
    opens: 'createRegistry',
  },
};

/** What stands in place of a welcome text, which VS Code shows only where nothing else is in the tree. */
export function wayOutOf(state: ExplorerState): TreeNode | undefined {
  const way = waysOut[state];
  return way && { id: `state/${state}`, icon: { id: 'info' }, ...way };
}

/** Names the directories that may have subscriptions where this one has none; undefined where there is just one. */
export function directoriesLine(directories: readonly Directory[]): string | undefined {
  if (directories.length < 2) return undefined;
  const names = directories.map(({ name, domain }) => (domain === '' ? name : `${name} (${domain})`));
  return t`This account belongs to the directories ${names.join(', ')}.`;
}

/**
 * Ids of the nodes that lead to a subscription, a registry or a cluster, and from a registry on to its link with a cluster;
 * empty for anything else. In other groups than subscriptions, `roots` tell in which of them a resource is.
 */
export function pathTo(
  resourceId: string,
  linkedClusterId?: string,
  grouping: Grouping = 'subscription',
  roots: readonly TreeNode[] = [],
): readonly string[] {
  const bySubscription = pathInSubscription(resourceId, linkedClusterId);
  const at = bySubscription.indexOf(idKey(resourceId));
  if (grouping === 'subscription') return [...rootOf(bySubscription[0] ?? '', roots), ...bySubscription];
  if (at < 1) return bySubscription;
  const has = ({ id, children = [] }: TreeNode) =>
    id.startsWith(`${grouping}/`) && children.some((child) => child.id === idKey(resourceId));
  const root = roots.find(has);
  return [root?.id ?? '', ...bySubscription.slice(at)];
}

function pathInSubscription(resourceId: string, linkedClusterId?: string): readonly string[] {
  const { type } = parseId(resourceId) ?? {};
  const subscriptionId = subscriptionOf(resourceId);
  const top = subscriptionScope(subscriptionId.toLowerCase());
  switch (type?.toLowerCase()) {
    case undefined:
      return [top];
    case 'microsoft.containerregistry/registries': {
      const own = [top, groupId(subscriptionId, 'registries'), idKey(resourceId)];
      return linkedClusterId === undefined ? own : [...own, ...pathToLink(resourceId, linkedClusterId)];
    }
    case 'microsoft.containerservice/managedclusters':
      return [top, groupId(subscriptionId, 'clusters'), idKey(resourceId)];
    default:
      return [];
  }
}
