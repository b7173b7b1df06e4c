/**
 * The moment in which a network goes over from a registry's public address to its private one: whoever pulls from there
 * must find the record and the way to the endpoint ready, or the pull fails until both are.
 */
import { sameId } from '../../model/armId';
import type { Observed, ObservedRegistry, ObservedZone } from '../observed/observed';
import { known, linkOfNetwork } from '../observed/lookup';
import { mayPull } from '../observed/mayPull';
import { keys } from './planned';
import { clustersBehind, readBehind } from './resolvers';
import type { RegistryPath } from './situation';

interface Ground {
  readonly observed: Observed;
  readonly registry: ObservedRegistry;
}

interface Way {
  readonly endpointId: string;
  /** Id of the endpoint's network. */
  readonly networkId: string;
}

/** Keys of the steps that come before a network is linked to the zone; none where nobody there has a pull to lose. */
export function beforeZoneLink(ground: Ground, way: Way, networkId: string): string[] {
  if (!pullsPublicly(ground, networkId)) return [];
  return [keys.zoneGroup(way.endpointId), ...peeringsOf(way, networkId)];
}

/** The same for the records: a network that is linked to the zone already goes over as soon as they are written. */
export function beforeRecords(
  ground: Ground,
  way: Way,
  zone: ObservedZone | undefined,
  clusterNetworkId: string | undefined,
): string[] {
  if (clusterNetworkId === undefined || !linkOfNetwork(zone, clusterNetworkId)) return [];
  return pullsPublicly(ground, clusterNetworkId) ? peeringsOf(way, clusterNetworkId) : [];
}

/**
 * Keys of the links that fall back to public resolution before the registry's first endpoint is there: from then on its
 * name is looked for in the zone, and the records come with a later write.
 */
export function beforeFirstEndpoint(
  endpointId: string,
  paths: readonly (RegistryPath | undefined)[],
): string[] {
  return paths.flatMap((path) => {
    if (!path?.firstEndpoint || !sameId(path.endpointId, endpointId)) return [];
    const { clusterNetworkId, zone, zoneId } = path;
    return clusterNetworkId !== undefined && linkOfNetwork(zone, clusterNetworkId)
      ? [keys.zoneLink(zoneId, clusterNetworkId)]
      : [];
  });
}

/** Names of the visible clusters that pull over the public address, and for which the network's links count. */
export function publicPullers({ observed, registry }: Ground, networkId: string): string[] {
  if (registry.publicNetworkAccess === 'Disabled') return [];
  const behind = [...clustersBehind(observed, networkId), ...readBehind(observed, networkId)];
  const pullers = behind.filter((cluster) => mayPull(cluster, observed));
  return [...new Set(pullers.map(({ name }) => name))];
}

function peeringsOf({ networkId: there }: Way, here: string): string[] {
  return [keys.peering(there, here), keys.peering(here, there)];
}

/** Whether a cluster for which the network's links count may pull over the public address; true where nobody knows. */
function pullsPublicly(ground: Ground, networkId: string): boolean {
  if (ground.registry.publicNetworkAccess === 'Disabled') return false;
  const neighbours = known(ground.observed.neighbours);
  const isUnsure = neighbours === undefined || (neighbours.unread ?? []).length > 0;
  return isUnsure || publicPullers(ground, networkId).length > 0;
}
