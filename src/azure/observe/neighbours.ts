import { distinctIds, idKey, nameOf, sameId } from '../../model/armId';
import { ByScope } from '../../model/byScope';
import { isGuid } from '../../model/guid';
import { inSlices } from '../../model/slices';
import { isManagementGroup, mayLetPull } from '../../model/roles';
import type { Fact, Neighbours, ObservedRegistry } from '../../provisioning';
import type { Reads } from '../http/facts';
import { queryResources, queryRoles } from '../graph/graph';
import { ready } from '../graph/graphRows';
import type { ResourceRows } from '../graph/resourceRows';
import { types, zoneLinksOf } from '../graph/types';
import { networkOf } from '../resources/networks';
import { clusterOf } from '../resources/clusterShapes';
import { registryOf } from '../resources/shapes';
import { NodeGroupNetworks } from '../resources/nodeGroupNetworks';
import { pullersByGroup, type RolesByGroups } from './groupPullers';

/** Of networks only what decides how names resolve in them. */
const wantedOfNetworks = { [types.network]: { properties: ['addressSpace', 'dhcpOptions'] } };

/**
 * Registries with connections and those asked about, clusters, private DNS zones and the links of registries' zones in
 * everything that the caller can see, in one query.
 */
export function querySurroundings(
  { clients, signal }: Reads,
  registryIds: readonly string[],
): Promise<ResourceRows> {
  const connections = 'array_length(properties.privateEndpointConnections)';
  const names = registryIds.map((id) => `'${nameOf(id).replaceAll(/[^a-z0-9]/gi, '')}'`);
  const wanted = {
    [types.registry]: {
      properties: [
        'loginServer',
        'provisioningState',
        'roleAssignmentMode',
        'anonymousPullEnabled',
        'privateEndpointConnections',
      ],
      only: `(isnull(${connections}) or ${connections} > 0 or name in~ (${names.join(', ')}))`,
    },
    [types.cluster]: {
      properties: ['nodeResourceGroup', 'identityProfile', 'agentPoolProfiles', 'bootstrapProfile'],
    },
    [types.zone]: { properties: ['provisioningState'] },
    [types.zoneLink]: zoneLinksOf(clients.registrySuffix),
  };
  return queryResources(clients, wanted, undefined, signal);
}

/**
 * Other private registries and all clusters, in everything that the caller can see. Roles count by what they permit, and a
 * role whose definition can't be read as one that lets pull. Who pulls by a role of a group is
 * asked only of clusters for which what happens in the networks may count: those in them, and those in networks with
 * DNS servers of their own, which may stand in them. Of a registry without a private endpoint also those in networks that
 * are linked to zones of such names.
 */
export function observeNeighbours(
  reads: Reads,
  registryId: string,
  surroundings: Promise<ResourceRows>,
  networkIds: Promise<readonly string[]>,
  byGroups: RolesByGroups,
): Promise<Fact<Neighbours>> {
  return reads.fact(readNeighbours(reads, registryId, surroundings, networkIds, byGroups));
}

