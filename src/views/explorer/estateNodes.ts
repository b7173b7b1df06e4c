import { sameId, subscriptionOf } from '../../model/armId';
import type { Inventory, Link, Subscription } from '../../provisioning';
import type { ExplorerState } from '../../contributions';
import { clusterNode } from './clusterNodes';
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
  if (visible.length === 0) return 'noSubscriptions';
  if (subscriptions.length === 0) return 'filteredOut';
  if (inventory.registries.length + inventory.clusters.length === 0) return 'noResources';
  return 'ready';
}

/** Subscriptions with their registries and clusters; none unless the state is `ready`. */
export function estateNodes(estate: ShownEstate): readonly TreeNode[] {
  if (stateOf(estate) !== 'ready') return [];
  const unfoldAll = estate.subscriptions.length <= 2;
  return estate.subscriptions.map((subscription) => subscriptionNode(subscription, estate, unfoldAll));
}

function subscriptionNode(
  subscription: Subscription,
  { inventory, links }: ShownEstate,
  expanded: boolean,
): TreeNode {
  const id = `/subscriptions/${subscription.id.toLowerCase()}`;
  const isHere = (resource: { readonly id: string }) => sameId(subscriptionOf(resource.id), subscription.id);
  const registries = inventory.registries.filter(isHere).map((each) => registryNode(each, inventory, links));
  const clusters = inventory.clusters.filter(isHere).map((each) => clusterNode(each, inventory, links));
  return {
    id,
    label: subscription.name,
    description:
      counted(registries.length, 'registry', 'registries') +
      ', ' +
      counted(clusters.length, 'cluster', 'clusters'),
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
      group(`${id}/registries`, 'Container registries', 'No container registries', 'package', registries),
      group(`${id}/clusters`, 'AKS clusters', 'No AKS clusters', 'server-environment', clusters),
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
