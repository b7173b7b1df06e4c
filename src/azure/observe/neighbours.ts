import { idKey, nameOf, sameId } from '../../model/armId';
import { builtInGrantsPull } from '../../model/roles';
import type { Fact, Neighbours } from '../../provisioning/observed';
import type { Reads } from '../facts';
import { queryResources, queryRoleAssignments } from '../graph';
import { clusterRow, registryRow } from '../graphRows';
import { clusterOf, registryOf } from '../shapes';
import { findNodeGroupNetworks } from '../nodeGroupNetworks';
import { reaches } from './roles';

const registryType = 'Microsoft.ContainerRegistry/registries';
const clusterType = 'Microsoft.ContainerService/managedClusters';

/** Other private registries and all clusters, in everything that the caller can see. */
export function observeNeighbours(reads: Reads, registryId: string): Promise<Fact<Neighbours>> {
  return reads.fact(readNeighbours(reads, registryId));
}

async function readNeighbours({ clients, signal }: Reads, registryId: string): Promise<Neighbours> {
  const [rows, networks, assignments] = await Promise.all([
    queryResources(clients, [registryType, clusterType], undefined, signal),
    findNodeGroupNetworks(clients, undefined, signal),
    queryRoleAssignments(clients, undefined, signal),
  ]);
  const clusters = rows
    .of(clusterType, clusterRow)
    .map((row) => clusterOf(row.id, row, networks.of(row.id, row)));
  const kubelets = new Set(
    clusters.flatMap((cluster) => cluster.kubeletIdentity?.objectId.toLowerCase() ?? []),
  );
  const kubeletAssignments = assignments.filter(({ principalId }) => kubelets.has(principalId.toLowerCase()));
  const others = rows
    .of(registryType, registryRow)
    .filter((row) => !sameId(row.id, registryId))
    .map((row) => registryOf(row.id, row, []))
    .filter((registry) => registry.connections.length > 0);
  return {
    privateRegistries: others.map(({ id, loginServer, roleAssignmentMode }) => ({
      id,
      loginServer,
      pullPrincipals: [
        ...new Set(
          kubeletAssignments
            .filter(({ scope }) => reaches(scope, id))
            .filter(({ roleDefinitionId }) => builtInGrantsPull(nameOf(roleDefinitionId), roleAssignmentMode))
            .map(({ principalId }) => idKey(principalId)),
        ),
      ],
    })),
    clusters: clusters.map(({ id, name, networkId, kubeletIdentity }) => ({
      id,
      name,
      networkId,
      kubeletObjectId: kubeletIdentity?.objectId,
    })),
  };
}
