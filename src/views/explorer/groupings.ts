/** Ways to arrange registries and clusters other than by subscription. */
import { t } from '@vscode/l10n';
import { groupIdOf, idKey, nameOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { regionName } from '../../model/regionNames';
import type { ObservedCluster, ObservedRegistry } from '../../provisioning';
import { clusterNode } from './clusterNodes';
import type { EstateIndex } from './estateIndex';
import { registryNode } from './registryNodes';
import { byLabel, counted, facts, problemWords, type TreeIcon, type TreeNode, unfolding } from './treeNode';

export const groupings = ['subscription', 'resourceGroup', 'location', 'type'] as const;
export type Grouping = (typeof groupings)[number];

interface Resources {
  readonly registries: readonly ObservedRegistry[];
  readonly clusters: readonly ObservedCluster[];
}

interface Face {
  readonly label: string;
  readonly icon: TreeIcon;
  /** Beyond the label: what tells it from others of that name. */
  readonly place?: string;
}

const ways: Readonly<
  Record<
    Exclude<Grouping, 'subscription'>,
    {
      readonly spoken: string;
      readonly keyOf: (resource: ObservedRegistry | ObservedCluster) => string;
      readonly faceOf: (resource: ObservedRegistry | ObservedCluster, index: EstateIndex) => Face;
    }
  >
> = {
  resourceGroup: {
    spoken: t('resource group'),
    keyOf: ({ id }) => idKey(groupIdOf(id)),
    faceOf: ({ id }, index) => ({
      label: nameOf(groupIdOf(id)),
      icon: { id: 'folder' },
      place: index.subscriptionOf(id),
    }),
  },
  location: {
    spoken: 'region',
    keyOf: ({ location }) => location.toLowerCase(),
    faceOf: ({ location }) => ({ label: regionName(location), icon: { id: 'globe' } }),
  },
  type: {
    spoken: t('resource type'),
    keyOf: (resource) => ('loginServer' in resource ? 'registries' : 'clusters'),
    faceOf: (resource) =>
      'loginServer' in resource
        ? { label: t('Container registries'), icon: { id: 'package' } }
        : { label: t('AKS clusters'), icon: { id: 'server-environment' } },
  },
};

/** Groups with registries, then clusters; each of these says which subscription it is in. */
export function groupNodes(
  { registries, clusters }: Resources,
  grouping: Exclude<Grouping, 'subscription'>,
  index: EstateIndex,
): readonly TreeNode[] {
  const { keyOf, faceOf, spoken } = ways[grouping];
  const groups = groupBy([...registries, ...clusters], keyOf);
  const placeOf = ({ id }: ObservedRegistry | ObservedCluster) =>
    grouping === 'resourceGroup' ? undefined : index.subscriptionOf(id);
  return byLabel(
    [...groups].flatMap(([key, resources]): TreeNode[] => {
      const [first] = resources;
      if (first === undefined) return [];
      const { label, icon, place } = faceOf(first, index);
      const ofGroup = {
        registries: resources.filter((each): each is ObservedRegistry => 'loginServer' in each),
        clusters: resources.filter((each): each is ObservedCluster => !('loginServer' in each)),
      };
      const node = {
        id: `${grouping}/${key}`,
        label,
        icon,
        spoken,
        description: facts(
          index.age,
          problemWords(index.problemsOf(resources)),
          ofGroup.registries.length > 0 && counted(ofGroup.registries.length, t('registry'), t('registries')),
          ofGroup.clusters.length > 0 && counted(ofGroup.clusters.length, t('cluster'), t('clusters')),
          place,
          index.lacks,
        ),
        expanded: groups.size <= 2 && resources.length <= 100,
        ...index.problemIn(resources),
      };
      return [
        unfolding(node, () => [
          ...byLabel(ofGroup.registries.map((registry) => registryNode(registry, index, placeOf(registry)))),
          ...byLabel(ofGroup.clusters.map((cluster) => clusterNode(cluster, index, placeOf(cluster)))),
        ]),
      ];
    }),
  );
}
