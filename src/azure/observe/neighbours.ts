import { idKey, nameOf, sameId } from '../../model/armId';
import { builtInGrantsPull } from '../../model/roles';
import type { Fact, Neighbours } from '../../provisioning/observed';
import type { Reads } from '../facts';
import { queryGraph } from '../graph';
import { clusterRow, registryRow, roleAssignmentRow } from '../graphRows';
import { clusterOf, registryOf } from '../shapes';
import { findNodeGroupNetworks } from '../nodeGroupNetworks';
import { reaches } from './roles';

/** Other private registries and all clusters, in everything that the caller can see. */
export function observeNeighbours(reads: Reads, registryId: string): Promise<Fact<Neighbours>> {
  return reads.fact(readNeighbours(reads, registryId));
}

async function readNeighbours({ clients, signal }: Reads, registryId: string): Promise<Neighbours> {
  const type = (name: string) =>
    `resources | where type =~ '${name}' | project id, location, sku, properties`;
  const [registries, clusters, networks, assignments] = await Promise.all([
    queryGraph(clients, type('microsoft.containerregistry/registries'), registryRow, undefined, signal),
    queryGraph(clients, type('microsoft.containerservice/managedclusters'), clusterRow, undefined, signal),
    findNodeGroupNetworks(clients, undefined, signal),
    queryGraph(
      clients,
      "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | project id, properties",
      roleAssignmentRow,
      undefined,
      signal,
    ),
  ]);
  const observedClusters = clusters.map((row) => clusterOf(row.id, row, networks.of(row.id, row)));
  const kubelets = new Set(
    observedClusters.flatMap((cluster) => cluster.kubeletIdentity?.objectId.toLowerCase() ?? []),
  );
  const kubeletAssignments = assignments.filter(({ principalId }) => kubelets.has(principalId.toLowerCase()));
  const others = registries
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
    clusters: observedClusters.map(({ id, name, networkId, kubeletIdentity }) => ({
      id,
      name,
      networkId,
      kubeletObjectId: kubeletIdentity?.objectId,
    })),
  };
}
