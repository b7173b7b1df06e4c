/** What the rules of subnets do with packets to port 443: security groups and route tables. */
import { contains, isPrivateAddress, isRange, prefixLength } from '../model/addressRange';
import { nameOf, parentId, sameId } from '../model/armId';
import type { ObservedSecurityRule, ObservedSubnet } from '../provisioning/observed/observed';
import { broken, unknown, type Finding } from './hops';
import type { World } from './world';

/** A packet from a subnet; `address` is undefined for a public one, which changes and isn't known. */
export interface Packet {
  readonly fromRanges: readonly string[];
  readonly fromNetworkId: string;
  readonly address: string | undefined;
  /** Azure's service tags that the address belongs to, e.g. `AzureContainerRegistry`. */
  readonly tags: readonly string[];
}

type Match = 'yes' | 'no' | 'maybe';

/**
 * Why the security group of a subnet stops a packet, or may; undefined where it passes. The first rule in order of priority
 * that fits decides, and behind all stand the default rules (Microsoft Learn, "How network security groups filter network
 * traffic").
 */
export function stopped(
  world: World,
  subnet: ObservedSubnet,
  direction: 'Inbound' | 'Outbound',
  packet: Packet,
): Finding | undefined {
  if (subnet.securityGroupId === undefined) return undefined;
  const group = world.securityGroup(subnet.securityGroupId);
  const title = `security group ${nameOf(subnet.securityGroupId)} of the subnet ${subnet.name}`;
  if (group.state === 'absent') return undefined;
  if (group.state === 'unreadable') {
    return unknown(`What the ${title} lets through can't be told: ${group.reason}`, {
      what: subnet.securityGroupId,
      ...(group.missingAction === undefined ? {} : { missingAction: group.missingAction }),
      ...(group.scope === undefined ? {} : { scope: group.scope }),
    });
  }
  const rules = group.value.rules
    .filter((rule) => rule.direction === direction)
    .toSorted((a, b) => a.priority - b.priority);
  for (const rule of rules) {
    const match = fits(world, rule, packet);
    if (match === 'no') continue;
    const evidence = {
      resourceId: group.value.id,
      property: `securityRules/${rule.name}`,
      found: `${rule.access} ${rule.destinations.join(', ')}`,
      needed: 'Allow, port 443',
    };
    if (match === 'maybe') {
      if (rule.access === 'Allow') continue;
      return unknown(
        `Whether the rule ${rule.name} of the ${title} stops it can't be told.`,
        undefined,
        evidence,
      );
    }
    if (rule.access === 'Allow') return undefined;
    return broken(
      `The rule ${rule.name} of the ${title} denies ${direction === 'Outbound' ? 'outbound' : 'inbound'} traffic to ${packet.address ?? 'the registry'}, port 443.`,
      evidence,
    );
  }
  return byDefault(world, direction, packet, title, group.value.id);
}

/** Nothing said otherwise: within networks and out to the internet all passes, and in only from networks. */
function byDefault(
  world: World,
  direction: 'Inbound' | 'Outbound',
  packet: Packet,
  title: string,
  id: string,
): Finding | undefined {
  if (packet.address === undefined || direction === 'Inbound') return undefined;
  if (inNetworks(world, packet, packet.address) !== 'no') return undefined;
  const evidence = {
    resourceId: id,
    property: 'defaultSecurityRules',
    found: 'DenyAllOutBound',
    needed: 'Allow, port 443',
  };
  return unknown(`The ${title} knows no peered network with ${packet.address}.`, undefined, evidence);
}

function fits(world: World, rule: ObservedSecurityRule, packet: Packet): Match {
  if (!/^(\*|tcp)$/i.test(rule.protocol)) return 'no';
  if (!rule.destinationPorts.some(holdsHttps)) return 'no';
  const source = any(rule.sources.map((each) => isSource(each, packet)));
  const destination = any(rule.destinations.map((each) => isDestination(world, each, packet)));
  const parts = [source, destination, rule.byGroups ? ('maybe' as const) : ('yes' as const)];
  if (rule.byGroups && (rule.sources.length === 0 || rule.destinations.length === 0)) {
    const others = [
      rule.sources.length === 0 ? 'maybe' : source,
      rule.destinations.length === 0 ? 'maybe' : destination,
    ];
    return others.includes('no') ? 'no' : 'maybe';
  }
  if (parts.includes('no')) return 'no';
  return parts.includes('maybe') ? 'maybe' : 'yes';
}

