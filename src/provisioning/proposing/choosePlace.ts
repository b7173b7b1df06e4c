/** Where a cluster's link to the registry ends. */
import { idKey, sameId } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { boundZone, zonesOfOthers } from './boundZones';
import { known, knownValues, linkOfNetwork, networkOf, peeringTo } from '../observed/lookup';
import type { Observed, ObservedEndpoint } from '../observed/observed';
import type { Ground, Place } from './ground';
import { newPlace, placeOf } from './proposePlace';
import { canPeer } from './reach';
import type { LinkWishes } from './wishes';
import type { PrivateAccess } from '../plan/spec';

export interface Choice {
  readonly place: Place;
  /** Undefined for one that is to be made. */
  readonly endpoint: ObservedEndpoint | undefined;
}

/**
 * An endpoint that is there, or that another cluster of the proposal gets, the nearest first; else a new one in a network
 * of the registry's; else one in the cluster's own network, which others may share.
 */
export function choosePlace(ground: Ground, { placement, route }: LinkWishes): Choice {
  const { observed, registry, clusterNetwork, cluster } = ground;
  const reachable = (place: Place) => route === 'routed' || canPeer(ground, place);
  const existing = endpointsByDistance(ground).map((endpoint) => ({
    place: placeOf(observed, endpoint, registry),
    endpoint,
  }));
  const here = existing.find(({ place }) => sameId(place.network.id, clusterNetwork?.id));
  const canHost =
    clusterNetwork !== undefined && !(cluster.networkManagedByAks && cluster.nodeResourceGroupReadOnly);
  const inOwnNetwork = (): Choice => here ?? { place: newPlace(ground, clusterNetwork), endpoint: undefined };
  if (placement === 'clusterNetwork' && clusterNetwork !== undefined) return inOwnNetwork();
  const byEndpoint = groupBy(
    ground.settled.map(({ access }) => access),
    ({ endpoint }) => idKey(endpoint.id),
  );
  const shared = [...byEndpoint.values()]
    .flatMap((same) => same.slice(0, 1))
    .map((access) => ({
      place: access,
      endpoint: endpointIn(observed, access),
    }));
  const outside: readonly Choice[] = [...existing, ...shared];
  const suits = ({ place }: Choice) => reachable(place) && servesCompany(ground, place, route);
  const first = placement === undefined && here && suits(here) ? here : outside.find(suits);
  if (first) return first;
  if (placement === undefined && outside.length > 0) {
    const beside = (): Choice => ({ place: newPlace(ground, undefined), endpoint: undefined });
    const other = [...(canHost ? [inOwnNetwork] : []), beside].map((make) => make()).find(suits);
    if (other) return other;
  }
  const found = (placement === undefined ? here : undefined) ?? outside.find(({ place }) => reachable(place));
  if (found) return found;
  const made = outside.length === 0 ? newPlace(ground, undefined) : undefined;
  if (made && (reachable(made) || !canHost || placement !== undefined)) {
    return { place: made, endpoint: undefined };
  }
  if (canHost && placement === undefined) return inOwnNetwork();
  // Nothing works: the nearest one is proposed, and the plan says what is in the way.
  return outside[0] ?? { place: newPlace(ground, undefined), endpoint: undefined };
}

/**
 * Whether one endpoint there could serve all clusters that are linked to the zone of this one: a second endpoint of the
 * registry would overwrite its records.
 */
function servesCompany(ground: Ground, place: Place, route: LinkWishes['route']): boolean {
  const { observed, registry, clusterNetwork, clusters } = ground;
  const zone = boundZone(observed, registry, clusterNetwork?.id);
  if (zone === undefined) return true;
  if (zonesOfOthers(ground, place).has(idKey(zone.id))) return false;
  // Nor does one endpoint write to two zones of a name: clusters that are bound to another one have it already.
  const settled = ground.settled.find(({ access }) => sameId(access.endpoint.id, place.endpoint.id));
  if (settled !== undefined && !sameId(settled.access.zone.id, zone.id)) return false;
  const company = clusters.filter(({ networkId }) => linkOfNetwork(zone, networkId));
  return (
    route === 'routed' ||
    company.every((cluster) =>
      canPeer({ ...ground, cluster, clusterNetwork: known(networkOf(observed, cluster.networkId)) }, place),
    )
  );
}

function endpointIn({ endpoints }: Observed, { endpoint }: PrivateAccess): ObservedEndpoint | undefined {
  return knownValues(endpoints).find(({ id }) => sameId(id, endpoint.id));
}

/** Endpoints of the registry that are connected or may become so, the nearest to the cluster's network first. */
function endpointsByDistance({ observed, registry, clusterNetwork }: Ground): ObservedEndpoint[] {
  const networkId = ({ subnetId }: ObservedEndpoint) => subnetId.replace(/\/subnets\/[^/]+$/i, '');
  const distance = (endpoint: ObservedEndpoint) => {
    const waiting = endpoint.status === 'Approved' ? 0 : 10;
    if (sameId(networkId(endpoint), clusterNetwork?.id)) return waiting;
    if (peeringTo(clusterNetwork, networkId(endpoint))?.state === 'Connected') return waiting + 1;
    const zones = known(endpoint.zoneGroup)?.zoneIds ?? [];
    const linked = knownValues(observed.zones).some(
      (zone) => zones.some((id) => sameId(id, zone.id)) && linkOfNetwork(zone, clusterNetwork?.id),
    );
    if (linked) return waiting + 2;
    return waiting + (endpoint.location === clusterNetwork?.location ? 3 : 4);
  };
  return knownValues(observed.endpoints)
    .filter(({ targetId, status }) => sameId(targetId, registry.id) && /Approved|Pending/.test(status))
    .toSorted((a, b) => distance(a) - distance(b) || a.id.localeCompare(b.id));
}
