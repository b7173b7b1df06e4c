/** Where the endpoint is, or where a new one goes: a network with a free range, or a subnet of the cluster's network. */
import {
  childId,
  groupIdOf,
  idKey,
  nameOf,
  parentId,
  resourceId,
  sameId,
  subscriptionOf,
} from '../../model/armId';
import { freeRange, isRange, usableAddresses } from '../../model/addressRange';
import { registryLabel } from '../../model/clouds';
import { isReservedSubnet, proposeName } from '../../model/names';
import { privateHosts } from '../observed/hosts';
import { factOf, known, knownValues, networkOf, peeringTo } from '../observed/lookup';
import type {
  Observed,
  ObservedCluster,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedRegistry,
  ObservedSubnet,
} from '../observed/observed';
import type { Place, SideGround } from './ground';
import type { PrivateAccess } from '../plan/spec';

/** Room for one endpoint with many replicas, and as much again for something else. */
const networkPrefix = 26;
/** Microsoft's recommendation for the subnet of a registry's endpoint; in a crowded network a smaller one does. */
export const usualSubnetPrefix = 27;
const subnetPrefixes = [usualSubnetPrefix, 28, 29] as const;

/** Searched in this order: seldom used ranges first. */
const pools = ['10.90.0.0/16', '10.160.0.0/11', '172.20.0.0/14', '192.168.128.0/17', '10.0.0.0/8'];

/**
 * Ranges that AKS proposes for networks, services and pods, and Docker's bridge: free here and now, but the next cluster
 * to link is likely to have them.
 */
const usualRanges = ['10.0.0.0/16', '10.224.0.0/12', '10.244.0.0/16', '172.17.0.0/16'];

export function placeOf(observed: Observed, endpoint: ObservedEndpoint, registry: ObservedRegistry): Place {
  const networkId = parentId(endpoint.subnetId);
  const network = known(networkOf(observed, networkId));
  const subnet = network?.subnets.find(({ id }) => sameId(id, endpoint.subnetId));
  return {
    network: {
      id: network?.id ?? networkId,
      onAbsent: 'refuse',
      location: network?.location ?? registry.location,
      addressPrefix: network?.addressPrefixes[0] ?? '',
    },
    subnet: {
      id: subnet?.id ?? endpoint.subnetId,
      onAbsent: 'refuse',
      addressPrefix: subnet?.addressPrefixes[0] ?? '',
    },
    endpoint: { id: endpoint.id, onAbsent: 'refuse' },
  };
}

/** A network of the registry's own next to it, or (with `host`) a subnet in the cluster's network. */
export function newPlace(ground: SideGround, host: ObservedNetwork | undefined): Place {
  const { registry, cluster, clusterNetwork, patterns, names } = ground;
  const values = { registry: registryLabel(registry.loginServer) };
  const group = newThingsGroup(registry, cluster, host);
  const newIn = (type: string) => (name: string) =>
    resourceId(subscriptionOf(group), nameOf(group), type, name);
  const networkId =
    host?.id ??
    names.inGroup(
      'network',
      patterns.network,
      values,
      registry.id,
      newIn('Microsoft.Network/virtualNetworks'),
      // An earlier, unfinished link has got as far as peering it.
      (id) => peeringTo(clusterNetwork, id) !== undefined,
    );
  const endpointId = names.inGroup(
    'endpoint',
    patterns.endpoint,
    values,
    networkId,
    newIn('Microsoft.Network/privateEndpoints'),
  );
  const made = host ?? known(factOf(ground.observed.networks, networkId));
  const range = made?.addressPrefixes[0] ?? rangeOf(ground, networkId);
  return {
    network: {
      id: networkId,
      onAbsent: host === undefined ? 'create' : 'refuse',
      location: made?.location ?? registry.location,
      addressPrefix: range,
    },
    subnet: subnetFor(ground, made, networkId, range),
    endpoint: { id: endpointId, onAbsent: 'create' },
  };
}

/** Id of the group for new things: next to the registry, or to the network that the endpoint goes into. */
export function newThingsGroup(
  registry: ObservedRegistry,
  cluster: ObservedCluster | undefined,
  host: ObservedNetwork | undefined,
): string {
  if (host === undefined) return groupIdOf(registry.id);
  // An endpoint is in the subscription of its network; without a cluster it otherwise belongs to the registry.
  if (cluster === undefined) {
    return groupIdOf(sameId(subscriptionOf(host.id), subscriptionOf(registry.id)) ? registry.id : host.id);
  }
  // AKS deletes the node resource group together with the cluster, and may deny writes in it.
  return groupIdOf(cluster.networkManagedByAks ? cluster.id : host.id);
}