function any(matches: readonly Match[]): Match {
  if (matches.includes('yes')) return 'yes';
  return matches.includes('maybe') ? 'maybe' : 'no';
}

/** Nodes come from anywhere in their subnet: a rule for a part of it may mean them. */
function isSource(source: string, { fromRanges }: Packet): Match {
  if (source === '*' || /^(VirtualNetwork|0\.0\.0\.0\/0)$/i.test(source)) return 'yes';
  if (!isRange(source)) return 'no';
  if (fromRanges.some((range) => contains([source], range))) return 'yes';
  return fromRanges.some((range) => contains([range], source)) ? 'maybe' : 'no';
}

function isDestination(world: World, destination: string, packet: Packet): Match {
  if (destination === '*' || destination === '0.0.0.0/0') return 'yes';
  if (/^VirtualNetwork$/i.test(destination)) {
    return packet.address === undefined ? 'no' : inNetworks(world, packet, packet.address);
  }
  if (/^Internet$/i.test(destination)) return packet.address === undefined ? 'yes' : 'no';
  if (isRange(destination)) {
    if (packet.address !== undefined) return matchOf(destination, packet.address);
    // The public addresses of registries aren't in private ranges, and aren't known otherwise.
    return isPrivateAddress(destination.split('/')[0] ?? '') ? 'no' : 'maybe';
  }
  return packet.tags.some((tag) => tag.toLowerCase() === destination.toLowerCase()) ? 'yes' : 'no';
}

/** An address that isn't known yet is a range: a rule for a part of it may mean it. */
function matchOf(range: string, address: string): Match {
  if (contains([range], address)) return 'yes';
  return contains([address], range) ? 'maybe' : 'no';
}

/** What the service tag VirtualNetwork stands for: the network's own ranges and those of its peers. */
function inNetworks(world: World, { fromNetworkId }: Packet, address: string): Match {
  const own = world.network(fromNetworkId);
  if (own.state !== 'known') return 'maybe';
  const ranges = [
    ...own.value.addressPrefixes,
    ...own.value.peerings.flatMap(({ remoteAddressPrefixes }) => remoteAddressPrefixes),
  ];
  if (contains(ranges, address)) return 'yes';
  // Routes over gateways and hubs count too, and aren't seen.
  return own.value.peerings.length > 0 ? 'maybe' : 'no';
}

function holdsHttps(range: string): boolean {
  if (range === '*') return true;
  const [from, to = from] = range.split('-').map(Number);
  return from !== undefined && to !== undefined && from <= 443 && to >= 443;
}

interface Route {
  readonly name: string;
  readonly destination: string;
  readonly nextHop: string;
  readonly nextHopAddress?: string;
}

/** The route of a subnet's own table that an address takes, or what keeps it from being told. */
function routeOf(world: World, subnet: ObservedSubnet, address: string): Route | Finding | undefined {
  if (subnet.routeTableId === undefined) return undefined;
  const table = world.routeTable(subnet.routeTableId);
  if (table.state === 'absent') return undefined;
  if (table.state === 'unreadable') {
    return unknown(
      `The route table ${nameOf(subnet.routeTableId)} of the subnet ${subnet.name} can't be read: ${table.reason}`,
      {
        what: subnet.routeTableId,
        ...(table.missingAction === undefined ? {} : { missingAction: table.missingAction }),
        ...(table.scope === undefined ? {} : { scope: table.scope }),
      },
    );
  }
  return table.value.routes
    .filter(({ destination }) => isRange(destination) && matchOf(destination, address) !== 'no')
    .toSorted((a, b) => prefixLength(b.destination) - prefixLength(a.destination))[0];
}

function isFinding(value: Route | Finding | undefined): value is Finding {
  return value !== undefined && 'state' in value;
}

