import { storageSuffixOf } from '../arm/clouds';
import { at, listAt, same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { events, type DnsTrouble, type ImageName } from './events';
import { admission, PROXY_ADDRESS, sourceAddress } from './firewall';
import { networkOfSubnet } from './ids';
import { mayPull } from './identity';
import { missingImage } from './images';
import { resolveFrom, resolvePublicly, type NameAnswer } from './names';
import { isInside, type PoolPlace } from './networks';
import { proxyFor } from './proxy';
import { pullFaultAt, type Moment, type PullFault } from './pullFaults';
import { reach } from './reach';
import { approvedConnections, findRegistry, regionalHosts, servedRegions, type Registry } from './registries';

/** The way of a pull, in the order in which a kubelet goes it; `data` is the download of layers. */
type HopName =
  'cluster' | 'network' | 'name' | 'route' | 'certificate' | 'firewall' | 'identity' | 'image' | 'data';

/** What a pull takes, in an order in which the one doesn't make sense without the other. */
export const partsOfPull = ['nodes', 'name', 'way', 'door', 'identity', 'image'] as const;
export type PartOfPull = (typeof partsOfPull)[number];

export interface Hop {
  readonly hop: HopName;
  /** What the hop is about; of one that fails, what is broken. */
  readonly part: PartOfPull;
  readonly ok: boolean;
  readonly detail: string;
  /** The name that was asked for, the answers, and the private zone that gave them, if one did. */
  readonly name?: string;
  readonly answers?: readonly string[];
  readonly zoneId?: string;
  /** Where the network's DNS servers say different things. */
  readonly disagreeing?: readonly string[];
}

export interface Judgement extends Hop {
  /** The pod's event where this hop fails. */
  readonly eventText?: string;
}

/** A pull secret that a pod names: which host it is for, and whether that takes it. */
export interface PullSecret {
  readonly name: string;
  readonly host: string;
  readonly valid: boolean;
}

/** What besides the estate may decide about a pull: when it is, and the secrets of the pod. */
export interface Circumstances {
  readonly moment?: Moment | undefined;
  readonly secrets?: readonly PullSecret[] | undefined;
}

export interface Pull extends Circumstances {
  readonly estate: Estate;
  readonly cluster: ArmResource;
  readonly place: PoolPlace;
  readonly image: ImageName;
}

/** Goes the way of a pull from one pool, hop by hop, until the reader stops at one that fails. */
export function* pullSteps(pull: Pull): Generator<Judgement, void> {
  const { estate, image } = pull;
  yield nodesRun(pull);
  const network = poolNetwork(pull);
  yield network;
  if (!network.ok) return;

  const found = lookUp(pull, image.host);
  yield nameFound(pull, found);
  if (found.address === undefined) return;
  const registry = findRegistry(estate, image.host);
  if (registry === undefined) {
    yield nobodyThere(pull, found.address);
    return;
  }
  yield manifestWay(pull, registry, found);
  yield certificate(pull, registry);
  if (!isInside(estate, found.address)) yield firewall(pull, registry, found);
  yield* troubleAt(pull, registry, 'token', found.address);
  yield identity(pull, registry);
  yield* troubleAt(pull, registry, 'manifest', found.address);
  const missing = imageThere(pull, registry);
  yield* missing.ok ? layers(pull, registry) : [missing];
  yield* troubleAt(pull, registry, 'layers', found.address);
}

const HOP_OF_TROUBLE = { token: 'identity', manifest: 'image', layers: 'data' } as const;

/** What is wrong for a while with an answer of the registry, if something is. */
function* troubleAt(
  pull: Pull,
  { resource }: Registry,
  place: PullFault['at'],
  address: string,
): Generator<Judgement, void> {
  const { estate, cluster, image, moment } = pull;
  const asked = { registryId: resource.id, clusterId: cluster.id, moment };
  const answer = pullFaultAt(estate, asked, place);
  if (answer === undefined) return;
  yield {
    hop: HOP_OF_TROUBLE[place],
    part: answer === 401 ? 'identity' : answer === 'timeout' ? 'way' : 'door',
    ok: false,
    detail: `the registry answers the request for the ${place} with ${answer}`,
    eventText: events.trouble(image, place, answer, address),
  };
}

/**
 * Judges every part of a pull for itself, so that what is broken behind the first broken thing is told as well: the names
 * of the registry and of its layers, the ways to them, who lets in there, the right, the image.
 */
export function* pullParts(pull: Pull): Generator<Judgement, void> {
  const { estate, image } = pull;
  yield nodesRun(pull);
  const network = poolNetwork(pull);
  yield network;
  const registry = findRegistry(estate, image.host);
  if (network.ok) {
    const found = lookUp(pull, image.host);
    yield nameFound(pull, found);
    if (registry === undefined) yield nobodyThere(pull, found.address ?? image.host);
    else {
      if (found.address !== undefined) {
        yield manifestWay(pull, registry, found);
        if (!isInside(estate, found.address)) yield firewall(pull, registry, found);
      }
      yield certificate(pull, registry);
      yield* layers(pull, registry);
    }
  }
  if (registry === undefined) return;
  yield identity(pull, registry);
  yield imageThere(pull, registry);
}

function nodesRun({ place }: Pull): Judgement {
  const detail = place.running ? 'nodes run' : 'no node runs';
  return { hop: 'cluster', part: 'nodes', ok: place.running, detail };
}

function poolNetwork({ estate, place }: Pull): Judgement {
  const network = place.subnetId === undefined ? undefined : estate.get(networkOfSubnet(place.subnetId));
  const ok = network !== undefined && estate.get(place.subnetId ?? '') !== undefined;
  return { hop: 'network', part: 'way', ok, detail: network?.id ?? 'the network of the pool is gone' };
}

interface Found {
  readonly address: string | undefined;
  readonly proxy: string | undefined;
  readonly trouble: DnsTrouble;
  readonly hop: Omit<Hop, 'hop' | 'part'>;
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
    return { address, proxy, trouble: { server: proxy, status: 'NXDOMAIN' }, hop };
  }
  const { subnetId = '' } = place;
  const answer = resolveFrom(estate, { networkId: networkOfSubnet(subnetId), subnetId }, host);
  const [address] = answer.answers;
  return {
    address,
    proxy,
    trouble: answer,
    hop: {
      ok: address !== undefined,
      detail: describe(answer),
      name: host,
      answers: answer.answers,
      ...(answer.zoneId === undefined ? {} : { zoneId: answer.zoneId }),
      ...(answer.agreed ? {} : { disagreeing: answer.servers.map(({ server }) => server) }),
    },
  };
}

