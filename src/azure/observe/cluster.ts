import type { ManagedCluster } from '@azure/arm-containerservice';
import { get } from '@azure/arm-containerservice/api/managedClusters';
import { list as listNetworks } from '@azure/arm-network/api/virtualNetworks';
import * as v from 'valibot';
import { apiVersions } from '../../model/apiVersions';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { Fact, ObservedCluster } from '../../provisioning';
import { known } from '../../provisioning/adapters';
import { mapFact, type Reads } from '../http/facts';
import { groupNameOf } from '../http/ids';
import { parseAnswer } from '../http/parse';
import { getJson, listOf, readOf } from '../http/reading';
import { clusterOf, networkMadeByAks, subnetOfNodes } from '../resources/clusterShapes';

/** A cluster, and what its answer names that has to be read by itself. */
export interface ReadCluster {
  readonly cluster: ObservedCluster;
  /** Subnets that nodes are in, also those of a network that AKS made. */
  readonly nodeSubnetIds: readonly string[];
  /** Public IP addresses that the nodes go out with. */
  readonly outboundIpIds: readonly string[];
}

/** The cluster with the network that its nodes are in. */
export function observeCluster(reads: Reads, id: string): Promise<Fact<ReadCluster>> {
  return reads.fact(readCluster(reads, id), id);
}

async function readCluster(reads: Reads, id: string): Promise<ReadCluster> {
  const context = reads.clients.clusters(subscriptionOf(id));
  const cluster = await readOf(
    context,
    (client, options) => get(client, groupNameOf(id), nameOf(id), options),
    nameOf(id),
    reads.signal,
  );
  const nodeGroup = cluster.nodeResourceGroup;
  const ofAks =
    subnetOfNodes(cluster) === undefined && nodeGroup !== undefined
      ? await findNetworkMadeByAks(reads, subscriptionOf(id), nodeGroup)
      : undefined;
  const ofPools = (cluster.agentPoolProfiles ?? []).flatMap((pool) => pool.vnetSubnetID ?? []);
  return {
    cluster: clusterOf(cluster.id ?? id, cluster, ofAks?.id),
    nodeSubnetIds: ofAks?.subnetIds ?? ofPools,
    outboundIpIds: outboundIpsOf(cluster),
  };
}

/** Undefined also when the node resource group may not be read: the cluster is known all the same. */
async function findNetworkMadeByAks(
  reads: Reads,
  subscriptionId: string,
  nodeGroup: string,
): Promise<{ readonly id: string; readonly subnetIds: readonly string[] } | undefined> {
  const networks = listOf(
    reads.clients.network(subscriptionId),
    (client, options) => listNetworks(client, nodeGroup, options),
    reads.signal,
  );
  const found = known(await reads.fact(networks)) ?? [];
  const id = networkMadeByAks(found.flatMap((network) => network.id ?? []));
  const subnets = found.find((network) => network.id === id)?.subnets ?? [];
  const ofNodes = subnets.filter(({ name }) => name === nodeSubnetOfAks);
  return id === undefined
    ? undefined
    : { id, subnetIds: (ofNodes.length > 0 ? ofNodes : subnets).flatMap((subnet) => subnet.id ?? []) };
}

/** What AKS calls the subnet of nodes in a network that it made (from public output of the Azure CLI). */
const nodeSubnetOfAks = 'aks-subnet';

/** By another way out (a NAT gateway of the user's, routes) the addresses aren't the cluster's to tell. */
function outboundIpsOf({ networkProfile }: ManagedCluster): readonly string[] {
  const type = networkProfile?.outboundType ?? 'loadBalancer';
  const profile = /^managedNATGateway/i.test(type)
    ? networkProfile?.natGatewayProfile
    : /^loadBalancer$/i.test(type)
      ? networkProfile?.loadBalancerProfile
      : undefined;
  return (profile?.effectiveOutboundIPs ?? []).flatMap((address) => address.id ?? []);
}

const addressJson = v.object({ properties: v.object({ ipAddress: v.string() }) });

/** The cluster with the addresses that its nodes go out with, where all of them can be read. */
export async function withOutboundAddresses(
  reads: Reads,
  fact: Fact<ReadCluster>,
): Promise<Fact<ObservedCluster>> {
  const ids = known(fact)?.outboundIpIds ?? [];
  const found = await Promise.all(ids.map((id) => reads.fact(readAddress(reads, id), id)));
  const outboundAddresses = found.flatMap((address) => known(address) ?? []);
  const isComplete = ids.length > 0 && outboundAddresses.length === ids.length;
  return mapFact(fact, ({ cluster }) => (isComplete ? { ...cluster, outboundAddresses } : cluster));
}

async function readAddress(reads: Reads, id: string): Promise<string> {
  const json = await getJson(reads.clients.of(id), id, apiVersions.network, reads.signal);
  return parseAnswer(addressJson, json, id).properties.ipAddress;
}
