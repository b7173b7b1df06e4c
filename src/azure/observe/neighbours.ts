import { idKey, nameOf, sameId } from '../../model/armId';
import { isGuid } from '../../model/guid';
import { builtInGrantsPull } from '../../model/roles';
import type { Fact, Neighbours, ObservedRegistry } from '../../provisioning';
import type { Reads } from '../http/facts';
import { queryGraph, queryResources, queryRoleAssignments } from '../graph/graph';
import { clusterRow, networkRow, registryRow } from '../graph/graphRows';
import { clusterOf, registryOf } from '../resources/shapes';
import { NodeGroupNetworks } from '../resources/nodeGroupNetworks';
import { pullersByGroup, type RolesByGroups } from './groupPullers';
import { reaches } from './roles';

const registryType = 'Microsoft.ContainerRegistry/registries';
const clusterType = 'Microsoft.ContainerService/managedClusters';

const networksQuery =
  "resources | where type =~ 'microsoft.network/virtualnetworks' | project id, addressPrefixes = properties.addressSpace.addressPrefixes, dnsServers = properties.dhcpOptions.dnsServers";

/**
 * Other private registries and all clusters, in everything that the caller can see. Who pulls by a role of a group is
 * asked only of clusters for which what happens in the networks may count: those in them, and those in networks with
 * DNS servers of their own, which may stand in them.
 */
export function observeNeighbours(
  reads: Reads,
  registryId: string,
  networkIds: Promise<readonly string[]>,
  byGroups: RolesByGroups,
): Promise<Fact<Neighbours>> {
  return reads.fact(readNeighbours(reads, registryId, networkIds, byGroups));
}

async function readNeighbours(
  reads: Reads,
  registryId: string,
  networkIds: Promise<readonly string[]>,
  byGroups: RolesByGroups,
): Promise<Neighbours> {
  const { clients, signal } = reads;
  const [rows, networkRows, assignments] = await Promise.all([
    queryResources(clients, [registryType, clusterType], undefined, signal),
    queryGraph(clients, networksQuery, networkRow, undefined, signal),
    queryRoleAssignments(clients, undefined, signal),
  ]);
  const networks = new NodeGroupNetworks(networkRows.map(({ id }) => id));
  const clusters = rows
    .of(clusterType, clusterRow)
    .map((row) => clusterOf(row.id, row, networks.of(row.id, row)));
  const kubelets = new Set(
    clusters.flatMap((cluster) => cluster.kubeletIdentity?.objectId.toLowerCase() ?? []),
  );
  const registries = rows
    .of(registryType, registryRow)
    .map((row) => registryOf(row.id, row, []))
    .filter(({ id, connections }) => sameId(id, registryId) || connections.length > 0);
  const grantsOf = ({ id, roleAssignmentMode }: ObservedRegistry) =>
    assignments
      .filter(({ toGroup, principalId }) => toGroup || kubelets.has(principalId.toLowerCase()))
      .filter(({ scope }) => reaches(scope, id))
      .filter(({ roleDefinitionId }) => builtInGrantsPull(nameOf(roleDefinitionId), roleAssignmentMode));
  const grants = new Map(registries.map((registry) => [registry.id, grantsOf(registry)]));
  const ofGroups = registries.flatMap(({ id }) => {
    const toGroups = (grants.get(id) ?? []).filter(({ toGroup }) => toGroup);
    return toGroups.length === 0 ? [] : [{ id, assignments: toGroups }];
  });
  const ownDns = networkRows.filter(({ dnsServers }) => (dnsServers ?? []).length > 0).map(({ id }) => id);
  const concerned =
    ofGroups.length === 0 ? new Set<string>() : new Set([...ownDns, ...(await networkIds)].map(idKey));
  const members = clusters
    .filter(({ networkId }) => networkId !== undefined && concerned.has(idKey(networkId)))
    .flatMap(({ kubeletIdentity }) => kubeletIdentity?.objectId.toLowerCase() ?? [])
    .filter(isGuid);
  const memberPullers = await pullersByGroup(ofGroups, [...new Set(members)], byGroups);
  const pullersOf = ({ id }: ObservedRegistry) => [
    ...new Set([
      ...(grants.get(id) ?? [])
        .filter(({ toGroup }) => !toGroup)
        .map(({ principalId }) => idKey(principalId)),
      ...(memberPullers.get(idKey(id)) ?? []),
    ]),
  ];
  const own = registries.find(({ id }) => sameId(id, registryId));
  return {
    ...(own ? { pullPrincipals: pullersOf(own) } : {}),
    networks: networkRows.map(({ id, addressPrefixes, dnsServers }) => ({
      id,
      addressPrefixes: addressPrefixes ?? [],
      dnsServers: dnsServers ?? [],
    })),
    privateRegistries: registries
      .filter(({ id }) => !sameId(id, registryId))
      .map((registry) => ({
        id: registry.id,
        loginServer: registry.loginServer,
        pullPrincipals: pullersOf(registry),
      })),
    clusters: clusters.map(({ id, name, networkId, kubeletIdentity }) => ({
      id,
      name,
      networkId,
      kubeletObjectId: kubeletIdentity?.objectId,
    })),
  };
}