function describe(name: NameAnswer): string {
  const zone = name.zoneId ?? 'public DNS';
  const said = ({ server, answers, status }: Pick<NameAnswer, 'server' | 'answers' | 'status'>): string =>
    `${server} says ${answers[0] ?? status}`;
  const others = name.agreed ? '' : `; ${name.servers.map(said).join(', ')}`;
  const by = name.status === 'TIMEOUT' ? `${name.server} does not answer` : zone;
  return `${name.cnameChain.join(' → ')} → ${name.answers[0] ?? name.status} (${by})${others}`;
}

function nameFound({ image }: Pull, found: Found): Judgement {
  return { ...found.hop, hop: 'name', part: 'name', eventText: events.noSuchHost(image, found.trouble) };
}

/** A record outlives its registry: the name still resolves, and nothing answers there. */
function nobodyThere({ image }: Pull, address: string): Judgement {
  const eventText = events.timeout(image, address);
  return { hop: 'route', part: 'name', ok: false, detail: `no registry is ${image.host}`, eventText };
}

function manifestWay(pull: Pull, registry: Registry, found: Found): Judgement {
  return route(pull, registry, found, 'route', events.timeout(pull.image, found.address ?? ''));
}

function certificate({ estate, image }: Pull, registry: Registry): Judgement {
  const ok = [registry.loginServer, ...regionalHosts(estate, registry)].includes(image.host);
  return {
    hop: 'certificate',
    part: 'name',
    ok,
    detail: ok ? `*.${suffixOf(registry)}` : `the login server is ${registry.loginServer}`,
    eventText: events.wrongCertificate(image, suffixOf(registry)),
  };
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
  if (proxy !== undefined) {
    return { hop, part: 'way', ok: true, detail: `${address} through the proxy ${proxy}` };
  }
  const tags = serviceTags({ estate, cluster }, registry);
  const subnetId = place.subnetId ?? '';
  const { ok, detail, fault = 'way' } = reach(estate, { cluster, subnetId, registry, address, tags });
  return { hop, part: fault, ok, detail, eventText };
}

