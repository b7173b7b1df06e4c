/** Registries as where images come from: which clusters can pull from each. */
import { nameOf, sameId } from '../model/armId';
import type { Estate } from '../platform/estateStore';
import { groupsMayPull } from '../provisioning/linkState';

export interface RegistrySource {
  readonly id: string;
  readonly name: string;
  readonly loginServer: string;
  /** IDs of the clusters that can pull from it, privately or publicly. */
  readonly clusterIds: readonly string[];
}

/** Those that the cluster can pull from first, then those that any can pull from; by name among each other. */
export function registrySources(
  { inventory, links }: Pick<Estate, 'inventory' | 'links'>,
  clusterId: string | undefined,
): readonly RegistrySource[] {
  const sources = inventory.registries.map(({ id, name, loginServer }) => {
    const own = links.filter(
      ({ registryId, state }) => sameId(registryId, id) && (state === 'linked' || state === 'roleOnly'),
    );
    return { id, name, loginServer, clusterIds: own.map((link) => link.clusterId) };
  });
  return sources.toSorted(
    (a, b) => rankOf(a, clusterId) - rankOf(b, clusterId) || a.name.localeCompare(b.name),
  );
}

/** 0 for a registry that this cluster can pull from, 1 for one that another can pull from, else 2. */
export function rankOf({ clusterIds }: RegistrySource, clusterId: string | undefined): 0 | 1 | 2 {
  if (clusterIds.some((id) => sameId(id, clusterId))) return 0;
  return clusterIds.length > 0 ? 1 : 2;
}

/** `Linked to aks-shop, aks-web`. */
export function linkedWords({ clusterIds }: RegistrySource): string {
  if (clusterIds.length === 0) return 'Not linked to a cluster';
  return `Linked to ${clusterIds.map(nameOf).toSorted().join(', ')}`;
}

/** Undefined where nobody knows: the roles could not be read, or only groups have one whose members can't be. */
export function canPull(
  { inventory, links }: Pick<Estate, 'inventory' | 'links'>,
  registryId: string,
  clusterId: string,
): boolean | undefined {
  const link = links.find((each) => sameId(each.registryId, registryId) && sameId(each.clusterId, clusterId));
  if (link === undefined) {
    const registry = inventory.registries.find(({ id }) => sameId(id, registryId));
    const byGroup = registry !== undefined && groupsMayPull(registry, inventory);
    return inventory.roleAssignments === undefined || byGroup ? undefined : false;
  }
  return link.state === 'unknown' ? undefined : link.state !== 'broken';
}
