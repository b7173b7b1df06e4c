import { get } from '@azure/arm-containerservice/api/managedClusters';
import { list as listNetworks } from '@azure/arm-network/api/virtualNetworks';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { Fact, ObservedCluster } from '../../provisioning/observed/observed';
import { known } from '../../provisioning/observed/lookup';
import type { Reads } from '../http/facts';
import { groupNameOf } from '../http/ids';
import { listOf, readOf } from '../http/reading';
import { clusterOf, networkMadeByAks, subnetOfNodes } from '../resources/shapes';

/** The cluster with the network that its nodes are in. */
export function observeCluster(reads: Reads, id: string): Promise<Fact<ObservedCluster>> {
  return reads.fact(readCluster(reads, id), id);
}

async function readCluster(reads: Reads, id: string): Promise<ObservedCluster> {
  const context = reads.clients.clusters(subscriptionOf(id));
  const cluster = await readOf(
    context,
    (client, options) => get(client, groupNameOf(id), nameOf(id), options),
    nameOf(id),
    reads.signal,
  );
  const nodeGroup = cluster.nodeResourceGroup;
  const networkId =
    subnetOfNodes(cluster) === undefined && nodeGroup !== undefined
      ? await findNetworkMadeByAks(reads, subscriptionOf(id), nodeGroup)
      : undefined;
  return clusterOf(cluster.id ?? id, cluster, networkId);
}

/** Undefined also when the node resource group may not be read: the cluster is known all the same. */
async function findNetworkMadeByAks(
  reads: Reads,
  subscriptionId: string,
  nodeGroup: string,
): Promise<string | undefined> {
  const networks = listOf(
    reads.clients.network(subscriptionId),
    (client, options) => listNetworks(client, nodeGroup, options),
    reads.signal,
  );
  const found = known(await reads.fact(networks));
  return networkMadeByAks((found ?? []).flatMap((network) => network.id ?? []));
}
