import type { InferOutput } from 'valibot';
import { idKey, nameOf, parentId } from '../../model/armId';
import { FailureError } from '../../model/failure';
import { groupBy } from '../../model/groupBy';
import type { Inventory, Unread } from '../../provisioning';
import type { Clients } from '../http/clients';
import { failureOf } from '../http/failures';
import { networkJson, networkOf } from '../resources/networks';
import { NodeGroupNetworks } from '../resources/nodeGroupNetworks';
import { clusterOf, connectionStatus, registryOf, zoneLinkOf } from '../resources/shapes';
import { queryResources, queryRoleAssignments } from './graph';
import { clusterRow, endpointRow, ready, registryRow, replicaRow, zoneLinkRow } from './graphRows';
import { types, wantedOf } from './types';

/**
 * See Azure.inventory. Endpoints are those that lead to registries, zone links those of registries' zones: a
 * subscription may have hundreds of others. What was written or read by its id a moment ago is as it is now, also where
 * Resource Graph doesn't know of it yet. Throws FailureError where nothing could be read.
 */
export async function readInventory(
  clients: Clients,
  subscriptionIds: readonly string[],
  signal: AbortSignal,
): Promise<Inventory> {
  const kinds = wantedOf(['registry', 'replica', 'cluster', 'endpoint', 'zoneLink']);
  const [rows, networkRows, roles] = await Promise.all([
    queryResources(clients, kinds, subscriptionIds, signal),
    // Apart from the others: networks are large, and would make them wait.
    queryResources(clients, wantedOf(['network']), subscriptionIds, signal),
    readRoleAssignments(clients, subscriptionIds, signal),
  ]);

  const networks = networkRows.of(types.network, networkJson, networkOf);
  const nodeGroupNetworks = new NodeGroupNetworks(networks.rows.map((network) => network.id));
  const clusters = rows.of(types.cluster, clusterRow, (row) =>
    clusterOf(row.id, row, nodeGroupNetworks.of(row.id, row)),
  );
  const kubelets = new Set(
    clusters.rows.flatMap((cluster) => cluster.kubeletIdentity?.objectId.toLowerCase() ?? []),
  );
  const replicas = rows.of(types.replica, replicaRow, (row) => row);
  const replicasByRegistry = groupBy(replicas.rows, (replica) => idKey(parentId(replica.id)));
  const registries = rows.of(types.registry, registryRow, (row) =>
    registryOf(
      row.id,
      ready(row),
      (replicasByRegistry.get(idKey(row.id)) ?? []).map((replica) => replica.location),
    ),
  );
  const endpoints = rows.of(types.endpoint, endpointRow, endpointOf);
  const zoneLinks = rows.of(types.zoneLink, zoneLinkRow, zoneLinkOfRow, isOfRegistries);

  const found = [rows, networkRows, registries, clusters, networks, endpoints, zoneLinks, replicas];
  const unread = distinct(found.flatMap((part) => part.unread));
  return {
    registries: registries.rows,
    clusters: clusters.rows,
    networks: networks.rows,
    endpoints: endpoints.rows.filter(({ targetId }) => /\/Microsoft\.ContainerRegistry\//i.test(targetId)),
    zoneLinks: zoneLinks.rows,
    roleAssignments: roles?.rows
      .map(({ scope, principalId, toGroup, roleDefinitionId }) => ({
        scope,
        principalId,
        roleId: nameOf(roleDefinitionId),
        toGroup,
      }))
      .filter(({ principalId, toGroup }) => toGroup || kubelets.has(principalId.toLowerCase())),
    ...(roles === undefined || roles.unread.length === 0
      ? {}
      : { rolesUnreadAt: roles.unread.map(({ id }) => scopeOfUnread(id)) }),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

/** Undefined if none may be read: the rest of the inventory is worth showing without them. */
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

/** Where the assignments lack: a subscription's, or one that can't be read, of which the id says where it is. */
function scopeOfUnread(id: string): string {
  const scope = id.replace(/\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]*$/i, '');
  return scope === '' ? '/' : scope;
}

function isOfRegistries(zoneLinkId: string): boolean {
  return /^privatelink\.azurecr\./i.test(nameOf(parentId(zoneLinkId)));
}

function zoneLinkOfRow(row: InferOutput<typeof zoneLinkRow>): Inventory['zoneLinks'][number] {
  const zoneId = parentId(row.id);
  return { ...zoneLinkOf(row.id, row), zoneId, zoneName: nameOf(zoneId) };
}

/** Throws FailureError for one that doesn't say what it leads to: it may be a registry's. */
function endpointOf(row: InferOutput<typeof endpointRow>): Inventory['endpoints'][number] {
  const connection = row.privateLinkServiceConnections?.[0] ?? row.manualPrivateLinkServiceConnections?.[0];
  const { privateLinkServiceId: targetId, privateLinkServiceConnectionState: state } =
    connection?.properties ?? {};
  if (!targetId || !row.subnet?.id) {
    const what = targetId ? 'which subnet it is in' : 'what it leads to';
    throw new FailureError({
      code: 'azure.unexpectedAnswer',
      kind: 'defect',
      message: `Azure doesn’t say of the private endpoint ${nameOf(row.id)} ${what}.`,
      nextAction: 'Look at it with View Properties or in the Azure portal.',
      resourceId: row.id,
    });
  }
  return {
    id: row.id,
    name: nameOf(row.id),
    location: row.location,
    subnetId: row.subnet.id,
    targetId,
    status: connectionStatus(state?.status),
  };
}

/** A subscription that was refused is so for each of the queries. */
function distinct(unread: readonly Unread[]): readonly Unread[] {
  return [...new Map(unread.map((one, index) => [one.id === '' ? index : idKey(one.id), one])).values()];
}
