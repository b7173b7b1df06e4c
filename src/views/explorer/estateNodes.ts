import { t } from '@vscode/l10n';
import { idKey, parseId, subscriptionKeyOf, subscriptionOf, subscriptionScope } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import type { ExplorerState } from '../../contributions';
import type { Directory, ObservedCluster, ObservedRegistry, Subscription, Unread } from '../../provisioning';
import { clusterNode } from './clusterNodes';
import type { ShownEstate } from '../../platform/shownEstate';
import { type EstateIndex, indexOf } from './estateIndex';
import { failedDirectories, inDirectories, rootOf } from './directoryNodes';
import { failureNode } from './failureNode';
import { type Grouping, groupNodes } from './groupings';
import { pathToLink } from './linkNodes';
import { tooltipOf } from './markdown';
import { registryNode } from './registryNodes';
import {
  byLabel,
  counted,
  facts,
  note,
  problemWords,
  sentenceOf,
  type TreeNode,
  unfolding,
} from './treeNode';

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
  const unread = groupBy(estate.inventory?.unread ?? [], ({ id }) => subscriptionKeyOf(id));
  const shown = new Set(subscriptions.map(({ id }) => id.toLowerCase()));
  const elsewhere = [...unread].flatMap(([key, items]) => (shown.has(key) ? [] : items));
  const nodes = subscriptions.map((subscription) =>
    estate.inventory === undefined
      ? unreadSubscription(subscription, index)
      : subscriptionNode(subscription, index, unread.get(subscription.id.toLowerCase()) ?? [], unfoldAll),
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

/** What is missing must not look as if it weren't there: the reason stands in its place. */
function unreadNode({ id, failure }: Unread, index: number): TreeNode {
  return {
    ...failureNode(id === '' ? `unread/${index}` : idKey(id), failure),
    ...(id !== '' && { resourceId: id }),
  };
}

/** Of which nothing else is known yet. */
function unreadSubscription(subscription: Subscription, { lacks = '' }: EstateIndex): TreeNode {
  const face = subscriptionFace(subscription);
  return { ...face, description: lacks, children: [{ id: `${face.id}/unread`, label: sentenceOf(lacks) }] };
}

function subscriptionFace({ id, name, tenantId }: Subscription) {
  return {
    id: subscriptionScope(id.toLowerCase()),
    label: name,
    tooltip: tooltipOf(name, [
      [t('Subscription'), id],
      [t('Directory'), tenantId],
    ]),
    icon: { id: 'key' },
    spoken: t('subscription'),
    context: 'subscription',
    resourceId: subscriptionScope(id),
  } as const;
}

function subscriptionNode(
  subscription: Subscription,
  index: EstateIndex,
  unread: readonly Unread[],
  expanded: boolean,
): TreeNode {
  const face = subscriptionFace(subscription);
  const registries = index.registriesIn(subscription.id);
  const clusters = index.clustersIn(subscription.id);
  // Nothing of it could be read, so that nothing is said about what is in it.
  const isRefused = unread.some((one) => idKey(one.id) === face.id) && registries.length === 0;
  return unfolding(
    {
      ...face,
      description: isRefused
        ? t('couldn’t be read')
        : facts(
            index.age,
            problemWords(index.problemsOf([...registries, ...clusters])),
            unread.length > 0 && t`${unread.length} couldn’t be read`,
            counted(registries.length, t('registry'), t('registries')),
            counted(clusters.length, t('cluster'), t('clusters')),
            index.lacks,
          ),
      expanded,
      ...index.problemIn([...registries, ...clusters]),
    },
    () => [
      ...unread.map(unreadNode),
      ...(isRefused
        ? []
        : [registryGroup(subscription, registries, index), clusterGroup(subscription, clusters, index)]),
    ],
  );
}

function registryGroup(
  { id }: Subscription,
  registries: readonly ObservedRegistry[],
  index: EstateIndex,
): TreeNode {
  return unfolding(
    {
      ...group(id, 'registries', registries, index),
      label: t('Container registries'),
      icon: { id: 'package' },
    },
    () =>
      registries.length === 0
        ? [
            {
              ...note(groupId(id, 'registries/none'), t('No container registries')),
              description: t('Create Private Registry…'),
              opens: 'createRegistry',
              resourceId: subscriptionScope(id),
            },
          ]
        : byLabel(registries.map((registry) => registryNode(registry, index))),
  );
}

function clusterGroup(
  { id }: Subscription,
  clusters: readonly ObservedCluster[],
  index: EstateIndex,
): TreeNode {
  return unfolding(
    {
      ...group(id, 'clusters', clusters, index),
      label: t('AKS clusters'),
      icon: { id: 'server-environment' },
    },
    () =>
      clusters.length === 0
        ? [note(groupId(id, 'clusters/none'), t('No AKS clusters'))]
        : byLabel(clusters.map((cluster) => clusterNode(cluster, index))),
  );
}

/** More than this are shown when somebody unfolds them. */
const mostUnfolded = 100;

function group(
  subscriptionId: string,
  context: 'registries' | 'clusters',
  resources: readonly (ObservedRegistry | ObservedCluster)[],
  index: EstateIndex,
): Omit<TreeNode, 'label'> {
  return {
    id: groupId(subscriptionId, context),
    description: facts(`${resources.length}`, problemWords(index.problemsOf(resources))),
    context,
    resourceId: subscriptionScope(subscriptionId),
    expanded: resources.length <= mostUnfolded,
    ...index.problemIn(resources),
  };
}

function groupId(subscriptionId: string, name: string): string {
  return `${subscriptionScope(subscriptionId.toLowerCase())}/${name}`;
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
