/** Proposal for private access: what exists is reused under its own name, the rest is named by pattern. */
import { nameOf, resourceId, sameId, subscriptionOf } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { defaultNamePatterns, proposeName, type NamePatterns } from '../../model/names';
import { known, knownValues, linkOfNetwork, networkOf, peeringTo } from '../planning/lookup';
import type {
  ObservedCluster,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedRegistry,
  Observed,
} from '../observed';
import type { Preferred } from './propose';
import { existingEndpoint, newPlace, newThingsGroup, placeOf } from './proposePlace';
import type { PrivateAccess } from '../spec';

export function proposePrivateAccess(
  observed: Observed,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  preferred: Preferred,
): PrivateAccess {
  const patterns: NamePatterns = { ...defaultNamePatterns, ...preferred.names };
  const clusterNetwork = known(networkOf(observed, cluster.networkId));
  const host = preferred.placement === 'clusterNetwork' ? clusterNetwork : undefined;
  const endpoint = existingEndpoint(observed, registry, clusterNetwork, host !== undefined);
  const place =
    endpoint === undefined
      ? newPlace(observed, registry, cluster, host, patterns)
      : placeOf(observed, endpoint, registry);
  const zone = zoneFor(
    observed,
    registry,
    clusterNetwork,
    place.network.id,
    endpoint,
    newThingsGroup(registry, cluster, host),
  );
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

/**
 * A network can be linked to one zone of a name only: the one that the cluster's network is linked to wins, then the one
 * that the endpoint writes to, then the one of the registry's network, and only then a new one next to what else is new.
 */
function zoneFor(
  observed: Observed,
  registry: ObservedRegistry,
  clusterNetwork: ObservedNetwork | undefined,
  registryNetworkId: string,
  endpoint: ObservedEndpoint | undefined,
  groupId: string,
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
  const id = resourceId(subscriptionOf(groupId), nameOf(groupId), 'Microsoft.Network/privateDnsZones', name);
  const inPlace = zones.find((zone) => sameId(zone.id, id));
  return { id, observed: inPlace, picked: inPlace !== undefined };
}
