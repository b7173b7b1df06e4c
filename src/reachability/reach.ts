/**
 * Whether the nodes of a cluster can pull from a registry, and where the way ends if not: the only place that answers it.
 * Everybody asks here, with the facts that are at hand; what they don't tell is unknown, never assumed.
 */
import type { ObservedCluster, ObservedPool, ObservedRegistry } from '../provisioning/observed/observed';
import { publicDoor } from './doors';
import { ok, oneOf, unknown, worst, type Finding, type Hop, type HopName } from './hops';
import { identityHop } from './identity';
import { layerHosts, resolve, type Answer } from './names';
import { asksProxy } from './proxies';
import { fromPool, type From } from './from';
import { endpointsAt, privateWay, publicWay } from './ways';
import type { World } from './world';

/**
 * By which way the login server is reached: at the address of a private endpoint, at its public address, or by the nodes'
 * HTTP proxy. `none`: its name leads nowhere. `unknown`: what its name leads to can't be told.
 */
export type Route = 'private' | 'public' | 'proxy' | 'none' | 'unknown';

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

/** Pure, and never throws. `registry` and `cluster` are as the world has them. */
export function reachOf(world: World, registry: ObservedRegistry, cluster: ObservedCluster): Reach {
  const identity = identityHop(world, registry, cluster);
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
    runs: cluster.powerState === 'Running' && cluster.pools.some(({ count }) => count > 0),
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
  const unseen = unknown("The cluster's network isn't known.", { what: cluster.id });
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

interface Gone {
  readonly route: Route;
  readonly name: Finding;
  readonly way?: Finding | undefined;
  readonly door?: Finding | undefined;
}

function goTo(world: World, registry: ObservedRegistry, from: From, host: string): Gone {
  const { httpProxy } = from.cluster;
  if (httpProxy === undefined) {
    // Most clusters have none; where nobody looked, the direct way is judged.
    return goDirectly(world, registry, from, host);
  }
  if (httpProxy === 'none' || !asksProxy(httpProxy, host)) return goDirectly(world, registry, from, host);
  return {
    route: 'proxy',
    name: ok(`The nodes have their proxy ${httpProxy.url} ask for ${host}.`, {
      resourceId: from.cluster.id,
      property: 'httpProxyConfig.noProxy',
      found: httpProxy.exceptions.join(', '),
      needed: host,
    }),
    way: ok(`The proxy ${httpProxy.url} reaches public addresses.`),
    door: publicDoor(world, registry, from, httpProxy.url),
  };
}

function goDirectly(world: World, registry: ObservedRegistry, from: From, host: string): Gone {
  const answer = resolve(world, registry, from.networkId, host);
  const name = nameFinding(answer, host);
  const told = gone(world, registry, from, answer);
  const further =
    answer.kind === 'unknown' ? { ...told, way: ifForwarded(told.way), door: ifForwarded(told.door) } : told;
  // A name may be wrong by what it leads to; where the answer itself isn't sure, that isn't either.
  return { ...further, name: name.state === 'ok' ? (further.name ?? name) : name };
}

/** Of an address that nodes only get if their DNS servers forward. */
function ifForwarded(finding: Finding | undefined): Finding | undefined {
  return finding?.state === 'broken' ? { ...finding, state: 'unknown', brokenIfForwarded: true } : finding;
}

function gone(
  world: World,
  registry: ObservedRegistry,
  from: From,
  answer: Answer,
): Omit<Gone, 'name'> & Partial<Pick<Gone, 'name'>> {
  switch (answer.kind) {
    case 'unknown':
      return answer.assumed === undefined
        ? { route: 'unknown' }
        : gone(world, registry, from, answer.assumed);
    case 'none':
      return { route: 'none' };
    case 'public':
      return {
        route: 'public',
        way: publicWay(world, registry, from),
        door: publicDoor(world, registry, from, undefined),
      };
    case 'private':
      return byAddresses(world, registry, from, answer.addresses);
  }
}

function byAddresses(
  world: World,
  registry: ObservedRegistry,
  from: From,
  addresses: readonly string[],
): Omit<Gone, 'name'> & Partial<Pick<Gone, 'name'>> {
  const each = addresses.map((address) => {
    const endpoints = endpointsAt(world, registry, address);
    return 'state' in endpoints ? { name: endpoints } : privateWay(world, registry, from, address, endpoints);
  });
  const words = `Of ${addresses.join(', ')} not all lead to the registry`;
  const names = each.map((found) => ('name' in found ? found.name : ok('')));
  const ways = each.flatMap((found) => ('way' in found ? [found] : []));
  if (names.some(({ state }) => state !== 'ok')) return { route: 'private', name: oneOf(names, words) };
  return {
    route: 'private',
    way: oneOf(
      ways.map(({ way }) => way),
      words,
    ),
    door: oneOf(
      ways.map(({ door }) => door),
      words,
    ),
  };
}

function nameFinding(answer: Answer, host: string): Finding {
  switch (answer.kind) {
    case 'private':
      return ok(
        `${host} is ${answer.addresses.join(', ')}, by the zone ${answer.zone.name}.`,
        answer.evidence,
      );
    case 'public':
      return ok(answer.why);
    case 'none':
      return { state: 'broken', message: answer.why, evidence: [answer.evidence] };
    case 'unknown':
      return unknown(answer.why, {
        what: answer.scope ?? host,
        ...(answer.missingAction === undefined ? {} : { missingAction: answer.missingAction }),
        ...(answer.scope === undefined ? {} : { scope: answer.scope }),
      });
  }
}

/** The same for where layers come from; of several regions all have to do, since any may be the nearest. */
function layersOf(world: World, registry: ObservedRegistry, from: From): Gone {
  const hosts = layerHosts(registry, from.cluster.location);
  if (hosts === undefined) {
    const name = ok('Layers come from Azure Storage, which is public.');
    const { httpProxy } = from.cluster;
    const direct =
      httpProxy === undefined || httpProxy === 'none' || !asksProxy(httpProxy, storageHost(registry));
    return { route: 'public', name, ...(direct ? { way: publicWay(world, registry, from, true) } : {}) };
  }
  const each = hosts.map((host) => goTo(world, registry, from, host));
  const [first] = each;
  if (first === undefined) return { route: 'unknown', name: unknown('No data endpoint is known.') };
  if (each.length === 1) return first;
  const failing = each.filter((gone) => stateOf(gone) !== 'ok');
  const worstOf = failing.find((gone) => stateOf(gone) === 'broken') ?? failing[0];
  if (worstOf === undefined) return first;
  if (failing.length === each.length) return worstOf;
  const words = worst([worstOf.name, worstOf.way, worstOf.door])?.message ?? '';
  return {
    ...first,
    name: unknown(`Which data endpoint is the nearest can't be told, and one doesn't work: ${words}`),
  };
}

function stateOf({ name, way, door }: Gone): Hop['state'] {
  return worst([name, way, door])?.state ?? 'unknown';
}

function storageHost({ location }: ObservedRegistry): string {
  return `${location.toLowerCase()}registry.blob.core.windows.net`;
}
