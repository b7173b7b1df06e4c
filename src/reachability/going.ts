/** Where the nodes of a pool get to by a host name of a registry: its name, the way to it and who lets them in there. */
import { t } from '@vscode/l10n';
import { cloudOfRegistry } from '../model/clouds';
import type { ObservedRegistry } from '../provisioning/observed/observed';
import { publicDoor } from './doors';
import { ok, oneOf, unknown, worst, type Finding, type Hop } from './hops';
import { resolve, type Answer } from './names';
import { asksProxy } from './proxies';
import { layerHosts } from './regions';
import type { From } from './from';
import { endpointsAt, privateWay, publicWay } from './ways';
import type { World } from './world';

/**
 * By which way the login server is reached: at the address of a private endpoint, at its public address, or by the nodes'
 * HTTP proxy. `none`: its name leads nowhere. `unknown`: what its name leads to can't be told.
 */
export type Route = 'private' | 'public' | 'proxy' | 'none' | 'unknown';

export interface Gone {
  readonly route: Route;
  readonly name: Finding;
  readonly way?: Finding | undefined;
  readonly door?: Finding | undefined;
}

export function goTo(world: World, registry: ObservedRegistry, from: From, host: string): Gone {
  const { httpProxy } = from.cluster;
  if (httpProxy === undefined) {
    // Most clusters have none; where nobody looked, the direct way is judged.
    return goDirectly(world, registry, from, host);
  }
  if (httpProxy === 'none' || !asksProxy(httpProxy, host)) return goDirectly(world, registry, from, host);
  return {
    route: 'proxy',
    name: ok(t`The nodes use their proxy ${httpProxy.url} for ${host}.`, {
      resourceId: from.cluster.id,
      property: 'httpProxyConfig.noProxy',
      found: httpProxy.exceptions.join(', '),
      needed: host,
    }),
    way: ok(t`The proxy ${httpProxy.url} can reach public addresses.`),
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
  const words = t`Not all of ${addresses.join(', ')} lead to the registry`;
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
        t`${host} resolves to ${answer.addresses.join(', ')} through the zone ${answer.zone.name}.`,
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
export function layersOf(world: World, registry: ObservedRegistry, from: From): Gone {
  const layers = layerHosts(registry, from.cluster.location);
  if (layers === undefined) {
    const name = ok(t('Layers come from Azure Storage, which is public.'));
    const { httpProxy } = from.cluster;
    const host = storageHost(registry);
    const direct =
      httpProxy === undefined || httpProxy === 'none' || (host !== undefined && !asksProxy(httpProxy, host));
    return { route: 'public', name, ...(direct ? { way: publicWay(world, registry, from, true) } : {}) };
  }
  const told = nearestOf(layers.hosts.map((host) => goTo(world, registry, from, host)));
  if (layers.areAll) return told;
  const { id: what, name } = registry;
  const others = unknown(t`Not all replicas of ${name} could be read, and any of them may be nearest.`, {
    what,
  });
  return { route: told.route, name: others };
}

/** Of several regions nobody knows which is the nearest. */
function nearestOf(each: readonly Gone[]): Gone {
  const [first] = each;
  if (first === undefined) return { route: 'unknown', name: unknown(t('No data endpoint is known.')) };
  if (each.length === 1) return first;
  const failing = each.filter((gone) => stateOf(gone) !== 'ok');
  const worstOf = failing.find((gone) => stateOf(gone) === 'broken') ?? failing[0];
  if (worstOf === undefined) return first;
  if (failing.length === each.length) return worstOf;
  const words = worst([worstOf.name, worstOf.way, worstOf.door])?.message ?? '';
  return {
    ...first,
    name: unknown(t`It’s unknown which data endpoint is nearest, and one doesn’t work. ${words}`),
  };
}

function stateOf({ name, way, door }: Gone): Hop['state'] {
  return worst([name, way, door])?.state ?? 'unknown';
}

/** Undefined in a cloud of which nobody knows the names of storage. */
function storageHost({ location, loginServer }: ObservedRegistry): string | undefined {
  const suffix = cloudOfRegistry(loginServer)?.storageSuffix;
  return suffix === undefined ? undefined : `${location.toLowerCase()}registry.${suffix}`;
}
