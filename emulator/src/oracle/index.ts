import { at, listAt, same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { events, parseImage, type ImageName } from './events';
import { networkOfSubnet } from './ids';
import { mayPull } from './identity';
import { resolveFrom, type NameAnswer } from './names';
import {
  endpointsAt,
  inRanges,
  isPrivateAddress,
  outboundAddress,
  poolPlaces,
  routable,
  type PoolPlace,
} from './networks';
import { approvedConnections, homeRegions, registries, type Registry } from './registries';

/** The way of a pull, in the order in which a kubelet goes it; `data` is the download of layers. */
export type HopName =
  'cluster' | 'network' | 'name' | 'route' | 'certificate' | 'firewall' | 'identity' | 'data';

export interface Hop {
  readonly hop: HopName;
  readonly ok: boolean;
  readonly detail: string;
}

export interface PoolVerdict {
  readonly name: string;
  readonly subnetId: string | undefined;
  readonly hops: Hop[];
  readonly eventText: string;
}

export interface PullVerdict {
  readonly verdict: 'Pulled' | 'Failed';
  readonly eventText: string;
  readonly pools: PoolVerdict[];
}

/**
 * Says whether the nodes of a cluster can pull an image, and what a pod's event would read, from the estate alone:
 * every hop is judged by the state that Azure itself would consult. It shares no code with the extension, so that it
 * can't repeat the extension's mistakes.
 */
export function pullVerdict(estate: Estate, pull: { clusterId: string; image: string }): PullVerdict {
  const cluster = estate.get(pull.clusterId);
  if (cluster === undefined) throw new Error(`There is no cluster ${pull.clusterId} in the estate.`);
  const image = parseImage(pull.image);
  const isStopped = same(textAt(cluster.properties, 'powerState', 'code'), 'Stopped');
  const places = poolPlaces(estate, cluster).map((place) => ({
    ...place,
    running: place.running && !isStopped,
  }));
  const pools = places.map((place) => judgePool(estate, cluster, place, image));
  const running = pools.filter((_, index) => places[index]?.running === true);
  const failed = running.find((pool) => pool.hops.some((hop) => !hop.ok));
  if (running.length === 0) return { verdict: 'Failed', eventText: events.noNodes(), pools };
  if (failed !== undefined) return { verdict: 'Failed', eventText: failed.eventText, pools };
  return { verdict: 'Pulled', eventText: events.pulled(image), pools };
}

/** What a machine in the network gets for a name: addresses, the aliases on the way, and the zone that decided. */
export function resolveName(estate: Estate, question: { networkId: string; name: string }): NameAnswer {
  return resolveFrom(estate, question.networkId, question.name);
}

interface Judgement extends Hop {
  /** The pod's event where this hop fails. */
  readonly eventText?: string;
}

function judgePool(estate: Estate, cluster: ArmResource, place: PoolPlace, image: ImageName): PoolVerdict {
  const hops: Hop[] = [];
  for (const { eventText, ...hop } of pullSteps(estate, cluster, place, image)) {
    hops.push(hop);
    if (!hop.ok)
      return { name: place.name, subnetId: place.subnetId, hops, eventText: eventText ?? events.noNodes() };
  }
  return { name: place.name, subnetId: place.subnetId, hops, eventText: events.pulled(image) };
}

function* pullSteps(
  estate: Estate,
  cluster: ArmResource,
  place: PoolPlace,
  image: ImageName,
): Generator<Judgement, void> {
  yield { hop: 'cluster', ok: place.running, detail: place.running ? 'nodes run' : 'no node runs' };
  const network = place.subnetId === undefined ? undefined : estate.get(networkOfSubnet(place.subnetId));
  const isThere = network !== undefined && estate.get(place.subnetId ?? '') !== undefined;
  yield { hop: 'network', ok: isThere, detail: network?.id ?? 'the network of the pool is gone' };
  if (network === undefined) return;

  const name = resolveFrom(estate, network.id, image.host);
  const address = name.answers[0];
  yield {
    hop: 'name',
    ok: address !== undefined,
    detail: describe(name),
    eventText: events.noSuchHost(image),
  };
  if (address === undefined) return;

  const registry = findRegistry(estate, image.host);
  if (registry === undefined) {
    // A record outlives its registry: the name still resolves, and nothing answers there.
    yield {
      hop: 'route',
      ok: false,
      detail: `no registry is ${image.host}`,
      eventText: events.timeout(image, address),
    };
    return;
  }
  yield reach(estate, {
    networkId: network.id,
    registry,
    address,
    eventText: events.timeout(image, address),
  });
  const isLoginServer = image.host === registry.loginServer;
  yield {
    hop: 'certificate',
    ok: isLoginServer,
    detail: isLoginServer ? `*.${suffixOf(registry)}` : `the login server is ${registry.loginServer}`,
    eventText: events.wrongCertificate(image, suffixOf(registry)),
  };
  if (!isPrivateAddress(address)) yield firewall(estate, cluster, registry.resource, image);
  yield identity(estate, cluster, registry.resource, image);
  yield* layers(estate, cluster, network.id, registry, image);
}

function describe(name: NameAnswer): string {
  const zone = name.zoneId ?? 'public DNS';
  return `${name.cnameChain.join(' → ')} → ${name.answers[0] ?? name.status} (${zone})`;
}

function suffixOf(registry: Registry): string {
  return registry.loginServer.slice(registry.loginServer.indexOf('.') + 1);
}

/** By login server, or by the private alias of it that people write into manifests by mistake. */
function findRegistry(estate: Estate, host: string): Registry | undefined {
  return registries(estate).find(
    (registry) => host === registry.loginServer || host === registry.privateHost(registry.loginServer),
  );
}

/** A private address leads somewhere only if an approved endpoint of this registry has it within reach. */
function reach(
  estate: Estate,
  way: { networkId: string; registry: Registry; address: string; eventText: string; hop?: HopName },
): Judgement {
  const hop = way.hop ?? 'route';
  const { registry, address, eventText } = way;
  if (!isPrivateAddress(address)) return { hop, ok: true, detail: `${address} by the internet` };
  const approved = approvedConnections(estate, registry.resource);
  const isPremium = same(textAt(registry.resource['sku'], 'name'), 'Premium');
  const reasons: string[] = [];
  for (const endpoint of endpointsAt(estate, address)) {
    const route = routable(estate, way.networkId, endpoint.networkId, address);
    if (route !== true) reasons.push(route);
    else if (!approved.some((id) => same(id, endpoint.endpointId))) {
      reasons.push(`${endpoint.endpointId} is not an approved endpoint of ${registry.resource.id}`);
    } else if (!isPremium) reasons.push('private endpoints work on Premium registries only');
    else return { hop, ok: true, detail: `${address} of ${endpoint.endpointId}` };
  }
  return { hop, ok: false, detail: reasons.join('; ') || `no private endpoint has ${address}`, eventText };
}

/** Where public access is off, or the rules deny by default and name no range with the nodes' address, it ends. */
function firewall(estate: Estate, cluster: ArmResource, registry: ArmResource, image: ImageName): Judgement {
  const from = outboundAddress(estate, cluster) ?? '203.0.113.254';
  const isOff = same(textAt(registry.properties, 'publicNetworkAccess'), 'Disabled');
  const denies = same(textAt(registry.properties, 'networkRuleSet', 'defaultAction'), 'Deny');
  const allowed = listAt(registry.properties, 'networkRuleSet', 'ipRules').flatMap(
    (rule) => textAt(rule, 'value') ?? [],
  );
  const ok = !isOff && (!denies || inRanges(from, allowed));
  const reason = isOff ? 'public access is disabled' : `network rules do not allow ${from}`;
  return {
    hop: 'firewall',
    ok,
    detail: ok ? `${from} is let in` : reason,
    eventText: events.forbidden(image, from),
  };
}

function identity(estate: Estate, cluster: ArmResource, registry: ArmResource, image: ImageName): Judgement {
  const eventText = events.unauthorized(image);
  if (at(registry.properties, 'anonymousPullEnabled') === true) {
    return { hop: 'identity', ok: true, detail: 'anonymous pull is enabled' };
  }
  const principalId = textAt(cluster.properties, 'identityProfile', 'kubeletidentity', 'objectId');
  if (principalId === undefined) {
    return { hop: 'identity', ok: false, detail: 'the cluster has no kubelet identity', eventText };
  }
  return {
    hop: 'identity',
    eventText,
    ...mayPull(estate, { principalId, registry, repository: image.repository }),
  };
}

/**
 * Layers come from the dedicated data endpoint where the registry has one: switched on, or come with the first private
 * endpoint. Otherwise they come from storage, which is public. A replica in the cluster's region is the nearest.
 */
function* layers(
  estate: Estate,
  cluster: ArmResource,
  networkId: string,
  registry: Registry,
  image: ImageName,
): Generator<Judgement, void> {
  const isDedicated =
    at(registry.resource.properties, 'dataEndpointEnabled') === true ||
    approvedConnections(estate, registry.resource).length > 0;
  if (!isDedicated) {
    yield { hop: 'data', ok: true, detail: 'layers come from public storage' };
    return;
  }
  const regions = homeRegions(estate, registry);
  const region = regions.find((item) => same(item, cluster.location)) ?? regions[0] ?? '';
  const host = registry.dataHost(region);
  const name = resolveFrom(estate, networkId, host);
  const address = name.answers[0];
  if (address === undefined) {
    yield { hop: 'data', ok: false, detail: describe(name), eventText: events.layersNoSuchHost(image, host) };
    return;
  }
  const eventText = events.layersTimeout(image, host, address);
  yield reach(estate, { networkId, registry, address, eventText, hop: 'data' });
  // The data endpoint has the same firewall as the login server.
  if (isPrivateAddress(address)) return;
  const allowed = firewall(estate, cluster, registry.resource, image);
  yield { ...allowed, hop: 'data' };
}
