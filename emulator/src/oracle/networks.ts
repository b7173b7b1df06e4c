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

/** Whether a packet of `from` gets to `address` in the network `to`: inside one network, or through its peering. */
export function routable(estate: Estate, from: string, to: string, address: string): string | true {
  if (same(from, to)) return true;
  const there = peering(estate, from, to);
  const back = peering(estate, to, from);
  if (there === undefined || back === undefined) {
    const lacking = there === undefined ? [from, to] : [to, from];
    return `no peering from ${lacking[0]} to ${lacking[1]}`;
  }
  for (const side of [there, back]) {
    const state = textAt(side.properties, 'peeringState');
    if (!same(state, 'Connected')) return `peering ${side.id} is ${state ?? 'without state'}`;
    if (at(side.properties, 'allowVirtualNetworkAccess') === false) {
      return `peering ${side.id} does not allow access to the remote network`;
    }
  }
  // The ranges that one side knows of the other stay as they were until the peering is synchronised again.
  const known = [
    ...textsAt(there.properties, 'remoteAddressSpace', 'addressPrefixes'),
    ...textsAt(there.properties, 'remoteVirtualNetworkAddressSpace', 'addressPrefixes'),
  ];
  if (known.length > 0 && !inRanges(address, known))
    return `peering ${there.id} does not know the range of ${address}`;
  return true;
}

function peering(estate: Estate, from: string, to: string): ArmResource | undefined {
  return estate
    .below(from, PEERING)
    .find((item) => same(textAt(item.properties, 'remoteVirtualNetwork', 'id'), to));
}

/** The networks in which `address` may be, seen from `networkId`: its own, and those that it reaches. */
export function networksWithAddress(estate: Estate, networkId: string, address: string): string[] {
  return estate
    .ofType('Microsoft.Network/virtualNetworks')
    .filter((network) => inRanges(address, textsAt(network.properties, 'addressSpace', 'addressPrefixes')))
    .map((network) => network.id)
    .filter((id) => routable(estate, networkId, id, address) === true);
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

export function isPrivateAddress(address: string): boolean {
  return inRanges(address, PRIVATE_RANGES);
}

/** The address by which a cluster's nodes reach the internet: the public IP of its outbound load balancer. */
export function outboundAddress(estate: Estate, cluster: ArmResource): string | undefined {
  const profile = ['networkProfile', 'loadBalancerProfile', 'effectiveOutboundIPs'];
  for (const item of listAt(cluster.properties, ...profile)) {
    const address = textAt(estate.get(textAt(item, 'id') ?? '')?.properties, 'ipAddress');
    if (address !== undefined) return address;
  }
  return undefined;
}
