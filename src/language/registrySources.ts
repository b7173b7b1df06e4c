/** Registries as where images come from: which clusters can pull from each. */
import { nameOf, sameId } from '../model/armId';
import type { Estate } from '../platform/estateStore';
import { type Inventory, pullsIn } from '../provisioning';

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

/** `Linked to aks-shop, aks-web`. Which clusters can pull isn't always known, so no link is no claim that there is none. */
export function linkedWords({ clusterIds }: RegistrySource): string {
  if (clusterIds.length === 0) return 'No known link to a cluster';
  return `Linked to ${clusterIds.map(nameOf).toSorted().join(', ')}`;
}

const asking = new WeakMap<Inventory, ReturnType<typeof pullsIn>>();

/** Made once for what Azure said: an editor asks for every image. */
function pulls(inventory: Inventory): ReturnType<typeof pullsIn> {
  const known = asking.get(inventory) ?? pullsIn(inventory);
  asking.set(inventory, known);
  return known;
}

/**
 * Whether the cluster can pull from the registry. Undefined where the inventory doesn't tell, also where it doesn't hold
 * one of the two: then nothing may be claimed.
 */
export function canPull(
  { inventory, links }: Pick<Estate, 'inventory' | 'links'>,
  registryId: string,
  clusterId: string,
): boolean | undefined {
  const link = links.find((each) => sameId(each.registryId, registryId) && sameId(each.clusterId, clusterId));
  if (link !== undefined) return link.state === 'unknown' ? undefined : link.state !== 'broken';
  const registry = inventory.registries.find(({ id }) => sameId(id, registryId));
  const cluster = inventory.clusters.find(({ id }) => sameId(id, clusterId));
  if (registry === undefined || cluster === undefined) return undefined;
  return pulls(inventory)(registry, cluster);
}
