/** How registries and clusters are related, as far as the inventory shows: for the tree, without reading each pair. */
import { groupIdOf, idKey, parentId, sameId, subscriptionOf, subscriptionScope } from '../model/armId';
import { groupBy } from '../model/groupBy';
import { isRelatedByRole } from '../reachability/identity';
import { reachOf, troubles, type Reach } from '../reachability/reach';
import type { World } from '../reachability/world';
import type { Inventory } from './observed/inventory';
import { worldOfInventory } from './observed/inventoryWorld';
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
 * All pairs that have to do with each other: a role to pull, an endpoint in the cluster's network or a peered one, or AKS
 * starts the cluster's nodes from the registry.
 */
export function linksOf(inventory: Inventory): Link[] {
  const world = worldOfInventory(inventory);
  return [...relatedPairs(inventory, world)].map(({ registry, cluster, endpointId }) => ({
    registryId: registry.id,
    clusterId: cluster.id,
    ...stateOf(reachOf(world, registry, cluster)),
    endpointId: endpointId ?? hiddenEndpoint(registry, inventory),
  }));
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

/** The registry knows of its connections even where the endpoint is in a subscription that can't be seen. */
function hiddenEndpoint({ id, connections }: ObservedRegistry, { endpoints }: Inventory): string | undefined {
  if (endpoints.some(({ targetId, status }) => status === 'Approved' && sameId(targetId, id)))
    return undefined;
  return connections.find(({ status }) => status === 'Approved')?.endpointId;
}

interface Pair {
  readonly registry: ObservedRegistry;
  readonly cluster: ObservedCluster;
  readonly endpointId: string | undefined;
}

/** Found from both ends by keys: most registries and clusters have nothing to do with each other. */
function relatedPairs(inventory: Inventory, world: World): Iterable<Pair> {
  const byRole = pairsByRole(inventory, world);
  const byPath = pairsByPath(inventory);
  const byBootstrap = pairsByBootstrap(inventory);
  const keys = new Set([...byRole.keys(), ...byPath.keys(), ...byBootstrap.keys()]);
  const pairs = [...keys].flatMap((key) => byPath.get(key) ?? byRole.get(key) ?? byBootstrap.get(key) ?? []);
  const order = new Map(
    [...inventory.registries, ...inventory.clusters].map(({ id }, index) => [idKey(id), index]),
  );
  const at = ({ id }: { readonly id: string }) => order.get(idKey(id)) ?? 0;
  return pairs.toSorted((a, b) => at(a.registry) - at(b.registry) || at(a.cluster) - at(b.cluster));
}

type Pairs = Map<string, Pair>;

const keyOf = (registry: ObservedRegistry, cluster: ObservedCluster) =>
  `${idKey(registry.id)} ${idKey(cluster.id)}`;

function pairsByRole({ registries, clusters, roleAssignments = [] }: Inventory, world: World): Pairs {
  const byIdentity = groupBy(
    clusters.filter(({ kubeletIdentity }) => kubeletIdentity !== undefined),
    ({ kubeletIdentity }) => kubeletIdentity?.objectId.toLowerCase() ?? '',
  );
  const below = new Map<string, ObservedRegistry[]>();
  for (const registry of registries) {
    const scopes = [registry.id, groupIdOf(registry.id), subscriptionScope(subscriptionOf(registry.id))];
    for (const scope of scopes) below.set(idKey(scope), [...(below.get(idKey(scope)) ?? []), registry]);
  }
  const pairs: Pairs = new Map();
  for (const { principalId, scope } of roleAssignments) {
    for (const cluster of byIdentity.get(principalId.toLowerCase()) ?? []) {
      for (const registry of below.get(idKey(scope)) ?? []) {
        const key = keyOf(registry, cluster);
        if (pairs.has(key) || !isRelatedByRole(world, registry, cluster)) continue;
        pairs.set(key, { registry, cluster, endpointId: undefined });
      }
    }
  }
  return pairs;
}

function pairsByBootstrap({ registries, clusters }: Inventory): Pairs {
  const byId = new Map(registries.map((registry) => [idKey(registry.id), registry]));
  return new Map(
    clusters.flatMap((cluster) => {
      const registry = byId.get(idKey(cluster.bootstrapRegistryId ?? ''));
      return registry === undefined
        ? []
        : [[keyOf(registry, cluster), { registry, cluster, endpointId: undefined }] as const];
    }),
  );
}

function pairsByPath({ registries, clusters, networks, endpoints }: Inventory): Pairs {
  const clustersIn = groupBy(clusters, ({ networkId }) => idKey(networkId ?? ''));
  const approved = groupBy(
    endpoints.filter(({ status }) => status === 'Approved'),
    ({ targetId }) => idKey(targetId),
  );
  const peers = new Map<string, Set<string>>();
  const isPeered = (one: string, other: string) =>
    peers.set(idKey(one), (peers.get(idKey(one)) ?? new Set()).add(idKey(other)));
  for (const { id, peerings } of networks) {
    for (const { remoteNetworkId } of peerings) {
      isPeered(id, remoteNetworkId);
      isPeered(remoteNetworkId, id);
    }
  }
  const pairs: Pairs = new Map();
  for (const registry of registries) {
    for (const endpoint of approved.get(idKey(registry.id)) ?? []) {
      const network = idKey(parentId(endpoint.subnetId));
      for (const near of [network, ...(peers.get(network) ?? [])]) {
        for (const cluster of clustersIn.get(near) ?? []) {
          const key = keyOf(registry, cluster);
          // The endpoint in the cluster's own network comes first.
          if (pairs.has(key) && near !== network) continue;
          pairs.set(key, { registry, cluster, endpointId: endpoint.id });
        }
      }
    }
  }
  return pairs;
}

/**
 * Tells of a registry and a cluster of an inventory whether the cluster can pull from it. Undefined where the inventory
 * doesn't tell: then nothing may be claimed.
 */
export function pullsIn(
  inventory: Inventory,
): (registry: ObservedRegistry, cluster: ObservedCluster) => boolean | undefined {
  const world = worldOfInventory(inventory);
  return (registry, cluster) => {
    const { state } = reachOf(world, registry, cluster);
    return state === 'unknown' ? undefined : state === 'ok';
  };
}
