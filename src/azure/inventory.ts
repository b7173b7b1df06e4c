import type { InferOutput } from 'valibot';
import { idKey, nameOf, parentId } from '../model/armId';
import type { Inventory } from '../provisioning/inventory';
import type { Clients } from './clients';
import { failureOf } from './failures';
import { queryGraph } from './graph';
import {
  clusterRow,
  endpointRow,
  registryRow,
  replicaRow,
  roleAssignmentRow,
  zoneLinkRow,
} from './graphRows';
import { groupBy } from './grouping';
import { networkJson, networkOf } from './networks';
import { NodeGroupNetworks } from './nodeGroupNetworks';
import { clusterOf, connectionStatus, registryOf, zoneLinkOf } from './shapes';

const queries = {
  registries: ofType('microsoft.containerregistry/registries', 'id, location, sku, properties'),
  replicas: ofType('microsoft.containerregistry/registries/replications', 'id, location'),
  clusters: ofType('microsoft.containerservice/managedclusters', 'id, location, properties'),
  networks: ofType('microsoft.network/virtualnetworks', 'id, location, properties'),
  endpoints: ofType('microsoft.network/privateendpoints', 'id, location, properties'),
  zoneLinks: ofType('microsoft.network/privatednszones/virtualnetworklinks', 'id, properties'),
  roleAssignments:
    "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | project id, properties",
};

function ofType(type: string, columns: string): string {
  return `resources | where type =~ '${type}' | project ${columns}`;
}

/**
 * See Azure.inventory. Endpoints are those that lead to registries, zone links those of registries' zones: a
 * subscription may have hundreds of others. Throws FailureError, also for a row that is different from what is known.
 */
export async function readInventory(
  clients: Clients,
  subscriptionIds: readonly string[],
  signal: AbortSignal,
): Promise<Inventory> {
  const [registries, replicas, clusters, networkRows, endpoints, zoneLinks, roleAssignments] =
    await Promise.all([
      queryGraph(clients, queries.registries, registryRow, subscriptionIds, signal),
      queryGraph(clients, queries.replicas, replicaRow, subscriptionIds, signal),
      queryGraph(clients, queries.clusters, clusterRow, subscriptionIds, signal),
      queryGraph(clients, queries.networks, networkJson, subscriptionIds, signal),
      queryGraph(clients, queries.endpoints, endpointRow, subscriptionIds, signal),
      queryGraph(clients, queries.zoneLinks, zoneLinkRow, subscriptionIds, signal),
      readRoleAssignments(clients, subscriptionIds, signal),
    ]);

  const networks = networkRows.map(networkOf);
  const nodeGroupNetworks = new NodeGroupNetworks(networks.map((network) => network.id));
  const observedClusters = clusters.map((row) => clusterOf(row.id, row, nodeGroupNetworks.of(row.id, row)));
  const kubelets = new Set(
    observedClusters.flatMap((cluster) => cluster.kubeletIdentity?.objectId.toLowerCase() ?? []),
  );
  const replicasByRegistry = groupBy(replicas, (replica) => idKey(parentId(replica.id)));

  return {
    registries: registries.map((row) =>
      registryOf(
        row.id,
        row,
        (replicasByRegistry.get(idKey(row.id)) ?? []).map((replica) => replica.location),
      ),
    ),
    clusters: observedClusters,
    networks,
    endpoints: endpoints
      .map(endpointOf)
      .filter(({ targetId }) => /\/Microsoft\.ContainerRegistry\//i.test(targetId)),
    zoneLinks: zoneLinks
      .map((row) => {
        const zoneId = parentId(row.id);
        return { ...zoneLinkOf(row.id, row), zoneId, zoneName: nameOf(zoneId) };
      })
      .filter(({ zoneName }) => /^privatelink\.azurecr\./i.test(zoneName)),
    roleAssignments: roleAssignments
      ?.filter(({ principalId }) => kubelets.has(principalId.toLowerCase()))
      .map(({ scope, principalId, roleDefinitionId }) => ({
        scope,
        principalId,
        roleId: nameOf(roleDefinitionId),
      })),
  };
}

/** Undefined if they may not be read: the rest of the inventory is worth showing without them. */
async function readRoleAssignments(
  clients: Clients,
  subscriptionIds: readonly string[],
  signal: AbortSignal,
) {
  try {
    return await queryGraph(clients, queries.roleAssignments, roleAssignmentRow, subscriptionIds, signal);
  } catch (error) {
    const status = failureOf(error).azure?.status;
    if (status === 403 || status === 404) return undefined;
    throw error;
  }
}

function endpointOf(row: InferOutput<typeof endpointRow>): Inventory['endpoints'][number] {
  const connection = row.privateLinkServiceConnections?.[0] ?? row.manualPrivateLinkServiceConnections?.[0];
  return {
    id: row.id,
    name: nameOf(row.id),
    location: row.location,
    subnetId: row.subnet?.id ?? '',
    targetId: connection?.properties.privateLinkServiceId ?? '',
    status: connectionStatus(connection?.properties.privateLinkServiceConnectionState?.status),
  };
}
