import { at, same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { events, type ImageName } from './events';
import { admission, PROXY_ADDRESS, sourceAddress } from './firewall';
import { networkOfSubnet } from './ids';
import { mayPull } from './identity';
import { missingImage } from './images';
import { resolveFrom, resolvePublicly, serverOf, type NameAnswer } from './names';
import { isPrivateAddress, type PoolPlace } from './networks';
import { proxyFor } from './proxy';
import { reach } from './reach';
import { approvedConnections, findRegistry, servedRegions, type Registry } from './registries';

/** The way of a pull, in the order in which a kubelet goes it; `data` is the download of layers. */
export type HopName =
  'cluster' | 'network' | 'name' | 'route' | 'certificate' | 'firewall' | 'identity' | 'image' | 'data';

export interface Hop {
  readonly hop: HopName;
  readonly ok: boolean;
  readonly detail: string;
  /** The name that was asked for, the answers, and the private zone that gave them, if one did. */
  readonly name?: string;
  readonly answers?: readonly string[];
  readonly zoneId?: string;
}

export interface Judgement extends Hop {
  /** The pod's event where this hop fails. */
  readonly eventText?: string;
}

export interface Pull {
  readonly estate: Estate;
  readonly cluster: ArmResource;
  readonly place: PoolPlace;
  readonly image: ImageName;
}

/** Goes the way of a pull from one pool, hop by hop, until the reader stops at one that fails. */
export function* pullSteps(pull: Pull): Generator<Judgement, void> {
  const { estate, place, image } = pull;
  yield { hop: 'cluster', ok: place.running, detail: place.running ? 'nodes run' : 'no node runs' };
  const network = place.subnetId === undefined ? undefined : estate.get(networkOfSubnet(place.subnetId));
  const isThere = network !== undefined && estate.get(place.subnetId ?? '') !== undefined;
  yield { hop: 'network', ok: isThere, detail: network?.id ?? 'the network of the pool is gone' };
  if (network === undefined) return;

  const found = lookUp(pull, image.host);
  yield {
    ...found.hop,
    hop: 'name',
    eventText: events.noSuchHost(image, serverOf(estate, network.id)),
  };
  const { address } = found;
  if (address === undefined) return;
  const registry = findRegistry(estate, image.host);
  if (registry === undefined) {
    // A record outlives its registry: the name still resolves, and nothing answers there.
    const eventText = events.timeout(image, address);
    yield { hop: 'route', ok: false, detail: `no registry is ${image.host}`, eventText };
    return;
  }
  yield route(pull, registry, found, 'route', events.timeout(image, address));
  const isLoginServer = image.host === registry.loginServer;
  yield {
    hop: 'certificate',
    ok: isLoginServer,
    detail: isLoginServer ? `*.${suffixOf(registry)}` : `the login server is ${registry.loginServer}`,
    eventText: events.wrongCertificate(image, suffixOf(registry)),
  };
  if (!isPrivateAddress(address)) yield firewall(pull, registry, found);
  yield identity(pull, registry.resource);
  const missing = missingImage(estate, registry.resource, image);
  if (missing !== undefined) {
    yield { hop: 'image', ok: false, detail: missing, eventText: events.notFound(image) };
    return;
  }
  yield* layers(pull, registry);
}

interface Found {
  readonly address: string | undefined;
  readonly proxy: string | undefined;
  readonly hop: Omit<Hop, 'hop'>;
}

/** A name as the nodes see it; where a proxy asks for them it is the internet's answer that counts. */
function lookUp({ estate, cluster, place }: Pull, host: string): Found {
  const proxy = proxyFor(cluster, host);
  if (proxy !== undefined) {
    const address = resolvePublicly(estate, host);
    const detail = `${host} → ${address ?? 'NXDOMAIN'} (asked by the proxy ${proxy})`;
    const hop = {
      ok: address !== undefined,
      detail,
      name: host,
      answers: address === undefined ? [] : [address],
    };
    return { address, proxy, hop };
  }
  const answer = resolveFrom(estate, networkOfSubnet(place.subnetId ?? ''), host);
  const [address] = answer.answers;
  return {
    address,
    proxy,
    hop: {
      ok: address !== undefined,
      detail: describe(answer),
      name: host,
      answers: answer.answers,
      ...(answer.zoneId === undefined ? {} : { zoneId: answer.zoneId }),
    },
  };
}

function describe(name: NameAnswer): string {
  const zone = name.zoneId ?? 'public DNS';
  return `${name.cnameChain.join(' → ')} → ${name.answers[0] ?? name.status} (${zone})`;
}

function suffixOf(registry: Registry): string {
  return registry.loginServer.slice(registry.loginServer.indexOf('.') + 1);
}

function route(
  { estate, cluster, place }: Pull,
  registry: Registry,
  { address = '', proxy }: Found,
  hop: HopName,
  eventText: string,
): Judgement {
  if (proxy !== undefined) return { hop, ok: true, detail: `${address} through the proxy ${proxy}` };
  const region = registry.resource.location ?? '';
  const tags = ['AzureContainerRegistry', `AzureContainerRegistry.${region}`, 'AzureCloud'];
  const subnetId = place.subnetId ?? '';
  return { hop, ...reach(estate, { cluster, subnetId, registry, address, tags }), eventText };
}

function firewall({ estate, cluster, place, image }: Pull, registry: Registry, found: Found): Judgement {
  const subnetId = place.subnetId ?? '';
  const from =
    found.proxy === undefined ? sourceAddress(estate, cluster, subnetId, found.address ?? '') : PROXY_ADDRESS;
  // Behind a proxy it is the proxy's subnet that counts, which nobody knows.
  const node = { from, subnetId: found.proxy === undefined ? subnetId : '' };
  const { ok, detail } = admission(estate, registry.resource, node);
  return { hop: 'firewall', ok, detail, eventText: events.forbidden(image, from) };
}

function identity({ estate, cluster, image }: Pull, registry: ArmResource): Judgement {
  const eventText = events.unauthorized(image);
  if (at(registry.properties, 'anonymousPullEnabled') === true) {
    return { hop: 'identity', ok: true, detail: 'anonymous pull is enabled' };
  }
  const principalId = pullingPrincipal(estate, cluster);
  if (principalId === undefined) {
    return { hop: 'identity', ok: false, detail: 'the cluster has no kubelet identity', eventText };
  }
  const who = { clusterId: cluster.id, principalId, registry, repository: image.repository };
  return { hop: 'identity', eventText, ...mayPull(estate, who) };
}

/** The kubelet's identity; in clusters of the old kind the service principal, which ARM knows by application id. */
function pullingPrincipal(estate: Estate, cluster: ArmResource): string | undefined {
  const kubelet = textAt(cluster.properties, 'identityProfile', 'kubeletidentity', 'objectId');
  const clientId = textAt(cluster.properties, 'servicePrincipalProfile', 'clientId');
  if (kubelet !== undefined || clientId === undefined || clientId === 'msi') return kubelet;
  return estate
    .ofType('Microsoft.Graph/directoryObjects')
    .find((item) => same(textAt(item.properties, 'appId'), clientId))?.name;
}

/**
 * Layers come from the dedicated data endpoint where the registry has one: switched on, or come with the first private
 * endpoint. Otherwise they come from storage, which is public. A replica in the cluster's region is the nearest.
 */
function* layers(pull: Pull, registry: Registry): Generator<Judgement, void> {
  const { estate, cluster, image, place } = pull;
  const isDedicated =
    at(registry.resource.properties, 'dataEndpointEnabled') === true ||
    approvedConnections(estate, registry.resource).length > 0;
  if (!isDedicated) {
    yield fromStorage(pull, registry);
    return;
  }
  const regions = servedRegions(estate, registry);
  const region = regions.find((item) => same(item, cluster.location)) ?? regions[0] ?? '';
  const host = registry.dataHost(region);
  const found = lookUp(pull, host);
  const networkId = networkOfSubnet(place.subnetId ?? '');
  if (found.address === undefined) {
    const eventText = events.layersNoSuchHost(image, host, serverOf(estate, networkId));
    yield { ...found.hop, hop: 'data', eventText };
    return;
  }
  const way = route(pull, registry, found, 'data', events.layersTimeout(image, host, found.address));
  // The data endpoint has the same firewall as the login server.
  const admitted = isPrivateAddress(found.address) ? undefined : firewall(pull, registry, found);
  if (!way.ok || admitted === undefined) yield { ...found.hop, ...way };
  else yield { ...found.hop, ...admitted, hop: 'data', eventText: events.layersForbidden(image, host) };
}

/** Storage is public, and nobody's rules but those of the network stand before it. */
function fromStorage({ estate, cluster, place, image }: Pull, registry: Registry): Judgement {
  const host = `${(registry.resource.location ?? 'global').toLowerCase()}registry.blob.core.windows.net`;
  const address = '198.51.100.253';
  if (proxyFor(cluster, host) !== undefined) {
    return { hop: 'data', ok: true, detail: 'layers come from public storage, through the proxy' };
  }
  const tags = ['Storage', `Storage.${registry.resource.location ?? ''}`, 'AzureCloud'];
  const way = reach(estate, { cluster, subnetId: place.subnetId ?? '', registry, address, tags });
  const detail = way.ok ? 'layers come from public storage' : way.detail;
  return { hop: 'data', ok: way.ok, detail, eventText: events.layersTimeout(image, host, address) };
}
