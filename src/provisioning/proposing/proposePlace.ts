/** Where the endpoint goes: an existing one is reused, a new one gets a network with a free range. */
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
import { freeRange, isRange } from '../../model/addressRange';
import { registryLabel } from '../../model/clouds';
import { proposeName, type NamePatterns } from '../../model/names';
import { factOf, known, knownValues, linkOfNetwork, networkOf, peeringTo } from '../planning/lookup';
import type {
  Observed,
  ObservedCluster,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedRegistry,
} from '../observed';
import type { PrivateAccess } from '../spec';

/** Room for one endpoint with many replicas, and as much again for something else. */
const networkPrefix = 26;
/** Microsoft's recommendation for the subnet of a registry's endpoint. */
const subnetPrefix = 27;

/** Searched in this order: seldom used ranges first. */
const pools = ['10.90.0.0/16', '10.160.0.0/11', '172.20.0.0/14', '192.168.128.0/17', '10.0.0.0/8'];

/**
 * Ranges that AKS proposes for networks, services and pods, and Docker's bridge: free here and now, but the next cluster
 * to link is likely to have them.
 */
const usualRanges = ['10.0.0.0/16', '10.224.0.0/12', '10.244.0.0/16', '172.17.0.0/16'];

/** Where the endpoint is or will be. */
export type Place = Pick<PrivateAccess, 'network' | 'subnet' | 'endpoint'>;

/** Of several approved endpoints the one that is nearest to the cluster's network. */
export function existingEndpoint(
  observed: Observed,
  registry: ObservedRegistry,
  clusterNetwork: ObservedNetwork | undefined,
  inClusterNetwork: boolean,
): ObservedEndpoint | undefined {
  const networkId = (endpoint: ObservedEndpoint) => parentId(endpoint.subnetId);
  const distance = (endpoint: ObservedEndpoint) => {
    if (sameId(networkId(endpoint), clusterNetwork?.id)) return 0;
    if (peeringTo(clusterNetwork, networkId(endpoint))?.state === 'Connected') return 1;
    const zones = known(endpoint.zoneGroup)?.zoneIds ?? [];
    if (zones.some((id) => linkOfNetwork(known(observed.zones[idKey(id)]), clusterNetwork?.id))) return 2;
    return endpoint.location === clusterNetwork?.location ? 3 : 4;
  };
  return knownValues(observed.endpoints)
    .filter(({ targetId, status }) => sameId(targetId, registry.id) && status === 'Approved')
    .filter((endpoint) => !inClusterNetwork || distance(endpoint) === 0)
    .toSorted((a, b) => distance(a) - distance(b) || a.id.localeCompare(b.id))[0];
}

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
export function newPlace(
  observed: Observed,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  host: ObservedNetwork | undefined,
  patterns: NamePatterns,
): Place {
  const values = { registry: registryLabel(registry.loginServer) };
  const group = newThingsGroup(registry, cluster, host);
  const newIn = (type: string, name: string) => resourceId(subscriptionOf(group), nameOf(group), type, name);
  const networkId =
    host?.id ?? newIn('Microsoft.Network/virtualNetworks', proposeName('network', patterns.network, values));
  const range = host?.addressPrefixes[0] ?? rangeOf(observed, registry, cluster, networkId);
  const subnetRange =
    host === undefined
      ? range.replace(/\/\d+$/, `/${subnetPrefix}`)
      : firstFree(
          host.addressPrefixes,
          subnetPrefix,
          host.subnets.flatMap(({ addressPrefixes }) => addressPrefixes),
        );
  return {
    network: {
      id: networkId,
      onAbsent: host === undefined ? 'create' : 'refuse',
      location: host?.location ?? registry.location,
      addressPrefix: range,
    },
    subnet: {
      id: childId(networkId, 'subnets', proposeName('subnet', patterns.subnet, values)),
      onAbsent: 'create',
      addressPrefix: subnetRange,
    },
    endpoint: {
      id: newIn('Microsoft.Network/privateEndpoints', proposeName('endpoint', patterns.endpoint, values)),
      onAbsent: 'create',
    },
  };
}

/** Id of the group for new things: next to the registry, or to the network that the endpoint goes into. */
export function newThingsGroup(
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  host: ObservedNetwork | undefined,
): string {
  if (host === undefined) return groupIdOf(registry.id);
  // AKS deletes the node resource group together with the cluster, and may deny writes in it.
  return groupIdOf(cluster.networkManagedByAks ? cluster.id : host.id);
}

/** The range of the network that an earlier, unfinished link has made, or a free one. */
function rangeOf(
  observed: Observed,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  networkId: string,
): string {
  const made = known(factOf(observed.networks, networkId))?.addressPrefixes[0];
  const peered = peeringTo(known(networkOf(observed, cluster.networkId)), networkId)
    ?.remoteAddressPrefixes[0];
  return made ?? peered ?? freeNetworkRange(observed, registry, cluster);
}

/** Free of the cluster's network, of everything peered to it, of service and pod ranges, and of what else was read. */
function freeNetworkRange(observed: Observed, registry: ObservedRegistry, cluster: ObservedCluster): string {
  const networks = knownValues(observed.networks);
  const avoid = [
    ...networks.flatMap((network) => [
      ...network.addressPrefixes,
      ...network.peerings.flatMap(({ remoteAddressPrefixes }) => remoteAddressPrefixes),
    ]),
    ...cluster.serviceCidrs,
    ...cluster.podCidrs,
  ];
  // Registries start at different places, so that their networks can one day be peered with the same cluster.
  const startAt = hash(idKey(registry.id));
  return (
    firstFree(pools, networkPrefix, [...avoid, ...usualRanges], startAt) ||
    firstFree(pools, networkPrefix, avoid, startAt)
  );
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