/** A subnet that is there for private endpoints by its name, else a new one in a free range, else any that takes endpoints. */
function subnetFor(
  { registry, cluster, patterns, names }: SideGround,
  network: ObservedNetwork | undefined,
  networkId: string,
  range: string,
): PrivateAccess['subnet'] {
  const values = { registry: registryLabel(registry.loginServer) };
  const needed = privateHosts(registry).length;
  const existing = (subnet: ObservedSubnet): PrivateAccess['subnet'] => ({
    id: subnet.id,
    onAbsent: 'refuse',
    addressPrefix: subnet.addressPrefixes[0] ?? '',
  });
  const there = names.anew ? [] : (network?.subnets ?? []);
  const suitable = there.filter((subnet) => takesEndpoint(subnet, needed));
  const wanted = proposeName('subnet', patterns.subnet, values);
  const named =
    suitable.find(({ name }) => sameId(name, wanted)) ??
    suitable.find(({ name }) => /endpoint|private|\bpe\b/i.test(name));
  if (named) return existing(named);
  const taken = [
    ...(network?.subnets.flatMap(({ addressPrefixes }) => addressPrefixes) ?? []),
    ...(network === undefined || cluster === undefined ? [] : [...cluster.serviceCidrs, ...cluster.podCidrs]),
  ];
  const within = network?.addressPrefixes ?? [range];
  const free = subnetPrefixes
    .filter((prefix) => usableAddresses([`0.0.0.0/${prefix}`]) >= needed)
    .map((prefix) => firstFree(within, prefix, taken))
    .find((found) => found !== '');
  const roomiest = suitable.toSorted((a, b) => freeAddresses(b) - freeAddresses(a))[0];
  if (free === undefined && roomiest) return existing(roomiest);
  const name = names.child('subnet', patterns.subnet, values, networkId, 'subnets', registry.id);
  return { id: childId(networkId, 'subnets', name), onAbsent: 'create', addressPrefix: free ?? '' };
}

function takesEndpoint(subnet: ObservedSubnet, needed: number): boolean {
  return subnet.delegations.length === 0 && !isReservedSubnet(subnet.name) && freeAddresses(subnet) >= needed;
}

function freeAddresses({ addressPrefixes, usedAddresses }: ObservedSubnet): number {
  return usableAddresses(addressPrefixes) - usedAddresses;
}

/** The range that an earlier, unfinished link has made the network with, or a free one. */
function rangeOf(ground: SideGround, networkId: string): string {
  return peeringTo(ground.clusterNetwork, networkId)?.remoteAddressPrefixes[0] ?? freeNetworkRange(ground);
}

/** Free of the clusters' networks, of everything peered to any, of service and pod ranges, and of what else was read. */
function freeNetworkRange({ observed, registry, cluster, clusters }: SideGround): string {
  const avoid = [
    ...knownValues(observed.networks).flatMap((network) => [
      ...network.addressPrefixes,
      ...network.peerings.flatMap(({ remoteAddressPrefixes }) => remoteAddressPrefixes),
    ]),
    ...clusters.flatMap(({ serviceCidrs, podCidrs }) => [...serviceCidrs, ...podCidrs]),
  ];
  // Registries start at different places, so that their networks can one day be peered with the same cluster.
  const startAt = hash(idKey(registry.id));
  return (
    (cluster === undefined &&
      firstFree(pools, networkPrefix, [...avoid, ...visibleRanges(observed), ...usualRanges], startAt)) ||
    firstFree(pools, networkPrefix, [...avoid, ...usualRanges], startAt) ||
    firstFree(pools, networkPrefix, avoid, startAt)
  );
}

/** Any of the networks may be peered with that of a registry which has no cluster yet. */
function visibleRanges({ neighbours }: Observed): readonly string[] {
  return (known(neighbours)?.networks ?? []).flatMap(({ addressPrefixes }) => addressPrefixes);
}

/** Empty when nothing is free: the plan then says what is wrong with it, and the user types one. */
function firstFree(within: readonly string[], prefix: number, avoid: readonly string[], startAt = 0): string {
  for (const pool of within.filter(isRange)) {
    const range = freeRange(prefix, avoid, { within: pool, startAt });
    if (range !== undefined) return range;
  }
  return '';
}

/** FNV-1a: spreads short texts well enough to choose a place with. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
