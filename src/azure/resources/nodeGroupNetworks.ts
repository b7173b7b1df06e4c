import { groupIdOf, idKey, resourceGroupId, subscriptionOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { networkMadeByAks, subnetOfNodes, type ClusterShape } from './clusterShapes';

/** Networks by resource group, to find the one that AKS made for a cluster. */
export class NodeGroupNetworks {
  private readonly byGroup: ReadonlyMap<string, readonly string[]>;

  constructor(networkIds: readonly string[]) {
    this.byGroup = groupBy(networkIds, (id) => idKey(groupIdOf(id)));
  }

  /** Undefined if the nodes are in a network of the user's, or if the one that AKS made isn't visible. */
  of(clusterId: string, cluster: ClusterShape): string | undefined {
    if (subnetOfNodes(cluster) !== undefined) return undefined;
    const group = resourceGroupId(subscriptionOf(clusterId), cluster.nodeResourceGroup ?? '');
    return networkMadeByAks(this.byGroup.get(idKey(group)) ?? []);
  }
}
