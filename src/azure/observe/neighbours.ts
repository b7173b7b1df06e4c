import { idKey, nameOf, sameId } from '../../model/armId';
import { builtInGrantsPull } from '../../model/roles';
import type { Fact, Neighbours, ObservedRegistry } from '../../provisioning/observed';
import type { Reads } from '../facts';
import { queryGraph, queryResources, queryRoleAssignments } from '../graph';
import { clusterRow, networkRow, registryRow } from '../graphRows';
import { clusterOf, registryOf } from '../shapes';
import { NodeGroupNetworks } from '../nodeGroupNetworks';
import { reaches } from './roles';

const registryType = 'Microsoft.ContainerRegistry/registries';
const clusterType = 'Microsoft.ContainerService/managedClusters';

const networksQuery =
  "resources | where type =~ 'microsoft.network/virtualnetworks' | project id, addressPrefixes = properties.addressSpace.addressPrefixes, dnsServers = properties.dhcpOptions.dnsServers";

/** Other private registries and all clusters, in everything that the caller can see. */
export function observeNeighbours(reads: Reads, registryId: string): Promise<Fact<Neighbours>> {
  return reads.fact(readNeighbours(reads, registryId));
}

async function readNeighbours({ clients, signal }: Reads, registryId: string): Promise<Neighbours> {
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
  const kubeletAssignments = assignments.filter(({ principalId }) => kubelets.has(principalId.toLowerCase()));
  const registries = rows.of(registryType, registryRow).map((row) => registryOf(row.id, row, []));
  const pullersOf = ({ id, roleAssignmentMode }: ObservedRegistry) => [
    ...new Set(
      kubeletAssignments
        .filter(({ scope }) => reaches(scope, id))
        .filter(({ roleDefinitionId }) => builtInGrantsPull(nameOf(roleDefinitionId), roleAssignmentMode))
        .map(({ principalId }) => idKey(principalId)),
    ),
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
      .filter(({ id, connections }) => !sameId(id, registryId) && connections.length > 0)
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
