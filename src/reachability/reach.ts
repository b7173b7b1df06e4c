/**
 * Whether the nodes of a cluster can pull from a registry, and where the way ends if not: the only place that answers it.
 * Everybody asks here, with the facts that are at hand; what they don't tell is unknown, never assumed.
 */
import { t } from '@vscode/l10n';
import type { ObservedCluster, ObservedPool, ObservedRegistry } from '../provisioning/observed/observed';
import { unknown, type Finding, type Hop, type HopName } from './hops';
import { identityHop } from './identity';
import { fromPool, type From } from './from';
import { goTo, layersOf, type Route } from './going';
import { hasRunningNodes } from './runningNodes';
import type { World } from './world';

export interface PoolReach {
  readonly name: string;
  readonly subnetId: string | undefined;
  readonly route: Route;
  /** The same for where layers come from. */
  readonly layersRoute: Route;
  /** In the order in which a node goes them. */
  readonly hops: readonly Hop[];
  readonly state: Hop['state'];
}

export interface Reach {
  readonly registryId: string;
  readonly clusterId: string;
  /** That of the pool that fares worst. A cluster that is stopped is judged as if it ran. */
  readonly state: Hop['state'];
  /** What all pools have in common; `unknown` where they go different ways. */
  readonly route: Route;
  readonly pools: readonly PoolReach[];
  /** Whether any node runs now. */
  readonly runs: boolean;
}

/**
 * Pure, and never throws. `registry` and `cluster` are as the world has them. With a `repository`, e.g. `shop/web`, whether
 * they can pull that one; without, any.
 */
export function reachOf(
  world: World,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  repository?: string,
): Reach {
  const identity = identityHop(world, registry, cluster, repository);
  const pools: readonly (ObservedPool | undefined)[] = cluster.pools.length > 0 ? cluster.pools : [undefined];
  // Pools in one subnet go the same way, and come from the same addresses unless their nodes have some of their own.
  const bySubnet = new Map<string, Omit<PoolReach, 'name'>>();
  const judged = pools.map((pool): PoolReach => {
    const { subnetId = '', nodesHavePublicAddresses = false } = pool ?? {};
    const key = `${subnetId.toLowerCase()} ${nodesHavePublicAddresses}`;
    const found = bySubnet.get(key) ?? judgePool(world, registry, cluster, pool, identity);
    bySubnet.set(key, found);
    return { name: pool?.name ?? '', ...found };
  });
  const [first] = judged;
  return {
    registryId: registry.id,
    clusterId: cluster.id,
    state:
      (['broken', 'unknown'] as const).find((state) => judged.some((pool) => pool.state === state)) ?? 'ok',
    route:
      first !== undefined && judged.every(({ route }) => route === first.route) ? first.route : 'unknown',
    pools: judged,
    runs: hasRunningNodes(cluster),
  };
}

/** The hop of all pools that decides: the first that is broken, else the first that is unknown; undefined where all are ok. */
export function decidingHop(
  { pools }: Pick<Reach, 'pools'>,
  besides: readonly HopName[] = [],
): Hop | undefined {
  const hops = pools.flatMap((pool) => pool.hops).filter(({ hop }) => !besides.includes(hop));
  return hops.find(({ state }) => state === 'broken') ?? hops.find(({ state }) => state === 'unknown');
}

/** What isn't ok of a reach, each sentence once; the hops `besides` are left out. */
export function troubles({ pools }: Pick<Reach, 'pools'>, besides: readonly HopName[] = []): readonly Hop[] {
  const hops = pools
    .flatMap((pool) => pool.hops)
    .filter((each) => each.state !== 'ok' && !besides.includes(each.hop));
  return [...new Map(hops.map((hop) => [hop.message, hop])).values()];
}

function judgePool(
  world: World,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  pool: ObservedPool | undefined,
  identity: Finding,
): Omit<PoolReach, 'name'> {
  const subnetId = pool?.subnetId;
  const { networkId } = cluster;
  const unseen = unknown(t('The cluster’s network is unknown.'), { what: cluster.id });
  const { route, layersRoute, hops } =
    networkId === undefined
      ? {
          route: 'unknown' as const,
          layersRoute: 'unknown' as const,
          hops: [named('name', unseen), named('identity', identity)],
        }
      : hopsOf(world, registry, fromPool(world, cluster, pool, networkId), identity);
  const state =
    (['broken', 'unknown'] as const).find((each) => hops.some((hop) => hop.state === each)) ?? 'ok';
  return { subnetId, route, layersRoute, hops, state };
}

function named(hop: HopName, finding: Finding): Hop {
  return { hop, ...finding };
}

function hopsOf(
  world: World,
  registry: ObservedRegistry,
  from: From,
  identity: Finding,
): Pick<PoolReach, 'route' | 'layersRoute' | 'hops'> {
  const login = goTo(world, registry, from, registry.loginServer);
  const layers = layersOf(world, registry, from);
  return {
    route: login.route,
    layersRoute: layers.route,
    hops: [
      named('name', login.name),
      ...(login.way ? [named('way', login.way)] : []),
      ...(login.door ? [named('door', login.door)] : []),
      named('identity', identity),
      named('layersName', layers.name),
      ...(layers.way ? [named('layersWay', layers.way)] : []),
      ...(layers.door ? [named('layersDoor', layers.door)] : []),
    ],
  };
}
