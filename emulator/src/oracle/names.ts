import { listAt, same, textAt, textsAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { networksWithAddress } from './networks';
import { approvedConnections, homeRegions, registries } from './registries';

export interface NameAnswer {
  readonly answers: string[];
  /** The names gone through: the one asked for, then each CNAME's target. */
  readonly cnameChain: string[];
  /** The private zone that decided, if one did. */
  readonly zoneId?: string;
  readonly status: 'NOERROR' | 'NXDOMAIN';
}

interface Step {
  readonly addresses?: string[];
  readonly next?: string;
  readonly zoneId?: string;
}

const AZURE_DNS = '168.63.129.16';

/**
 * Resolves a name as a machine in the network sees it. Azure's rules (private DNS and Private Link documentation): of
 * the zones linked to the network the one with the longest matching suffix decides; a name that it lacks does not
 * exist, unless the link's resolution policy is NxDomainRedirect; every other name is public DNS. A network with DNS
 * servers of its own sees private zones only where such a server stands in a linked network.
 */
export function resolveFrom(estate: Estate, networkId: string, name: string): NameAnswer {
  const viewpoints = resolvingNetworks(estate, networkId);
  const cnameChain = [name.toLowerCase().replace(/\.$/, '')];
  let zoneId: string | undefined;
  for (let hop = 0; hop < 8; hop += 1) {
    const current = cnameChain.at(-1) ?? '';
    const step = privateStep(estate, viewpoints, current) ?? publicStep(estate, current);
    zoneId = step?.zoneId ?? zoneId;
    const zone = zoneId === undefined ? {} : { zoneId };
    if (step === undefined) return { answers: [], cnameChain, ...zone, status: 'NXDOMAIN' };
    if (step.addresses !== undefined) {
      const status = step.addresses.length > 0 ? 'NOERROR' : 'NXDOMAIN';
      return { answers: step.addresses, cnameChain, ...zone, status };
    }
    cnameChain.push(step.next ?? '');
  }
  return { answers: [], cnameChain, status: 'NXDOMAIN' };
}

/** What the internet gets for a name. */
export function resolvePublicly(estate: Estate, name: string): string | undefined {
  let current = name;
  for (let hop = 0; hop < 8; hop += 1) {
    const step = publicStep(estate, current);
    if (step?.addresses !== undefined) return step.addresses[0];
    if (step?.next === undefined) return undefined;
    current = step.next;
  }
  return undefined;
}

/** The DNS server that a network's machines ask first. */
export function serverOf(estate: Estate, networkId: string): string {
  return textsAt(estate.get(networkId)?.properties, 'dhcpOptions', 'dnsServers')[0] ?? AZURE_DNS;
}

/** The networks whose zone links count: the network itself, or those in which its DNS servers stand. */
function resolvingNetworks(estate: Estate, networkId: string): string[] {
  const servers = textsAt(estate.get(networkId)?.properties, 'dhcpOptions', 'dnsServers');
  if (servers.length === 0) return [networkId];
  return servers.flatMap((server) =>
    server === AZURE_DNS ? [networkId] : networksWithAddress(estate, networkId, server),
  );
}

interface LinkedZone {
  readonly zone: ArmResource;
  readonly redirect: boolean;
}

function linkedZones(estate: Estate, networkIds: readonly string[]): LinkedZone[] {
  return estate.ofType('Microsoft.Network/privateDnsZones/virtualNetworkLinks').flatMap((link) => {
    const isOurs = networkIds.some((id) => same(textAt(link.properties, 'virtualNetwork', 'id'), id));
    const isDone = same(textAt(link.properties, 'virtualNetworkLinkState'), 'Completed');
    const zone = estate.get(link.id.replace(/\/virtualNetworkLinks\/[^/]+$/i, ''));
    if (!isOurs || !isDone || zone === undefined) return [];
    return [{ zone, redirect: same(textAt(link.properties, 'resolutionPolicy'), 'NxDomainRedirect') }];
  });
}

function privateStep(estate: Estate, networkIds: readonly string[], name: string): Step | undefined {
  const [closest] = linkedZones(estate, networkIds)
    .filter(({ zone }) => name === zone.name.toLowerCase() || name.endsWith(`.${zone.name.toLowerCase()}`))
    .toSorted((a, b) => b.zone.name.length - a.zone.name.length);
  if (closest === undefined) return undefined;
  const { zone, redirect } = closest;
  const label = name === zone.name.toLowerCase() ? '@' : name.slice(0, -zone.name.length - 1);
  const set = recordSet(estate, zone, 'A', label);
  if (set !== undefined) {
    const addresses = listAt(set.properties, 'aRecords').flatMap((item) => textAt(item, 'ipv4Address') ?? []);
    return { addresses, zoneId: zone.id };
  }
  const next = textAt(recordSet(estate, zone, 'CNAME', label)?.properties, 'cnameRecord', 'cname');
  if (next !== undefined) return { next: next.toLowerCase().replace(/\.$/, ''), zoneId: zone.id };
  return redirect ? undefined : { addresses: [], zoneId: zone.id };
}

function recordSet(estate: Estate, zone: ArmResource, kind: string, label: string): ArmResource | undefined {
  return estate.get(`${zone.id}/${kind}/${label}`) ?? estate.get(`${zone.id}/${kind}/*`);
}

/**
 * Public DNS, as far as registries go: the login server and the dedicated data endpoints have public addresses, and
 * become aliases into `privatelink` with the first approved private endpoint.
 */
function publicStep(estate: Estate, name: string): Step | undefined {
  for (const registry of registries(estate)) {
    const names = [
      registry.loginServer,
      ...homeRegions(estate, registry).map((region) => registry.dataHost(region)),
    ];
    for (const [index, plain] of names.entries()) {
      const alias = registry.privateHost(plain);
      const isPrivate = approvedConnections(estate, registry.resource).length > 0;
      if (name === plain && isPrivate) return { next: alias };
      if (name === plain || (name === alias && isPrivate))
        return { addresses: [publicAddress(plain, index)] };
    }
  }
  return undefined;
}

/** Stands for the registry front ends of Azure; the range is reserved for documentation, so it is nobody's. */
function publicAddress(host: string, index: number): string {
  const sum = Buffer.from(host).reduce((total, byte) => (total * 31 + byte) % 250, index);
  return `198.51.100.${sum + 1}`;
}
