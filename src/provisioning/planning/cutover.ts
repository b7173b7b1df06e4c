/**
 * The moment in which a network goes over from a registry's public address to its private one: whoever pulls from there
 * must find the record and the way to the endpoint ready, or the pull fails until both are.
 */
import { idKey, sameId } from '../../model/armId';
import { pullGrant } from '../../model/roles';
import type { Observed, ObservedCluster, ObservedRegistry, ObservedZone } from '../observed/observed';
import { factOf, known, knownValues, linkOfNetwork } from '../observed/lookup';
import { keys } from './planned';
import { clustersBehind, nobody, resolvingNetworks } from './resolvers';
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
  const { pullPrincipals = [] } = known(observed.neighbours) ?? nobody;
  const pullers = new Set(pullPrincipals.map(idKey));
  const behind = clustersBehind(observed, networkId).filter(
    ({ kubeletObjectId }) => kubeletObjectId !== undefined && pullers.has(idKey(kubeletObjectId)),
  );
  const read = readBehind(observed, networkId).filter(({ id }) => mayPull(observed, registry, id));
  return [...new Set([...behind, ...read].map(({ name }) => name))];
}

function peeringsOf({ networkId: there }: Way, here: string): string[] {
  return [keys.peering(there, here), keys.peering(here, there)];
}

/** Whether a cluster for which the network's links count may pull over the public address; true where nobody knows. */
function pullsPublicly(ground: Ground, networkId: string): boolean {
  if (ground.registry.publicNetworkAccess === 'Disabled') return false;
  return known(ground.observed.neighbours) === undefined || publicPullers(ground, networkId).length > 0;
}

function readBehind(observed: Observed, networkId: string): ObservedCluster[] {
  return knownValues(observed.clusters).filter(
    (cluster) =>
      cluster.networkId !== undefined &&
      resolvingNetworks(observed, cluster.networkId).some((id) => sameId(id, networkId)),
  );
}

function mayPull(
  observed: Observed,
  { roleAssignmentMode: mode }: ObservedRegistry,
  clusterId: string,
): boolean {
  const roles = known(factOf(observed.roleAssignments, clusterId)) ?? [];
  return roles.some(({ permissions, condition }) => pullGrant(permissions, mode, condition) !== 'none');
}
