import type { InferOutput } from 'valibot';
import { idKey, nameOf, parentId } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import type { Inventory } from '../../provisioning';
import type { Clients } from '../http/clients';
import { failureOf } from '../http/failures';
import { queryResources, queryRoleAssignments } from './graph';
import { clusterRow, endpointRow, registryRow, replicaRow, zoneLinkRow } from './graphRows';
import { networkJson, networkOf } from '../resources/networks';
import { NodeGroupNetworks } from '../resources/nodeGroupNetworks';
import { clusterOf, connectionStatus, registryOf, zoneLinkOf } from '../resources/shapes';

const types = {
  registry: 'Microsoft.ContainerRegistry/registries',
  replica: 'Microsoft.ContainerRegistry/registries/replications',
  cluster: 'Microsoft.ContainerService/managedClusters',
  endpoint: 'Microsoft.Network/privateEndpoints',
  zoneLink: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
};
const networkType = 'Microsoft.Network/virtualNetworks';

/**
 * See Azure.inventory. Endpoints are those that lead to registries, zone links those of registries' zones: a
 * subscription may have hundreds of others. Throws FailureError, also for a row that is different from what is known.
 */
export async function readInventory(
  clients: Clients,
  subscriptionIds: readonly string[],
  signal: AbortSignal,
): Promise<Inventory> {
  const [rows, networkRows, roleAssignments] = await Promise.all([
    queryResources(clients, Object.values(types), subscriptionIds, signal),
    // Apart from the others: networks are large, and would make them wait.
    queryResources(clients, [networkType], subscriptionIds, signal),
    readRoleAssignments(clients, subscriptionIds, signal),
  ]);

  const networks = networkRows.of(networkType, networkJson).map(networkOf);
  const nodeGroupNetworks = new NodeGroupNetworks(networks.map((network) => network.id));
  const clusters = rows
    .of(types.cluster, clusterRow)
    .map((row) => clusterOf(row.id, row, nodeGroupNetworks.of(row.id, row)));
  const kubelets = new Set(
    clusters.flatMap((cluster) => cluster.kubeletIdentity?.objectId.toLowerCase() ?? []),
  );
  const replicasByRegistry = groupBy(rows.of(types.replica, replicaRow), (replica) =>
    idKey(parentId(replica.id)),
  );

  return {
    registries: rows.of(types.registry, registryRow).map((row) =>
      registryOf(
        row.id,
        row,
        (replicasByRegistry.get(idKey(row.id)) ?? []).map((replica) => replica.location),
      ),
    ),
    clusters,
    networks,
    endpoints: rows
      .of(types.endpoint, endpointRow)
      .map(endpointOf)
      .filter(({ targetId }) => /\/Microsoft\.ContainerRegistry\//i.test(targetId)),
    zoneLinks: rows
      .of(types.zoneLink, zoneLinkRow)
      .map((row) => {
        const zoneId = parentId(row.id);
        return { ...zoneLinkOf(row.id, row), zoneId, zoneName: nameOf(zoneId) };
      })
      .filter(({ zoneName }) => /^privatelink\.azurecr\./i.test(zoneName)),
    roleAssignments: roleAssignments
      ?.map(({ scope, principalId, toGroup, roleDefinitionId }) => ({
        scope,
        principalId,
        roleId: nameOf(roleDefinitionId),
        toGroup,
      }))
      .filter(({ principalId, toGroup }) => toGroup || kubelets.has(principalId.toLowerCase())),
  };
}

/** Undefined if they may not be read: the rest of the inventory is worth showing without them. */
async function readRoleAssignments(
  clients: Clients,
  subscriptionIds: readonly string[],
  signal: AbortSignal,
) {
  try {
    return await queryRoleAssignments(clients, subscriptionIds, signal);
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
