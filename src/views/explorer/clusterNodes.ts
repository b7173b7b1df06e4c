import { t } from '@vscode/l10n';
import { idKey, nameOf } from '../../model/armId';
import { regionName } from '../../model/regionNames';
import type { ObservedCluster, ObservedPool } from '../../provisioning';
import type { EstateIndex } from './estateIndex';
import { linkGroup } from './linkNodes';
import { tooltipOf } from './markdown';
import { unsettled } from './registryFace';
import { counted, detail, facts, note, problemWords, type TreeNode, unfolding } from './treeNode';

/** `place` is what tells it from others where the tree above it doesn't. */
export function clusterNode(cluster: ObservedCluster, index: EstateIndex, place?: string): TreeNode {
  const id = idKey(cluster.id);
  const unready = unsettled(cluster.provisioningState);
  const links = index.linksOf(id);
  const pulled = links.filter(({ state }) => state === 'linked' || state === 'roleOnly').length;
  const isStopped = cluster.powerState === 'Stopped';
  const region = regionName(cluster.location);
  return unfolding(
    {
      id,
      label: cluster.name,
      description: facts(
        unready?.words,
        isStopped && t('stopped'),
        pulled > 0 && t`pulls from ${counted(pulled, t('registry'), t('registries'))}`,
        problemWords(index.problemsOf([cluster])),
        t`Kubernetes ${minorOf(cluster.kubernetesVersion)}`,
        region,
        place,
      ),
      get tooltip() {
        return tooltipOf(cluster.name, [
          [t('Power state'), cluster.powerState],
          [t('Provisioning state'), cluster.provisioningState],
          [t('Kubernetes'), cluster.kubernetesVersion],
          [t('Region'), region],
          [t('Node resource group'), cluster.nodeResourceGroup],
        ]);
      },
      icon:
        unready?.icon ??
        (isStopped ? { id: 'debug-stop', color: 'charts.yellow' } : { id: 'server-environment' }),
      spoken: t('AKS cluster'),
      context: 'cluster',
      resourceId: cluster.id,
      ...index.problemIn([cluster], cluster),
    },
    () => [
      poolGroup(cluster),
      networkNode(id, cluster, index),
      identityNode(id, cluster),
      linkGroup(cluster, index),
    ],
  );
}

/** `1.34` of `1.34.2`: by it versions differ in what they can do. */
export function minorOf(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

function poolGroup({ id: clusterId, pools }: ObservedCluster): TreeNode {
  const id = `${idKey(clusterId)}/pools`;
  const nodes = pools.reduce((sum, pool) => sum + pool.count, 0);
  return unfolding(
    {
      id,
      label: t('Node pools'),
      description: facts(`${pools.length}`, counted(nodes, t('node'), t('nodes'))),
      icon: { id: 'vm' },
      context: 'pools',
      resourceId: clusterId,
    },
    () => (pools.length === 0 ? [note(`${id}/none`, t('No node pools'))] : pools.map(poolNode(id))),
  );
}

function poolNode(parent: string): (pool: ObservedPool) => TreeNode {
  return ({ name, mode, count, vmSize, osType }) => ({
    id: `${parent}/${name}`,
    label: name,
    description: facts(mode, `${count} × ${vmSize}`, osType),
    icon: { id: count === 0 ? 'vm-outline' : 'vm' },
    spoken: t('node pool'),
  });
}

function networkNode(parent: string, cluster: ObservedCluster, index: EstateIndex): TreeNode {
  const id = `${parent}/network`;
  const { networkId } = cluster;
  if (networkId === undefined) {
    return {
      id,
      label: t('Network'),
      description: index.lacks ?? t('not found or not readable'),
      icon: { id: 'type-hierarchy' },
    };
  }
  const network = index.network(networkId);
  const owner = cluster.networkManagedByAks ? t('managed by AKS') : t('own network');
  const ranges = network?.addressPrefixes.join(', ') ?? index.lacks ?? t('address ranges not readable');
  return {
    id,
    label: nameOf(networkId),
    description: facts(ranges, owner),
    tooltip: tooltipOf(nameOf(networkId), [
      [t('Node network'), owner],
      [t('Address ranges'), ranges],
      [t('Services'), cluster.serviceCidrs.join(', ')],
      [t('Pods'), cluster.podCidrs.join(', ')],
      [
        t('Peered with'),
        network?.peerings.map((each) => `${nameOf(each.remoteNetworkId)} (${each.state})`).join(', '),
      ],
    ]),
    icon: { id: 'type-hierarchy' },
    spoken: t('virtual network'),
    context: 'network',
    resourceId: networkId,
  };
}

function identityNode(parent: string, { kubeletIdentity }: ObservedCluster): TreeNode {
  const id = `${parent}/kubeletIdentity`;
  if (kubeletIdentity === undefined) {
    return {
      id,
      label: t('Kubelet identity'),
      description: t('none (the cluster uses a service principal)'),
      icon: { id: 'warning' },
    };
  }
  const { objectId, clientId, resourceId } = kubeletIdentity;
  return {
    ...detail(id, t('Kubelet identity'), nameOf(resourceId), 'account'),
    value: objectId,
    tooltip: tooltipOf(nameOf(resourceId), [
      [t('Object ID'), objectId],
      [t('Client ID'), clientId],
    ]),
  };
}
