/** A subscription in the tree, with its registries and clusters. */
import { t } from '@vscode/l10n';
import { subscriptionScope } from '../../model/armId';
import type { ObservedCluster, ObservedRegistry, Subscription } from '../../provisioning';
import { clusterNode } from './clusterNodes';
import type { EstateIndex } from './estateIndex';
import { unreadNode } from './failureNode';
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

/** Of which nothing else is known yet. */
export function unreadSubscription(subscription: Subscription, { lacks = '' }: EstateIndex): TreeNode {
  const face = subscriptionFace(subscription);
  return { ...face, description: lacks, children: [{ id: `${face.id}/unread`, label: sentenceOf(lacks) }] };
}

/** With what is in it, and what of that couldn’t be read. */
export function subscriptionNode(
  subscription: Subscription,
  index: EstateIndex,
  expanded: boolean,
): TreeNode {
  const { id } = subscription;
  const unread = index.unreadIn(id);
  const registries = index.registriesIn(id);
  const clusters = index.clustersIn(id);
  const isCounted = (kind: 'registries' | 'clusters', { length }: readonly unknown[]) =>
    length > 0 || (!index.isOnlyProblems && !index.hasGapIn(id, kind));
  const counts = [
    isCounted('registries', registries) && counted(registries.length, t('registry'), t('registries')),
    isCounted('clusters', clusters) && counted(clusters.length, t('cluster'), t('clusters')),
  ];
  // Nothing of it could be read, so that nothing is said about what is in it.
  const isRefused = !index.isOnlyProblems && counts.every((count) => count === false);
  const groups = [
    { of: registries, make: () => registryGroup(subscription, registries, index) },
    { of: clusters, make: () => clusterGroup(subscription, clusters, index) },
  ].filter(({ of }) => (index.isOnlyProblems ? of.length > 0 : !isRefused || unread.length === 0));
  return unfolding(
    {
      ...subscriptionFace(subscription),
      description: isRefused
        ? t('couldn’t be read')
        : facts(
            index.age,
            problemWords(index.problemsOf([...registries, ...clusters])),
            unread.length > 0 && t`${unread.length} couldn’t be read`,
            ...counts,
            index.lacks,
          ),
      expanded,
      ...index.problemIn([...registries, ...clusters]),
    },
    () => [...unread.map(unreadNode), ...groups.map(({ make }) => make())],
  );
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
        ? [noRegistries(id, index)]
        : byLabel(registries.map((registry) => registryNode(registry, index))),
  );
}

function noRegistries(subscriptionId: string, index: EstateIndex): TreeNode {
  const id = groupId(subscriptionId, 'registries/none');
  if (index.hasGapIn(subscriptionId, 'registries'))
    return note(id, t('Container registries couldn’t be read'));
  return {
    ...note(id, t('No container registries')),
    description: t('Create Private Registry…'),
    opens: 'createRegistry',
    resourceId: subscriptionScope(subscriptionId),
  };
}

function clusterGroup(
  { id }: Subscription,
  clusters: readonly ObservedCluster[],
  index: EstateIndex,
): TreeNode {
  const whyNone = () =>
    index.hasGapIn(id, 'clusters') ? t('AKS clusters couldn’t be read') : t('No AKS clusters');
  return unfolding(
    {
      ...group(id, 'clusters', clusters, index),
      label: t('AKS clusters'),
      icon: { id: 'server-environment' },
    },
    () =>
      clusters.length === 0
        ? [note(groupId(id, 'clusters/none'), whyNone())]
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
  const isUnread = resources.length === 0 && index.hasGapIn(subscriptionId, context);
  return {
    id: groupId(subscriptionId, context),
    description: isUnread
      ? t('couldn’t be read')
      : facts(`${resources.length}`, problemWords(index.problemsOf(resources))),
    context,
    resourceId: subscriptionScope(subscriptionId),
    expanded: resources.length <= mostUnfolded,
    ...index.problemIn(resources),
  };
}

/** The id of a node below a subscription (a GUID) that isn’t a resource. */
export function groupId(subscriptionId: string, name: string): string {
  return `${subscriptionScope(subscriptionId.toLowerCase())}/${name}`;
}