/**
 * Why the routes of a subnet keep packets from a private endpoint, or may. Azure gives an endpoint a /32 route of its own;
 * only a /32 goes before it, or, where the endpoint's subnet has network policies for route tables, a route at least as
 * specific as the range of its network (Microsoft Learn, "Manage network policies for private endpoints").
 */
export function diverted(
  world: World,
  subnet: ObservedSubnet,
  address: string,
  endpointSubnet: ObservedSubnet | undefined,
  endpointNetworkId: string,
): Finding | undefined {
  const route = routeOf(world, subnet, address);
  if (route === undefined || isFinding(route)) return route;
  if (/^VnetLocal$/i.test(route.nextHop)) return undefined;
  if (prefixLength(route.destination) < lengthThatCounts(world, address, endpointSubnet, endpointNetworkId)) {
    return undefined;
  }
  const evidence = evidenceOf(subnet, route);
  if (/^None$/i.test(route.nextHop) && contains([route.destination], address)) {
    return broken(
      `The route ${route.name} of the subnet ${subnet.name} drops what goes to ${route.destination}.`,
      evidence,
    );
  }
  return unknown(
    `The route ${route.name} of the subnet ${subnet.name} sends ${route.destination} to ${hopWords(route)}: what that does with it can't be judged from Resource Manager.`,
    undefined,
    evidence,
  );
}

function lengthThatCounts(
  world: World,
  address: string,
  endpointSubnet: ObservedSubnet | undefined,
  endpointNetworkId: string,
): number {
  const policies = endpointSubnet?.privateEndpointNetworkPolicies ?? '';
  if (!/^(Enabled|RouteTableEnabled)$/i.test(policies)) return 32;
  const network = world.network(endpointNetworkId);
  const range =
    network.state === 'known'
      ? network.value.addressPrefixes.find((prefix) => contains([prefix], address))
      : undefined;
  return range === undefined ? 0 : prefixLength(range);
}

function evidenceOf(subnet: ObservedSubnet, { name, destination, nextHop }: Route) {
  return {
    resourceId: subnet.routeTableId ?? subnet.id,
    property: `routes/${name}`,
    found: `${destination} to ${nextHop}`,
    needed: 'no such route',
  };
}

function hopWords({ nextHop, nextHopAddress }: Route): string {
  return nextHopAddress === undefined ? nextHop : `${nextHop} ${nextHopAddress}`;
}

/** How packets leave for a public address: straight, over something that nobody can judge, or not at all. */
type WayOut =
  | { readonly kind: 'direct' }
  | { readonly kind: 'over'; readonly finding: Finding }
  | { readonly kind: 'stopped'; readonly finding: Finding };

export function wayOut(world: World, subnet: ObservedSubnet | undefined, outboundType = ''): WayOut {
  // Any public address: only a route for everything is sure to mean it.
  const route = subnet && routeOf(world, subnet, '198.51.100.1');
  if (isFinding(route)) return { kind: 'over', finding: route };
  if (subnet !== undefined && route !== undefined && prefixLength(route.destination) === 0) {
    const evidence = evidenceOf(subnet, route);
    if (/^(None|VnetLocal)$/i.test(route.nextHop)) {
      const words = `The route ${route.name} of the subnet ${subnet.name} lets nothing out to the internet.`;
      return { kind: 'stopped', finding: broken(words, evidence) };
    }
    if (!/^Internet$/i.test(route.nextHop)) {
      const words = `The route ${route.name} of the subnet ${subnet.name} sends everything to ${hopWords(route)}: what that lets out can't be judged from Resource Manager.`;
      return { kind: 'over', finding: unknown(words, undefined, evidence) };
    }
    return { kind: 'direct' };
  }
  if (/^(none|block)$/i.test(outboundType)) {
    const words = `The cluster has no way out to the internet (outbound type ${outboundType}).`;
    return { kind: 'stopped', finding: broken(words) };
  }
  return { kind: 'direct' };
}

/** A subnet of a network by its id; undefined where the network doesn't tell. */
export function subnetOf(world: World, subnetId: string): ObservedSubnet | undefined {
  const network = world.network(parentId(subnetId));
  return network.state === 'known'
    ? network.value.subnets?.find(({ id }) => sameId(id, subnetId))
    : undefined;
}
