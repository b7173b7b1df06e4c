/** Proposal for private access: what exists is reused under its own name, the rest is named by pattern. */
import {
  childId,
  groupIdOf,
  idKey,
  nameOf,
  parentId,
  resourceId,
  sameId,
  subscriptionOf,
} from '../model/armId';
import { freeRange, isRange } from '../model/addressRange';
import { privateZoneName, registryLabel } from '../model/clouds';
import { defaultNamePatterns, proposeName, type NamePatterns } from '../model/names';
import { known, knownValues, linkOfNetwork, networkOf, peeringTo } from './lookup';
import type {
  ObservedCluster,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedRegistry,
  Observed,
} from './observed';
import type { Preferred } from './propose';
import type { PrivateAccess } from './spec';

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

export function proposePrivateAccess(
  observed: Observed,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  preferred: Preferred,
): PrivateAccess {
  const patterns: NamePatterns = { ...defaultNamePatterns, ...preferred.names };
  const clusterNetwork = known(networkOf(observed, cluster.networkId));
  const inClusterNetwork = preferred.placement === 'clusterNetwork' && clusterNetwork !== undefined;
  const endpoint = existingEndpoint(observed, registry, clusterNetwork, inClusterNetwork);
  const place =
    endpoint === undefined
      ? newPlace(observed, registry, cluster, inClusterNetwork ? clusterNetwork : undefined, patterns)
      : placeOf(observed, endpoint, registry);
  const zone = zoneFor(observed, registry, clusterNetwork, place.network.id, endpoint);
  const registryNetwork = known(networkOf(observed, place.network.id));
  const [registrySide, clusterSide] = [nameOf(place.network.id), clusterNetwork?.name ?? cluster.name];
  const linkName = (network: ObservedNetwork | undefined, name: string) =>
    linkOfNetwork(zone.observed, network?.id)?.name ??
    proposeName('zoneLink', patterns.zoneLink, { network: name });
  const peeringName = (from: ObservedNetwork | undefined, to: string | undefined, a: string, b: string) =>
    peeringTo(from, to)?.name ?? proposeName('peering', patterns.peering, { a, b });
  const zoneGroup = known(endpoint?.zoneGroup);
  return {
    mode: 'private',
    upgradeToPremium: registry.sku !== 'Premium',
    ...place,
    zone: { id: zone.id, onAbsent: zone.picked ? 'refuse' : 'create' },
    names: {
      zoneGroup: zoneGroup?.name ?? proposeName('zoneGroup', patterns.zoneGroup, { registry: registry.name }),
      registryZoneLink: linkName(registryNetwork, registrySide),
      clusterZoneLink: linkName(clusterNetwork, clusterSide),
      peeringToCluster: peeringName(registryNetwork, cluster.networkId, registrySide, clusterSide),
      peeringToRegistry: peeringName(clusterNetwork, place.network.id, clusterSide, registrySide),
    },
    fallbackToInternet: false,
  };
}

type Place = Pick<PrivateAccess, 'network' | 'subnet' | 'endpoint'>;

/** Of several approved endpoints the one that is nearest to the cluster's network. */
function existingEndpoint(
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

function placeOf(observed: Observed, endpoint: ObservedEndpoint, registry: ObservedRegistry): Place {
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

/** A network of the registry's own next to it, or a subnet in the cluster's network. */
function newPlace(
  observed: Observed,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  host: ObservedNetwork | undefined,
  patterns: NamePatterns,
): Place {
  const values = { registry: registryLabel(registry.loginServer) };
  const [subscription, group] = [
    subscriptionOf(host?.id ?? registry.id),
    nameOf(groupIdOf(host?.id ?? registry.id)),
  ];
  const name = proposeName('network', patterns.network, values);
  const networkId = host?.id ?? resourceId(subscription, group, 'Microsoft.Network/virtualNetworks', name);
  const addressPrefix =
    host === undefined
      ? freeNetworkRange(observed, registry, cluster)
      : firstFree(
          host.addressPrefixes,
          subnetPrefix,
          host.subnets.flatMap((subnet) => subnet.addressPrefixes),
        );
  const endpointName = proposeName('endpoint', patterns.endpoint, values);
  return {
    network: {
      id: networkId,
      onAbsent: host === undefined ? 'create' : 'refuse',
      location: host?.location ?? registry.location,
      addressPrefix: host?.addressPrefixes[0] ?? addressPrefix,
    },
    subnet: {
      id: childId(networkId, 'subnets', proposeName('subnet', patterns.subnet, values)),
      onAbsent: 'create',
      addressPrefix: host === undefined ? addressPrefix.replace(/\/\d+$/, `/${subnetPrefix}`) : addressPrefix,
    },
    endpoint: {
      id: resourceId(subscription, group, 'Microsoft.Network/privateEndpoints', endpointName),
      onAbsent: 'create',
    },
  };
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

/**
 * A network can be linked to one zone of a name only: the one that the cluster's network is linked to wins, then the one
 * that the endpoint writes to, then the one of the registry's network, and only then a new one next to the registry.
 */
function zoneFor(
  observed: Observed,
  registry: ObservedRegistry,
  clusterNetwork: ObservedNetwork | undefined,
  registryNetworkId: string,
  endpoint: ObservedEndpoint | undefined,
) {
  const name = privateZoneName(registry.loginServer);
  const zones = knownValues(observed.zones).filter((zone) => zone.name.toLowerCase() === name.toLowerCase());
  const written = known(endpoint?.zoneGroup)?.zoneIds ?? [];
  const found =
    zones.find((zone) => linkOfNetwork(zone, clusterNetwork?.id)) ??
    zones.find(({ id }) => written.some((zoneId) => sameId(zoneId, id))) ??
    zones.find((zone) => linkOfNetwork(zone, registryNetworkId));
  if (found) return { id: found.id, observed: found, picked: true };
  // A zone that the endpoint writes to but that can't be seen stays the choice: the plan says what right is missing.
  const unseen = written.find((id) => nameOf(id).toLowerCase() === name.toLowerCase());
  if (unseen !== undefined) return { id: unseen, observed: undefined, picked: true };
  const [subscription, group] = [subscriptionOf(registry.id), nameOf(groupIdOf(registry.id))];
  const id = resourceId(subscription, group, 'Microsoft.Network/privateDnsZones', name);
  const inPlace = zones.find((zone) => sameId(zone.id, id));
  return { id, observed: inPlace, picked: inPlace !== undefined };
}
