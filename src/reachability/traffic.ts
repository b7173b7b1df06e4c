/** What the security groups of subnets do with packets to port 443. */
import { t } from '@vscode/l10n';
import { contains, isIPv6, isPrivateAddress, isRange, overlaps } from '../model/addressRange';
import { nameOf, parentId, sameId } from '../model/armId';
import type { ObservedSecurityRule, ObservedSubnet } from '../provisioning/observed/observed';
import { broken, toRead, unknown, type Finding } from './hops';
import type { ServiceTags } from './regions';
import type { World } from './world';

/** A packet from a range of a subnet; `address` is undefined for a public one, which changes and isn't known. */
export interface Packet {
  readonly fromRange: string | undefined;
  readonly fromNetworkId: string;
  readonly address: string | undefined;
  /** Azure's service tags that the address belongs to, e.g. `AzureContainerRegistry`. */
  readonly tags: ServiceTags;
  /** The service tag VirtualNetwork may stand for a public address, too. */
  readonly ofNetwork?: boolean;
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
  const title = t`network security group ${nameOf(subnet.securityGroupId)} of the subnet ${subnet.name}`;
  if (group.state === 'absent') return undefined;
  if (group.state === 'unreadable') {
    return unknown(
      t`The rules of the ${title} are unknown: ${group.reason}`,
      toRead(subnet.securityGroupId, group),
    );
  }
  const rules = group.value.rules
    .filter((rule) => rule.direction === direction)
    .toSorted((a, b) => a.priority - b.priority);
  let mayPassBefore: string | undefined;
  for (const rule of rules) {
    const match = fits(world, rule, packet);
    if (match === 'no') continue;
    if (match === 'maybe' && rule.access === 'Allow') {
      mayPassBefore ??= rule.name;
      continue;
    }
    const evidence = {
      resourceId: group.value.id,
      property: `securityRules/${rule.name}`,
      found: `${rule.access} ${rule.destinations.join(', ')}`,
      needed: t('Allow, port 443'),
    };
    if (rule.access === 'Allow') return undefined;
    if (match === 'maybe') {
      return unknown(
        t`It’s unknown whether the rule ${rule.name} of the ${title} blocks it.`,
        undefined,
        evidence,
      );
    }
    if (mayPassBefore !== undefined) {
      return unknown(
        t`It’s unknown whether the rule ${mayPassBefore} of the ${title} allows it before the rule ${rule.name} denies it.`,
        undefined,
        evidence,
      );
    }
    return broken(
      direction === 'Outbound'
        ? t`The rule ${rule.name} of the ${title} denies outbound traffic to ${packet.address ?? t('the registry')}, port 443.`
        : t`The rule ${rule.name} of the ${title} denies inbound traffic to ${packet.address ?? t('the registry')}, port 443.`,
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
    needed: t('Allow, port 443'),
  };
  return unknown(t`The ${title} has no peered network with ${packet.address}.`, undefined, evidence);
}

function fits(world: World, rule: ObservedSecurityRule, packet: Packet): Match {
  if (!/^(\*|tcp)$/i.test(rule.protocol)) return 'no';
  if (!rule.destinationPorts.some(holdsHttps)) return 'no';
  const source = ofSources(rule.sources, packet);
  const destination = any(rule.destinations.map((each) => isDestination(world, each, packet)));
  const parts = [source, destination, rule.byGroups ? ('maybe' as const) : ('yes' as const)];
  // In an application security group are interfaces of networks, never a public address.
  const isToGroup = rule.byGroups && rule.destinations.length === 0;
  if (isToGroup && packet.address === undefined) return 'no';
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

/** Nodes come from anywhere in their range: rules for a part of it may mean them. */
function ofSources(sources: readonly string[], { fromRange }: Packet): Match {
  if (sources.some((source) => /^(\*|VirtualNetwork|0\.0\.0\.0\/0)$/i.test(source))) return 'yes';
  if (fromRange === undefined) return sources.some(isRange) ? 'maybe' : 'no';
  if (contains(sources, fromRange)) return 'yes';
  return overlaps(sources, [fromRange]).length > 0 ? 'maybe' : 'no';
}

function isDestination(world: World, destination: string, packet: Packet): Match {
  if (destination === '*' || destination === '0.0.0.0/0') return 'yes';
  if (/^VirtualNetwork$/i.test(destination)) {
    if (packet.address === undefined) return packet.ofNetwork === true ? 'maybe' : 'no';
    return inNetworks(world, packet, packet.address);
  }
  if (/^Internet$/i.test(destination)) return packet.address === undefined ? 'yes' : 'no';
  if (isRange(destination)) {
    if (packet.address !== undefined) return matchOf(destination, packet.address);
    if (isIPv6(destination)) return 'no';
    // The public addresses of registries aren't in private ranges, and aren't known otherwise.
    return isPrivateAddress(destination.split('/')[0] ?? '') ? 'no' : 'maybe';
  }
  const isOf = (tags: readonly string[]) => tags.some((tag) => sameId(tag, destination));
  return isOf(packet.tags.sure) ? 'yes' : isOf(packet.tags.maybe) ? 'maybe' : 'no';
}

/** An address that isn't known yet is a range: a rule for a part of it may mean it. */
export function matchOf(range: string, address: string): Match {
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

/** A subnet of a network by its id; undefined where the network doesn't tell. */
export function subnetOf(world: World, subnetId: string): ObservedSubnet | undefined {
  const network = world.network(parentId(subnetId));
  return network.state === 'known'
    ? network.value.subnets?.find(({ id }) => sameId(id, subnetId))
    : undefined;
}
