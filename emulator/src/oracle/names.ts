import { listAt, same, textAt, textsAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { placesOf, routable, type Place } from './networks';
import { approvedConnections, homeRegions, regionalHosts, registries } from './registries';

/** What one DNS server says to a name. */
interface ServerAnswer {
  readonly server: string;
  /** Of which networks the zone links count there; undefined where it knows public DNS only. */
  readonly networkIds: readonly string[] | undefined;
  readonly answers: string[];
  /** The names gone through: the one asked for, then each CNAME's target. */
  readonly cnameChain: string[];
  /** The private zone that decided, if one did. */
  readonly zoneId?: string;
  /** `TIMEOUT`: the server stands in a network to which there is no way. */
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'TIMEOUT';
}

/** What a machine gets for a name: the answer of the first of its servers that gives one. */
export interface NameAnswer extends Omit<ServerAnswer, 'networkIds'> {
  /** What each server of the network says, in their order. */
  readonly servers: readonly ServerAnswer[];
  /** Whether all servers say the same. Where they don't, a machine that can't ask the first gets something else. */
  readonly agreed: boolean;
}

interface Step {
  readonly addresses?: string[];
  readonly next?: string;
  readonly zoneId?: string;
}

const AZURE_DNS = '168.63.129.16';

/**
 * Resolves a name as a machine at a place sees it. Azure's rules (private DNS and Private Link documentation): of the
 * zones linked to the network the one with the longest matching suffix decides; a name that it lacks does not exist,
 * unless the link's resolution policy is NxDomainRedirect; every other name is public DNS. A network with DNS servers of
 * its own sees private zones only where such a server stands in a linked network.
 *
 * Several servers are asked in their order, and the first answer decides, also that there is no such name: only a server
 * that doesn't answer makes way for the next (manual page resolv.conf(5); the resolver of Go's library, by which
 * containerd asks). A server in a network to which there is no way doesn't answer.
 */
export function resolveFrom(estate: Estate, place: Place, name: string): NameAnswer {
  const servers = dnsServersOf(estate, place.networkId).map((server) =>
    askServer(estate, place, server, name),
  );
  const decisive = servers.find(({ status }) => status !== 'TIMEOUT') ?? servers[0];
  const said = new Set(servers.map(({ status, answers }) => `${status} ${answers.toSorted().join(' ')}`));
  const { server, answers, cnameChain, zoneId, status } =
    decisive ?? ask(estate, AZURE_DNS, [place.networkId], name);
  const zone = zoneId === undefined ? {} : { zoneId };
  return { answers, cnameChain, ...zone, status, server, servers, agreed: said.size < 2 };
}

/** The DNS servers of a network in the order in which its machines ask them. */
function dnsServersOf(estate: Estate, networkId: string): string[] {
  const own = textsAt(estate.get(networkId)?.properties, 'dhcpOptions', 'dnsServers');
  return own.length > 0 ? own : [AZURE_DNS];
}

/** Azure's own server answers for the network; one that stands in a network asks Azure's there, any other the internet. */
function askServer(estate: Estate, place: Place, server: string, name: string): ServerAnswer {
  if (server === AZURE_DNS) return ask(estate, server, [place.networkId], name);
  const standsIn = placesOf(estate, server);
  if (standsIn.length === 0) return ask(estate, server, undefined, name);
  const reached = standsIn.filter((there) => routable(estate, place, there, server) === true);
  if (reached.length === 0) {
    return { server, networkIds: [], answers: [], cnameChain: [plain(name)], status: 'TIMEOUT' };
  }
  const networkIds = reached.map(({ networkId }) => networkId);
  return ask(estate, server, networkIds, name);
}

function ask(
  estate: Estate,
  server: string,
  networkIds: readonly string[] | undefined,
  name: string,
): ServerAnswer {
  const cnameChain = [plain(name)];
  const base = { server, networkIds, cnameChain };
  let zoneId: string | undefined;
  for (let hop = 0; hop < 8; hop += 1) {
    const current = cnameChain.at(-1) ?? '';
    const step = privateStep(estate, networkIds ?? [], current) ?? publicStep(estate, current);
    zoneId = step?.zoneId ?? zoneId;
    const zone = zoneId === undefined ? {} : { zoneId };
    if (step === undefined) return { ...base, answers: [], ...zone, status: 'NXDOMAIN' };
    if (step.addresses !== undefined) {
      const status = step.addresses.length > 0 ? 'NOERROR' : 'NXDOMAIN';
      return { ...base, answers: step.addresses, ...zone, status };
    }
    cnameChain.push(step.next ?? '');
  }
  return { ...base, answers: [], status: 'NXDOMAIN' };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
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

/**
 * A wildcard stands for one label or more in front of its own name, not for that name, and for nothing at or below a name
 * that exists: of the names above the one that is looked for, the nearest that exists has the only wildcard that may stand
 * for it. A name exists that has a record set, of whatever kind, or is above one that has (RFC 4592, 2.2 and 3.3).
 */
function recordSet(estate: Estate, zone: ArmResource, kind: string, label: string): ArmResource | undefined {
  const own = estate.get(`${zone.id}/${kind}/${label}`);
  if (own !== undefined || label === '@') return own;
  const names = estate
    .below(zone.id)
    .filter((set) => textAt(set.properties, 'fqdn') !== undefined)
    .map((set) => set.name.toLowerCase());
  let above = label;
  while (above !== '' && !names.some((name) => name === above || name.endsWith(`.${above}`))) {
    above = above.split('.').slice(1).join('.');
  }
  if (above === label) return undefined;
  return estate.get(`${zone.id}/${kind}/*${above === '' ? '' : `.${above}`}`);
}

/**
 * Public DNS, as far as registries go: the login server, the dedicated data endpoints and the regional ones have public
 * addresses, and become aliases into `privatelink` with the first approved private endpoint.
 */
function publicStep(estate: Estate, name: string): Step | undefined {
  for (const registry of registries(estate)) {
    const names = [
      registry.loginServer,
      ...homeRegions(estate, registry).map((region) => registry.dataHost(region)),
      ...regionalHosts(estate, registry),
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
