import { containsCidr } from 'cidr-tools';
import { at, listAt, same, textAt, textsAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { networkOfSubnet, subscriptionOf } from './ids';

const SUBNET = 'Microsoft.Network/virtualNetworks/subnets';
const PEERING = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings';

export interface PoolPlace {
  readonly name: string;
  readonly subnetId: string | undefined;
  readonly running: boolean;
}

/**
 * The node pools of a cluster with the subnet of each. Azure's rule: without `vnetSubnetID` AKS makes a network in the
 * cluster's node resource group, named `aks-vnet-…`, and puts the nodes into its subnet `aks-subnet`.
 */
export function poolPlaces(estate: Estate, cluster: ArmResource): PoolPlace[] {
  return listAt(cluster.properties, 'agentPoolProfiles').map((pool) => ({
    name: textAt(pool, 'name') ?? '',
    subnetId: textAt(pool, 'vnetSubnetID') ?? managedSubnet(estate, cluster),
    running: !same(textAt(pool, 'powerState', 'code'), 'Stopped') && at(pool, 'count') !== 0,
  }));
}

function managedSubnet(estate: Estate, cluster: ArmResource): string | undefined {
  const group = textAt(cluster.properties, 'nodeResourceGroup');
  const subscription = subscriptionOf(cluster.id);
  if (group === undefined || subscription === undefined) return undefined;
  const subnets = estate.below(`/subscriptions/${subscription}/resourceGroups/${group}`, SUBNET);
  return (subnets.find((subnet) => same(subnet.name, 'aks-subnet')) ?? subnets[0])?.id;
}

/** A network, and the subnet in it where that is known. */
export interface Place {
  readonly networkId: string;
  readonly subnetId?: string | undefined;
}

/**
 * Whether packets get from a place to an address and back: inside one network, or through its peering. Azure's rules
 * (documentation of peerings, of their update, and of peerings of subnets): both sides are Connected and allow access;
 * each routes by the ranges that it knows of the other, which stay as they were until it is synchronised; a peering that
 * isn't of whole networks is of the subnets that both sides name; one of IPv6 only carries no IPv4. Somebody whose subnet
 * isn't known is in any of his network; an address outside of all subnets is in none.
 */
export function routable(estate: Estate, from: Place, to: Place, address: string): string | true {
  if (same(from.networkId, to.networkId)) return true;
  const there = peering(estate, from.networkId, to.networkId);
  const back = peering(estate, to.networkId, from.networkId);
  if (there === undefined || back === undefined) {
    const [one, other] = there === undefined ? [from, to] : [to, from];
    return `no peering from ${one.networkId} to ${other.networkId}`;
  }
  const target = { ...to, subnetId: to.subnetId ?? '' };
  const source = prefixesOf(from.subnetId === undefined ? undefined : estate.get(from.subnetId));
  return (
    peeringFault(there, { local: from, remote: target, ranges: [address] }) ??
    peeringFault(back, { local: target, remote: from, ranges: source.slice(0, 1) }) ??
    true
  );
}

/** What keeps a peering from carrying packets between two places, `ranges` being what it has to know of the remote one. */
function peeringFault(
  { id, properties }: ArmResource,
  way: { local: Place; remote: Place; ranges: readonly string[] },
): string | undefined {
  const state = textAt(properties, 'peeringState');
  if (!same(state, 'Connected')) return `peering ${id} is ${state ?? 'without state'}`;
  if (at(properties, 'allowVirtualNetworkAccess') === false) {
    return `peering ${id} does not allow access to the remote network`;
  }
  if (at(properties, 'enableOnlyIPv6Peering') === true) return `peering ${id} carries IPv6 only`;
  if (at(properties, 'peerCompleteVnets') === false) {
    const sides = [
      [way.local, textsAt(properties, 'localSubnetNames')],
      [way.remote, textsAt(properties, 'remoteSubnetNames')],
    ] as const;
    const outside = sides.find(
      ([{ subnetId }, names]) =>
        subnetId !== undefined && !names.some((name) => same(name, subnetId.split('/').at(-1))),
    );
    if (outside !== undefined) {
      const [{ networkId, subnetId = '' }, names] = outside;
      return `peering ${id} is of the subnets ${names.join(', ')} of ${networkId}, not of ${subnetId.split('/').at(-1) ?? ''}`;
    }
  }
  const known = textsAt(properties, 'remoteAddressSpace', 'addressPrefixes');
  const unknown = known.length === 0 ? undefined : way.ranges.find((range) => !inRanges(range, known));
  return unknown === undefined ? undefined : `peering ${id} does not know the range of ${unknown}`;
}

function peering(estate: Estate, from: string, to: string): ArmResource | undefined {
  return estate
    .below(from, PEERING)
    .find((item) => same(textAt(item.properties, 'remoteVirtualNetwork', 'id'), to));
}

/** Every network whose ranges hold an address, with the subnet there that has it. */
export function placesOf(estate: Estate, address: string): Place[] {
  return estate
    .ofType('Microsoft.Network/virtualNetworks')
    .filter((network) => inRanges(address, textsAt(network.properties, 'addressSpace', 'addressPrefixes')))
    .map(({ id: networkId }) => {
      const subnet = estate
        .below(networkId, SUBNET)
        .find((candidate) => inRanges(address, prefixesOf(candidate)));
      return { networkId, subnetId: subnet?.id };
    });
}

export interface EndpointAddress {
  readonly endpointId: string;
  readonly networkId: string;
  readonly subnetId: string;
}

/** Every private endpoint that answers at an address: the same address may exist in networks that don't meet. */
export function endpointsAt(estate: Estate, address: string): EndpointAddress[] {
  return estate.ofType('Microsoft.Network/networkInterfaces').flatMap((nic) => {
    const endpointId = textAt(nic.properties, 'privateEndpoint', 'id');
    if (endpointId === undefined) return [];
    return listAt(nic.properties, 'ipConfigurations').flatMap((configuration) => {
      const subnetId = textAt(configuration, 'properties', 'subnet', 'id');
      const isThere = textAt(configuration, 'properties', 'privateIPAddress') === address;
      if (!isThere || subnetId === undefined) return [];
      return [{ endpointId, subnetId, networkId: networkOfSubnet(subnetId) }];
    });
  });
}

/** The ranges of a subnet, in whichever of the two members they stand. */
export function prefixesOf(subnet: ArmResource | undefined): string[] {
  const one = textAt(subnet?.properties, 'addressPrefix');
  return one === undefined ? textsAt(subnet?.properties, 'addressPrefixes') : [one];
}

export function inRanges(address: string, ranges: readonly string[]): boolean {
  return ranges.some((range) => {
    try {
      return containsCidr(range, address);
    } catch {
      return false;
    }
  });
}

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

function isPrivateAddress(address: string): boolean {
  return inRanges(address, PRIVATE_RANGES);
}

/** Whether an address is private, or one of a network: networks may have ranges that others have on the internet. */
export function isInside(estate: Estate, address: string): boolean {
  return isPrivateAddress(address) || placesOf(estate, address).length > 0;
}

/** Where the addresses stand by which a cluster's nodes reach the internet: a load balancer's, or a NAT gateway's of AKS. */
const OUTBOUND_PROFILES = ['loadBalancerProfile', 'natGatewayProfile'];

/** The address by which a cluster's nodes reach a registry on the internet, which has none of IPv6. */
export function outboundAddress(estate: Estate, cluster: ArmResource): string | undefined {
  return OUTBOUND_PROFILES.flatMap((profile) =>
    listAt(cluster.properties, 'networkProfile', profile, 'effectiveOutboundIPs'),
  )
    .flatMap((item) => textAt(estate.get(textAt(item, 'id') ?? '')?.properties, 'ipAddress') ?? [])
    .find((address) => !address.includes(':'));
}
