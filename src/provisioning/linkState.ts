/** How registries and clusters are related, as far as the inventory shows: for the tree, without reading each pair. */
import { idKey, sameId } from '../model/armId';
import { memoizedOf } from '../model/memoized';
import { inSlices } from '../model/slices';
import { identityHop, isRelatedByRole } from '../reachability/identity';
import { reachOf, troubles, type Reach } from '../reachability/reach';
import type { Inventory } from './observed/inventory';
import { type InventoryWorld, worldOfInventory } from './observed/inventoryWorld';
import { Nearness } from './observed/nearness';
import type { ObservedCluster, ObservedRegistry } from './observed/observed';

/**
 * - `linked`: the nodes pull over a private endpoint: name, way, door and identity are all well.
 * - `roleOnly`: they pull, at the registry's public address.
 * - `broken`: they can't pull, and why is known.
 * - `unknown`: something that decides it isn't in the inventory, or isn't for Resource Manager to tell.
 */
export type LinkState = 'linked' | 'roleOnly' | 'broken' | 'unknown';

export interface Link {
  readonly registryId: string;
  readonly clusterId: string;
  readonly state: LinkState;
  /** What lacks for a private link or can't be told, each in words; empty when linked. */
  readonly missing: readonly string[];
  /** The endpoint that the private path leads over or would lead over. */
  readonly endpointId: string | undefined;
}

/**
 * The links of an inventory: pairs of which the cluster has a role to pull or pulls without one, or which AKS itself
 * relates because it starts the cluster's nodes from the registry. A network that both are near is no link by itself: in
 * a hub every registry is near every cluster. Where nobody can tell who has a role, such a pair is one, and unknown.
 * Nothing is found out before it is asked for.
 */
export interface Links {
  /** In the order of the inventory. */
  all(): readonly Link[];
  ofRegistry(id: string): readonly Link[];
  ofCluster(id: string): readonly Link[];
  between(registryId: string, clusterId: string): Link | undefined;
  /**
   * Whether the cluster can pull from the registry, linked or not; with a repository, e.g. `shop/web`, that one. Undefined
   * where the inventory doesn't tell.
   */
  pulls(registryId: string, clusterId: string, repository?: string): boolean | undefined;
}

/** Made once for an inventory. */
export const linksIn: (inventory: Inventory) => Links = (inventory) => linksBy(inventory);

const linksBy = memoizedOf((inventory: Inventory) => new InventoryLinks(inventory));

/** All of them at once. */
export function linksOf(inventory: Inventory): readonly Link[] {
  return linksIn(inventory).all();
}

/** The same without standing in anybody's way. Rejects with the signal's reason once that is aborted. */
export async function findLinks(inventory: Inventory, signal: AbortSignal): Promise<readonly Link[]> {
  const links = linksBy(inventory);
  await inSlices(links.indexes, (index) => index(), signal);
  const found: (Link | undefined)[][] = [];
  for (const { id } of inventory.registries) {
    // Each pair by itself: in a hub a registry is near every cluster.
    found.push(await inSlices(links.near(id), (judge) => judge(), signal));
  }
  return found.flat().filter((link) => link !== undefined);
}

/** Found from both ends by keys: most registries and clusters have nothing to do with each other. */
class InventoryLinks implements Links {
  readonly #world: InventoryWorld;
  readonly #near: Nearness;
  readonly #known = new Map<string, Link | undefined>();
  readonly #ofRegistry = new Map<string, readonly Link[]>();
  readonly #ofCluster = new Map<string, readonly Link[]>();

  constructor(private readonly inventory: Inventory) {
    this.#world = worldOfInventory(inventory);
    this.#near = new Nearness(inventory, this.#world);
  }

  /** What it looks things up in. */
  get indexes(): readonly (() => unknown)[] {
    return [...this.#world.indexes, ...this.#near.indexes];
  }

  all(): readonly Link[] {
    return this.inventory.registries.flatMap(({ id }) => this.ofRegistry(id));
  }

  ofRegistry(id: string): readonly Link[] {
    return remembered(this.#ofRegistry, idKey(id), () => this.near(id).flatMap((judge) => judge() ?? []));
  }

  /** For each pair that a registry may be one of: what finds its link, if it is one. */
  near(id: string): readonly (() => Link | undefined)[] {
    const registry = this.#near.registries().get(idKey(id));
    if (registry === undefined) return [];
    return this.#near.clustersOf(registry).map((cluster) => () => this.#link(registry, cluster));
  }

  ofCluster(id: string): readonly Link[] {
    return remembered(this.#ofCluster, idKey(id), () => {
      const cluster = this.#near.clusters().get(idKey(id));
      return cluster === undefined
        ? []
        : this.#near.registriesOf(cluster).flatMap((registry) => this.#link(registry, cluster) ?? []);
    });
  }

  between(registryId: string, clusterId: string): Link | undefined {
    return this.ofCluster(clusterId).find((link) => sameId(link.registryId, registryId));
  }

  pulls(registryId: string, clusterId: string, repository?: string): boolean | undefined {
    const registry = this.#near.registries().get(idKey(registryId));
    const cluster = this.#near.clusters().get(idKey(clusterId));
    if (registry === undefined || cluster === undefined) return undefined;
    const { state } = reachOf(this.#world, registry, cluster, repository);
    return state === 'unknown' ? undefined : state === 'ok';
  }

  #link(registry: ObservedRegistry, cluster: ObservedCluster): Link | undefined {
    return remembered(this.#known, `${idKey(registry.id)} ${idKey(cluster.id)}`, () => {
      const endpointId = this.#near.endpointBetween(registry, cluster);
      if (!this.#isLink(registry, cluster, endpointId)) return undefined;
      return {
        registryId: registry.id,
        clusterId: cluster.id,
        ...stateOf(reachOf(this.#world, registry, cluster)),
        endpointId: endpointId ?? this.#near.hiddenEndpoint(registry),
      };
    });
  }

  #isLink(registry: ObservedRegistry, cluster: ObservedCluster, endpointId: string | undefined): boolean {
    if (isRelatedByRole(this.#world, registry, cluster)) return true;
    if (sameId(cluster.bootstrapRegistryId, registry.id)) return true;
    return endpointId !== undefined && identityHop(this.#world, registry, cluster).state !== 'broken';
  }
}

function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  if (known.has(key)) return known.get(key) as T;
  const found = find();
  known.set(key, found);
  return found;
}

/** In the tree's words. */
function stateOf(reach: Reach): Pick<Link, 'state' | 'missing'> {
  const missing = troubles(reach).map(({ message }) => message);
  if (reach.state !== 'ok') return { state: reach.state, missing };
  const publicly = reach.pools.filter(({ route }) => route !== 'private');
  if (publicly.length === 0) return { state: 'linked', missing: [] };
  const names = publicly.flatMap(({ hops }) => hops.filter(({ hop }) => hop === 'name'));
  return { state: 'roleOnly', missing: [...new Set(names.map(({ message }) => message))] };
}