/** The region that serves a cluster: its own where the registry has its data there. */
function servingRegion({ estate, cluster }: Pick<Pull, 'estate' | 'cluster'>, registry: Registry): string {
  const regions = servedRegions(estate, registry);
  return regions.find((region) => same(region, cluster.location)) ?? regions[0] ?? '';
}

/** Names of the ranges that a service's public addresses are in, for all regions and for the one that serves. */
function serviceTags(
  asked: Pick<Pull, 'estate' | 'cluster'>,
  registry: Registry,
  service = 'AzureContainerRegistry',
): readonly string[] {
  const region = servingRegion(asked, registry);
  return [service, 'AzureCloud'].flatMap((tag) => [tag, `${tag}.${region}`]);
}

function firewall({ estate, cluster, place, image }: Pull, registry: Registry, found: Found): Judgement {
  const subnetId = place.subnetId ?? '';
  const from =
    found.proxy === undefined
      ? sourceAddress(estate, cluster, subnetId, {
          address: found.address ?? '',
          tags: serviceTags({ estate, cluster }, registry),
        })
      : PROXY_ADDRESS;
  // Behind a proxy it is the proxy's subnet that counts, which nobody knows.
  const node = { from, subnetId: found.proxy === undefined ? subnetId : '' };
  const { ok, detail } = admission(estate, registry.resource, node);
  return { hop: 'firewall', part: 'door', ok, detail, eventText: events.forbidden(image, from) };
}

function identity({ estate, cluster, image, moment, secrets = [] }: Pull, registry: Registry): Judgement {
  const { resource } = registry;
  const hop = { hop: 'identity', part: 'identity', eventText: events.unauthorized(image) } as const;
  if (at(resource.properties, 'anonymousPullEnabled') === true) {
    return { ...hop, ok: true, detail: 'anonymous pull is enabled' };
  }
  // Kubelets try the pod's secrets first, and what they have themselves as well.
  const secret = secrets.find(({ host, valid }) => valid && same(host, image.host));
  if (secret !== undefined) return { ...hop, ok: true, detail: `pull secret ${secret.name}` };
  // Kubelets know by the host which registry to sign in to, and take no regional endpoint for one.
  if (image.host !== registry.loginServer) {
    return { ...hop, ok: false, detail: `kubelets have no credentials for ${image.host}` };
  }
  const principalId = pullingPrincipal(estate, cluster);
  if (principalId === undefined) {
    return { ...hop, ok: false, detail: 'the cluster has no kubelet identity' };
  }
  const { repository } = image;
  const who = { clusterId: cluster.id, principalId, registry: resource, repository, at: moment?.at };
  return { ...hop, ...mayPull(estate, who) };
}

