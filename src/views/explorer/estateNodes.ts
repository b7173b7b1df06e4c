import type { Directory, Inventory, Link, Subscription, Unread } from '../../provisioning';
import { idKey, sameId, subscriptionOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import type { ExplorerState } from '../../contributions';
import { clusterNode } from './clusterNodes';
import { failureNode } from './failureNode';
import { tooltipOf } from './markdown';
import { registryNode } from './registryNodes';
import { note, type TreeNode } from './treeNode';

/** The part of the estate that the tree needs. */
export interface ShownEstate {
  readonly visible: readonly Subscription[];
  readonly subscriptions: readonly Subscription[];
  readonly inventory: Inventory;
  readonly links: readonly Link[];
}

/** Whether there is a tree, or one of the welcome texts in its place. */
export function stateOf({ visible, subscriptions, inventory }: ShownEstate): ExplorerState {
  const isUsable = ({ disabled }: Subscription) => disabled !== true;
  if (visible.length === 0) return 'noSubscriptions';
  if (!visible.some(isUsable)) return 'onlyDisabled';
  if (!subscriptions.some(isUsable)) return 'filteredOut';
  const { registries, clusters, unread = [] } = inventory;
  return registries.length + clusters.length + unread.length === 0 ? 'noResources' : 'ready';
}

/**
 * Subscriptions with their registries and clusters, and with what of them could not be read; none unless the state is
 * `ready`.
 */
export function estateNodes(estate: ShownEstate): readonly TreeNode[] {
  if (stateOf(estate) !== 'ready') return [];
  const subscriptions = estate.subscriptions.filter(({ disabled }) => disabled !== true);
  const unfoldAll = subscriptions.length <= 2;
  const unread = groupBy(estate.inventory.unread ?? [], ({ id }) => subscriptionKeyOf(id));
  const shown = new Set(subscriptions.map(({ id }) => id.toLowerCase()));
  const elsewhere = [...unread].flatMap(([key, items]) => (shown.has(key) ? [] : items));
  return [
    ...subscriptions.map((subscription) =>
      subscriptionNode(subscription, estate, unread.get(subscription.id.toLowerCase()) ?? [], unfoldAll),
    ),
    ...elsewhere.map(unreadNode),
  ];
}

/** Names the directories that may have subscriptions where this one has none; undefined where there is just one. */
export function directoriesLine(directories: readonly Directory[]): string | undefined {
  if (directories.length < 2) return undefined;
  const names = directories.map(({ name, domain }) => (domain === '' ? name : `${name} (${domain})`));
  return `This account is in the directories ${names.join(', ')}.`;
}

/** Empty for what is in none, or isn't named. */
function subscriptionKeyOf(id: string): string {
  return (/^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? '').toLowerCase();
}

/** What is missing must not look as if it weren't there: the reason stands in its place. */
function unreadNode({ id, failure }: Unread, index: number): TreeNode {
  return {
    ...failureNode(id === '' ? `unread/${index}` : idKey(id), failure),
    ...(id !== '' && { resourceId: id }),
  };
}

function subscriptionNode(
  subscription: Subscription,
  { inventory, links }: ShownEstate,
  unread: readonly Unread[],
  expanded: boolean,
): TreeNode {
  const id = `/subscriptions/${subscription.id.toLowerCase()}`;
  const isHere = (resource: { readonly id: string }) => sameId(subscriptionOf(resource.id), subscription.id);
  // Nothing of it could be read, so that nothing is said about what is in it.
  const isRefused = unread.some((one) => sameId(one.id, id)) && !inventory.registries.some(isHere);
  const registries = inventory.registries.filter(isHere).map((each) => registryNode(each, inventory, links));
  const clusters = inventory.clusters.filter(isHere).map((each) => clusterNode(each, inventory, links));
  return {
    id,
    label: subscription.name,
    description: isRefused
      ? 'could not be read'
      : [
          counted(registries.length, 'registry', 'registries'),
          counted(clusters.length, 'cluster', 'clusters'),
          ...(unread.length === 0 ? [] : [`${unread.length} could not be read`]),
        ].join(', '),
    tooltip: tooltipOf(subscription.name, [
      ['Subscription', subscription.id],
      ['Directory', subscription.tenantId],
    ]),
    icon: { id: 'key' },
    spoken: 'subscription',
    context: 'subscription',
    resourceId: `/subscriptions/${subscription.id}`,
    expanded,
    children: [
      ...unread.map(unreadNode),
      ...(isRefused
        ? []
        : [
            group(
              `${id}/registries`,
              'Container registries',
              'No container registries',
              'package',
              registries,
            ),
            group(`${id}/clusters`, 'AKS clusters', 'No AKS clusters', 'server-environment', clusters),
          ]),
    ],
  };
}

function group(id: string, label: string, none: string, icon: string, nodes: readonly TreeNode[]): TreeNode {
  const sorted = nodes.toSorted((a, b) => a.label.localeCompare(b.label));
  return {
    id,
    label,
    description: `${nodes.length}`,
    icon: { id: icon },
    expanded: true,
    children: nodes.length === 0 ? [note(`${id}/none`, none)] : sorted,
  };
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
