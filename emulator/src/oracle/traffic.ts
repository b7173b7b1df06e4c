import { mergeCidr } from 'cidr-tools';
import { at, listAt, same, textAt, textsAt } from '../arm/json';
import type { Estate, JsonObject } from '../estate';
import { networkOfSubnet } from './ids';
import { inRanges, isInside, prefixesOf } from './networks';

/** A packet to port 443: from a subnet to an address, which may also have names among Azure's service tags. */
export interface Packet {
  readonly fromSubnet: string;
  readonly address: string;
  readonly tags: readonly string[];
}

/** The last rules of every security group: within the networks and out to the internet all passes, in nothing does. */
const DEFAULTS: Readonly<Record<'Inbound' | 'Outbound', readonly JsonObject[]>> = {
  Outbound: [
    rule('AllowVnetOutBound', 65000, 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
    rule('AllowInternetOutBound', 65001, 'Allow', '*', 'Internet'),
    rule('DenyAllOutBound', 65500, 'Deny', '*', '*'),
  ],
  Inbound: [
    rule('AllowVnetInBound', 65000, 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
    rule('DenyAllInBound', 65500, 'Deny', '*', '*'),
  ],
};

function rule(
  name: string,
  priority: number,
  access: string,
  source: string,
  destination: string,
): JsonObject {
  const prefixes = { sourceAddressPrefix: source, destinationAddressPrefix: destination };
  return { name, properties: { priority, access, protocol: '*', destinationPortRange: '*', ...prefixes } };
}

/**
 * The rule of a subnet's security group that stops a packet, if one does: the first in order of priority that fits
 * decides (from the documentation of network security groups). Without a group everything passes.
 */
export function stoppedBy(
  estate: Estate,
  subnetId: string,
  direction: 'Inbound' | 'Outbound',
  packet: Packet,
): string | undefined {
  const group = estate.get(textAt(estate.get(subnetId)?.properties, 'networkSecurityGroup', 'id') ?? '');
  if (group === undefined) return undefined;
  const own = (listAt(group.properties, 'securityRules') as JsonObject[])
    .filter((item) => same(textAt(item, 'properties', 'direction'), direction))
    .sort((a, b) => Number(at(a, 'properties', 'priority')) - Number(at(b, 'properties', 'priority')));
  const first = [...own, ...DEFAULTS[direction]].find((item) => fits(estate, item, packet));
  if (first === undefined || same(textAt(first, 'properties', 'access'), 'Allow')) return undefined;
  return `rule ${textAt(first, 'name') ?? ''} of ${group.id}`;
}

function fits(estate: Estate, item: JsonObject, packet: Packet): boolean {
  const protocol = textAt(item, 'properties', 'protocol') ?? '*';
  if (protocol !== '*' && !same(protocol, 'Tcp')) return false;
  const ports = plural(item, 'destinationPortRange');
  if (!ports.some(holdsHttps)) return false;
  const subnet = estate.get(packet.fromSubnet);
  const [node = ''] = prefixesOf(subnet);
  const networkId = networkOfSubnet(packet.fromSubnet);
  const sources = plural(item, 'sourceAddressPrefix');
  const destinations = plural(item, 'destinationAddressPrefix');
  return (
    (sources.some((source) => source === '*' || same(source, 'VirtualNetwork')) ||
      inRanges(node, together(sources))) &&
    destinations.some((destination) => isMeant(estate, networkId, destination, packet))
  );
}

function isMeant(estate: Estate, networkId: string, destination: string, packet: Packet): boolean {
  if (destination === '*') return true;
  if (same(destination, 'VirtualNetwork')) {
    return inRanges(packet.address, connectedRanges(estate, networkId));
  }
  if (same(destination, 'Internet')) return !isInside(estate, packet.address);
  return packet.tags.some((tag) => same(tag, destination)) || inRanges(packet.address, [destination]);
}

/**
 * What the service tag VirtualNetwork stands for: the network's own ranges, and those that its peerings know of the
 * networks to which they connect it.
 */
function connectedRanges(estate: Estate, networkId: string): string[] {
  const peers = estate
    .below(networkId, 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings')
    .filter(({ properties }) => same(textAt(properties, 'peeringState'), 'Connected'))
    .flatMap(({ properties }) => textsAt(properties, 'remoteAddressSpace', 'addressPrefixes'));
  return [...textsAt(estate.get(networkId)?.properties, 'addressSpace', 'addressPrefixes'), ...peers];
}

/** Ranges that stand side by side are one. */
function together(sources: readonly string[]): readonly string[] {
  return mergeCidr(sources.filter((source) => /^[\d.:a-f]+(\/\d+)?$/i.test(source)));
}

function plural(item: JsonObject, member: string): string[] {
  const one = textAt(item, 'properties', member);
  const several = textsAt(item, 'properties', `${member.replace(/Prefix$/, 'Prefixe')}s`);
  return several.length > 0 ? several : one === undefined ? [] : [one];
}

function holdsHttps(range: string): boolean {
  if (range === '*') return true;
  const [from, to = from] = range.split('-').map(Number);
  return from !== undefined && to !== undefined && from <= 443 && to >= 443;
}