/** The kubelet's identity; in clusters of the old kind the service principal, which ARM knows by application id. */
function pullingPrincipal(estate: Estate, cluster: ArmResource): string | undefined {
  const kubelet = textAt(cluster.properties, 'identityProfile', 'kubeletidentity', 'objectId');
  const clientId = textAt(cluster.properties, 'servicePrincipalProfile', 'clientId');
  if (kubelet !== undefined || clientId === undefined || clientId === 'msi') return kubelet;
  return estate
    .ofType('Microsoft.Graph/directoryObjects')
    .find((item) =>
      ['appId', 'applicationId'].some((member) => same(textAt(item.properties, member), clientId)),
    )?.name;
}

function imageThere({ estate, image }: Pull, registry: Registry): Judgement {
  const missing = missingImage(estate, registry.resource, image);
  const detail = missing ?? `${image.repository} has ${image.tag}, as far as is known`;
  const ok = missing === undefined;
  return { hop: 'image', part: 'image', ok, detail, eventText: events.notFound(image) };
}

/**
 * Layers come from the dedicated data endpoint where the registry has one: switched on, or come with the first private
 * endpoint. Otherwise they come from storage, which is public. A replica in the cluster's region is the nearest.
 */
function* layers(pull: Pull, registry: Registry): Generator<Judgement, void> {
  const { estate, image } = pull;
  const isDedicated =
    at(registry.resource.properties, 'dataEndpointEnabled') === true ||
    approvedConnections(estate, registry.resource).length > 0;
  if (!isDedicated) {
    yield fromStorage(pull, registry);
    return;
  }
  const region = servingRegion(pull, registry);
  const host = registry.dataHost(region);
  const found = lookUp(pull, host);
  if (found.address === undefined) {
    const eventText = events.layersNoSuchHost(image, host, found.trouble);
    yield { ...found.hop, hop: 'data', part: 'name', eventText };
    return;
  }
  const way = route(pull, registry, found, 'data', events.layersTimeout(image, host, found.address));
  // The data endpoint has the same firewall as the login server.
  const admitted = isInside(estate, found.address) ? undefined : firewall(pull, registry, found);
  if (!way.ok || admitted === undefined) yield { ...found.hop, ...way };
  else yield { ...found.hop, ...admitted, hop: 'data', eventText: events.layersForbidden(image, host) };
}

/**
 * Storage is public. Before it stand the rules of the network, and a subnet's policies for its service endpoint: they name
 * the accounts that may be reached, and those of registries are Microsoft's.
 */
function fromStorage({ estate, cluster, place, image }: Pull, registry: Registry): Judgement {
  const region = (registry.resource.location ?? 'global').toLowerCase();
  const host = `${region}registry.${storageSuffixOf(registry.loginServer)}`;
  const address = '198.51.100.253';
  if (proxyFor(cluster, host) !== undefined) {
    return {
      hop: 'data',
      part: 'way',
      ok: true,
      detail: 'layers come from public storage, through the proxy',
    };
  }
  const subnetId = place.subnetId ?? '';
  if (hasStoragePolicy(estate, subnetId)) {
    const detail = `service endpoint policies of ${subnetId} keep nodes from the storage of registries`;
    const eventText = events.layersOfStorageForbidden(image, host);
    return { hop: 'data', part: 'way', ok: false, detail, eventText };
  }
  const tags = serviceTags({ estate, cluster }, registry, 'Storage');
  const way = reach(estate, { cluster, subnetId, registry, address, tags });
  const detail = way.ok ? 'layers come from public storage' : way.detail;
  const eventText = events.layersTimeout(image, host, address);
  return { hop: 'data', part: 'way', ok: way.ok, detail, eventText };
}

function hasStoragePolicy(estate: Estate, subnetId: string): boolean {
  const properties = estate.get(subnetId)?.properties;
  const hasEndpoint = listAt(properties, 'serviceEndpoints').some((item) =>
    /^Microsoft\.Storage(\.Global)?$/i.test(textAt(item, 'service') ?? ''),
  );
  return hasEndpoint && listAt(properties, 'serviceEndpointPolicies').length > 0;
}