async function readNeighbours(
  reads: Reads,
  registryId: string,
  surroundings: Promise<ResourceRows>,
  networkIds: Promise<readonly string[]>,
  byGroups: RolesByGroups,
): Promise<Neighbours> {
  const { clients, signal } = reads;
  const [rows, networkRows, roleRows] = await Promise.all([
    surroundings,
    reads.once('networksSeen', '', () => queryResources(clients, wantedOfNetworks, undefined, signal)),
    reads.once('rolesSeen', '', () => queryRoles(clients, undefined, signal, { mayPull: true })),
  ]);
  const definitions = await roleRows.of('roleDefinition', (row) => row);
  const permissions = new Map(definitions.rows.map((one) => [idKey(nameOf(one.id)), one.permissions]));
  const roles = await roleRows.of('roleAssignment', ({ roleDefinitionId, condition, ...row }) => {
    const roleId = nameOf(roleDefinitionId);
    return {
      ...row,
      roleId,
      permissions: permissions.get(idKey(roleId)),
      condition: condition ?? undefined,
    };
  });
  const assignments = new ByScope(roles.rows, ({ scope }) => (isManagementGroup(scope) ? '/' : scope));
  const networks = await networkRows.of('network', networkOf);
  const nodeGroups = new NodeGroupNetworks(networks.rows.map(({ id }) => id));
  const foundClusters = await rows.of('cluster', (row) => clusterOf(row.id, row, nodeGroups.of(row.id, row)));
  const foundRegistries = await rows.of('registry', (row) => registryOf(row.id, ready(row), []));
  const clusters = foundClusters.rows;
  const kubelets = new Set(
    clusters.flatMap((cluster) => cluster.kubeletIdentity?.objectId.toLowerCase() ?? []),
  );
  const registries = foundRegistries.rows.filter(
    ({ id, connections }) => sameId(id, registryId) || connections.length > 0,
  );
  const grantsOf = ({ id, roleAssignmentMode }: ObservedRegistry) =>
    assignments.applyingAt(id).filter((role) => mayLetPull(role, roleAssignmentMode));
  const grants = new Map(
    await inSlices(registries, (registry) => [registry.id, grantsOf(registry)] as const, signal),
  );
  const ofGroups = registries.flatMap(({ id }) => {
    const toGroups = (grants.get(id) ?? []).filter(({ toGroup }) => toGroup);
    return toGroups.length === 0 ? [] : [{ id, assignments: toGroups }];
  });
  const ownDns = networks.rows.filter(({ dnsServers }) => dnsServers.length > 0).map(({ id }) => id);
  const concerned = ofGroups.length === 0 ? [] : [...ownDns, ...(await networkIds)];
  const membersIn = (ids: readonly string[]) => {
    const keys = new Set(ids.map(idKey));
    return clusters
      .filter(({ networkId }) => networkId !== undefined && keys.has(idKey(networkId)))
      .flatMap(({ kubeletIdentity }) => kubeletIdentity?.objectId.toLowerCase() ?? [])
      .filter(isGuid);
  };
  const members = new Set(membersIn(concerned));
  // With its first endpoint a registry's name becomes private wherever a zone of such names is linked.
  const own = registries.find(({ id }) => sameId(id, registryId));
  const becomesPrivate = own?.connections.some(({ status }) => status === 'Approved') === false;
  const links = await rows.of('zoneLink', (row) => row);
  const linked = becomesPrivate ? links.rows.map(({ virtualNetwork }) => virtualNetwork.id) : [];
  const memberPullers = await Promise.all([
    pullersByGroup(ofGroups, [...members], byGroups),
    pullersByGroup(
      ofGroups.filter(({ id }) => sameId(id, registryId)),
      [...new Set(membersIn(linked).filter((member) => !members.has(member)))],
      byGroups,
    ),
  ]);
  const pullersOf = ({ id }: ObservedRegistry) => {
    const direct = (grants.get(id) ?? []).map(({ principalId }) => idKey(principalId));
    const own = direct.filter((principal) => kubelets.has(principal));
    return {
      pullPrincipals: [...new Set([...own, ...memberPullers.flatMap((found) => found.get(idKey(id)) ?? [])])],
      ...(own.length === direct.length ? {} : { othersPull: true as const }),
    };
  };
  const parts = [rows, networkRows, foundClusters, foundRegistries, networks, roleRows, roles];
  const unread = distinctIds(parts.flatMap((part) => part.unread.map(({ id }) => id)));
  return {
    ...(unread.length === 0 ? {} : { unread }),
    ...(own ? pullersOf(own) : {}),
    networks: networks.rows.map(({ id, addressPrefixes, dnsServers }) => ({
      id,
      addressPrefixes,
      dnsServers,
    })),
    privateRegistries: registries
      .filter(({ id }) => !sameId(id, registryId))
      .map((registry) => ({
        id: registry.id,
        loginServer: registry.loginServer,
        ...pullersOf(registry),
        ...(registry.anonymousPull === true ? { anonymousPull: true as const } : {}),
      })),
    clusters: clusters.map(({ id, name, networkId, kubeletIdentity, bootstrapRegistryId }) => ({
      id,
      name,
      networkId,
      kubeletObjectId: kubeletIdentity?.objectId,
      ...(bootstrapRegistryId === undefined ? {} : { bootstrapRegistryId }),
    })),
  };
}
