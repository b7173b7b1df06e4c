/**
 * The moment in which a network goes over from a registry's public address to its private one: whoever pulls from there
 * must find the record and the way to the endpoint ready, or the pull fails until both are.
 */
import { idKey, sameId } from '../../model/armId';
import { pullGrant } from '../../model/roles';
import type { Observed, ObservedRegistry } from '../observed';
import { factOf, known, knownValues, linkOfNetwork } from './lookup';
import { keys } from './planned';
import { clustersBehind, resolvingNetworks } from './resolvers';
import type { ObservedZone } from '../observed';

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

function peeringsOf({ networkId: there }: Way, here: string): string[] {
  return [keys.peering(there, here), keys.peering(here, there)];
}

/** Whether a cluster for which the network's links count may pull over the public address; true where nobody knows. */
function pullsPublicly({ observed, registry }: Ground, networkId: string): boolean {
  if (registry.publicNetworkAccess === 'Disabled') return false;
  const neighbours = known(observed.neighbours);
  if (neighbours === undefined) return true;
  const pullers = new Set((neighbours.pullPrincipals ?? []).map(idKey));
  const read = knownValues(observed.clusters).filter(
    (cluster) =>
      cluster.networkId !== undefined &&
      resolvingNetworks(observed, cluster.networkId).some((id) => sameId(id, networkId)),
  );
  return (
    clustersBehind(observed, networkId).some(
      ({ kubeletObjectId }) => kubeletObjectId !== undefined && pullers.has(idKey(kubeletObjectId)),
    ) || read.some(({ id }) => mayPull(observed, registry, id))
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
