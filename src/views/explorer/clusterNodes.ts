import { idKey, nameOf, sameId } from '../../model/armId';
import type { Inventory, Link, ObservedCluster, ObservedPool } from '../../provisioning';
import { linkGroup } from './linkNodes';
import { tooltipOf } from './markdown';
import { detail, facts, note, type TreeNode } from './treeNode';

export function clusterNode(
  cluster: ObservedCluster,
  inventory: Inventory,
  links: readonly Link[],
): TreeNode {
  const id = idKey(cluster.id);
  const state = cluster.provisioningState === 'Succeeded' ? undefined : cluster.provisioningState;
  return {
    id,
    label: cluster.name,
    description: facts(
      `Kubernetes ${cluster.kubernetesVersion}`,
      cluster.location,
      cluster.powerState === 'Stopped' && 'stopped',
      state,
    ),
    tooltip: tooltipOf(cluster.name, [
      ['Kubernetes', cluster.kubernetesVersion],
      ['Location', cluster.location],
      ['Power state', cluster.powerState],
      ['Provisioning state', cluster.provisioningState],
      ['Node resource group', cluster.nodeResourceGroup],
    ]),
    icon: { id: 'server-environment' },
    spoken: 'AKS cluster',
    context: 'cluster',
    resourceId: cluster.id,
    children: [
      poolGroup(id, cluster.pools),
      networkNode(id, cluster, inventory),
      identityNode(id, cluster),
      linkGroup(
        `${id}/registries`,
        'Registries to pull from',
        'No registries to pull from',
        links.filter(({ clusterId }) => sameId(clusterId, cluster.id)),
        'registry',
      ),
    ],
  };
}

function poolGroup(parent: string, pools: readonly ObservedPool[]): TreeNode {
  const id = `${parent}/pools`;
  const nodes = pools.map(({ name, mode, count, vmSize, osType }): TreeNode => ({
    id: `${id}/${name}`,
    label: name,
    description: facts(mode, `${count} × ${vmSize}`, osType),
    icon: { id: 'vm' },
    spoken: 'node pool',
  }));
  const count = pools.reduce((sum, pool) => sum + pool.count, 0);
  return {
    id,
    label: 'Node pools',
    description: facts(`${pools.length}`, count === 1 ? '1 node' : `${count} nodes`),
    icon: { id: 'vm' },
    children: nodes.length === 0 ? [note(`${id}/none`, 'No node pools')] : nodes,
  };
}

function networkNode(parent: string, cluster: ObservedCluster, inventory: Inventory): TreeNode {
  const id = `${parent}/network`;
  const { networkId } = cluster;
  if (networkId === undefined) {
    return {
      id,
      label: 'Network',
      description: 'not found, or not readable',
      icon: { id: 'type-hierarchy' },
    };
  }
  const network = inventory.networks.find((each) => sameId(each.id, networkId));
  const owner = cluster.networkManagedByAks ? 'managed by AKS' : 'own network';
  const ranges = network?.addressPrefixes.join(', ') ?? 'address ranges not readable';
  return {
    id,
    label: nameOf(networkId),
    description: facts(ranges, owner),
    tooltip: tooltipOf(nameOf(networkId), [
      ['Network of the nodes', owner],
      ['Address ranges', ranges],
      ['Services', cluster.serviceCidrs.join(', ')],
      ['Pods', cluster.podCidrs.join(', ')],
      [
        'Peered with',
        network?.peerings.map((each) => `${nameOf(each.remoteNetworkId)} (${each.state})`).join(', '),
      ],
    ]),
    icon: { id: 'type-hierarchy' },
    spoken: 'virtual network',
    context: 'network',
    resourceId: networkId,
  };
}

function identityNode(parent: string, { kubeletIdentity }: ObservedCluster): TreeNode {
  const id = `${parent}/kubeletIdentity`;
  if (kubeletIdentity === undefined) {
    return {
      id,
      label: 'Kubelet identity',
      description: 'none: the cluster runs on a service principal',
      icon: { id: 'warning' },
    };
  }
  const { objectId, clientId, resourceId } = kubeletIdentity;
  return {
    ...detail(id, 'Kubelet identity', nameOf(resourceId), 'account'),
    value: objectId,
    tooltip: tooltipOf(nameOf(resourceId), [
      ['Object ID', objectId],
      ['Client ID', clientId],
    ]),
  };
}
