/**
 * Proposals for all clusters, one after the other: what is there is reused under its own name, clusters that can share
 * an endpoint do, and one that can't gets an endpoint in its own network.
 */
import { idKey, nameOf, sameId } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { defaultNamePatterns, proposeName, type NamePatterns } from '../../model/names';
import { known, knownValues, linkOfNetwork, networkOf, peeringTo } from '../planning/lookup';
import type {
  Observed,
  ObservedCluster,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedRegistry,
} from '../observed';
import { FreeNames } from './freeNames';
import type { Wishes } from './propose';
import { newPlace, placeOf, type Place } from './proposePlace';
import { boundZone, proposeZone, zonesOfOthers } from './proposeZone';
import { canPeer } from './reach';
import type { ClusterLink, PrivateAccess } from '../spec';

/** A link that has been proposed already: later ones share with it, and must not collide with it. */
export interface Settled {
  readonly cluster: ObservedCluster;
  readonly clusterNetwork: ObservedNetwork | undefined;
  readonly access: PrivateAccess;
}

/** What proposals for one cluster are made from. */
export interface Ground {
  readonly observed: Observed;
  readonly registry: ObservedRegistry;
  readonly cluster: ObservedCluster;
  readonly clusterNetwork: ObservedNetwork | undefined;
  /** All clusters of the spec: a range has to be free of theirs too. */
  readonly clusters: readonly ObservedCluster[];
  readonly patterns: NamePatterns;
  readonly settled: readonly Settled[];
  readonly names: FreeNames;
}

export function proposeLinks(
  observed: Observed,
  registry: ObservedRegistry,
  clusters: readonly ObservedCluster[],
  wishesFor: (cluster: ObservedCluster) => Wishes,
): ClusterLink[] {
  const settled: Settled[] = [];
  const names = new FreeNames(observed);
  const settle = (cluster: ObservedCluster): ClusterLink => {
    const wishes = wishesFor(cluster);
    const { servicePrincipalObjectId: objectId } = wishes;
    const named = objectId === undefined ? {} : { servicePrincipalObjectId: objectId };
    if (wishes.mode === 'public') return { clusterId: cluster.id, access: { mode: 'public' }, ...named };
    const clusterNetwork = known(networkOf(observed, cluster.networkId));
    const patterns = { ...defaultNamePatterns, ...wishes.names };
    const ground = { observed, registry, cluster, clusterNetwork, clusters, patterns, settled, names };
    const access = proposeAccess(ground, wishes);
    settled.push({ cluster, clusterNetwork, access });
    return { clusterId: cluster.id, access, ...named };
  };
  const links = new Map(
    hardestFirst(observed, registry, clusters).map((cluster) => [cluster.id, settle(cluster)]),
  );
  return clusters.flatMap(({ id }) => links.get(id) ?? []);
}

/**
 * Clusters whose network is linked to a zone have no choice of it, and one endpoint has to serve all clusters of a zone:
 * they come together, first those whose zone an endpoint writes to already, then the largest company, and the others
 * choose around them.
 */
function hardestFirst(
  observed: Observed,
  registry: ObservedRegistry,
  clusters: readonly ObservedCluster[],
): readonly ObservedCluster[] {
  const written = zonesWrittenBy(observed, registry);
  const byZone = groupBy(clusters, ({ networkId }) => boundZone(observed, registry, networkId)?.id);
  const bound = [...byZone].flatMap(([zone, together]) =>
    zone === undefined ? [] : [{ together, served: written.has(idKey(zone)) }],
  );
  const sorted = bound.toSorted(
    (a, b) => Number(b.served) - Number(a.served) || b.together.length - a.together.length,
  );
  return [...sorted.flatMap(({ together }) => together), ...(byZone.get(undefined) ?? [])];
}

/** Keys of the zones that endpoints of the registry write to. */
function zonesWrittenBy(observed: Observed, registry: ObservedRegistry): ReadonlySet<string> {
  const endpoints = knownValues(observed.endpoints).filter(({ targetId }) => sameId(targetId, registry.id));
  return new Set(endpoints.flatMap(({ zoneGroup }) => known(zoneGroup)?.zoneIds ?? []).map(idKey));
}

function proposeAccess(ground: Ground, wishes: Wishes): PrivateAccess {
  // Clusters of one network share its peerings and its link to the zone.
  const housemate = ground.settled.find(({ cluster }) => sameId(cluster.networkId, ground.cluster.networkId));
  if (housemate && wishes.placement === undefined) return housemate.access;
  const chosen = choosePlace(ground, wishes);
  const { place, endpoint } = chosen;
  const zone = proposeZone(ground, place, endpoint);
  const approval =
    wishes.approval ??
    (endpoint !== undefined && endpoint.status !== 'Approved'
      ? { mode: 'manual', requestMessage: '' }
      : { mode: 'automatic' });
  return {
    mode: 'private',
    upgradeToPremium: ground.registry.sku !== 'Premium',
    network: place.network,
    subnet: place.subnet,
    endpoint: { ...place.endpoint, approval },
    route: wishes.route ?? 'peering',
    dns: wishes.dns ?? 'zone',
    zone: { id: zone.id, onAbsent: zone.picked ? 'refuse' : 'create' },
    names: namesFor(ground, place, zone.id, endpoint),
    fallbackToInternet: false,
  };
}

interface Choice {
  readonly place: Place;
  /** Undefined for one that is to be made. */
  readonly endpoint: ObservedEndpoint | undefined;
}

function choosePlace(ground: Ground, { placement, route }: Wishes): Choice {
  const { observed, registry, clusterNetwork, cluster } = ground;
  const reachable = (place: Place) => route === 'routed' || canPeer(ground, place);
  const existing = endpointsByDistance(ground).map((endpoint) => ({
    place: placeOf(observed, endpoint, registry),
    endpoint,
  }));
  const here = existing.find(({ place }) => sameId(place.network.id, clusterNetwork?.id));
  const canHost =
    clusterNetwork !== undefined && !(cluster.networkManagedByAks && cluster.nodeResourceGroupReadOnly);
  const inOwnNetwork = () => here ?? { place: newPlace(ground, clusterNetwork), endpoint: undefined };
  if (placement === 'clusterNetwork' && clusterNetwork !== undefined) return inOwnNetwork();
  const shared = ground.settled.map(({ access }) => ({
    place: access,
    endpoint: endpointIn(observed, access),
  }));
  const outside = [...existing, ...shared];
  const zone = boundZone(observed, registry, clusterNetwork?.id);
  // An endpoint beside the one that writes to the cluster's zone would overwrite its records.
  const fits = (place: Place) =>
    reachable(place) && !(zone && zonesOfOthers(ground, place).has(idKey(zone.id)));
  const found =
    (placement === undefined ? here : undefined) ??
    outside.find(({ place }) => fits(place)) ??
    outside.find(({ place }) => reachable(place));
  if (found) return found;
  const made = outside.length === 0 ? newPlace(ground, undefined) : undefined;
  if (made && (reachable(made) || !canHost || placement !== undefined)) {
    return { place: made, endpoint: undefined };
  }
  if (canHost && placement === undefined) return inOwnNetwork();
  // Nothing works: the nearest one is proposed, and the plan says what is in the way.
  return outside[0] ?? { place: newPlace(ground, undefined), endpoint: undefined };
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

/** Names of what connects the two networks: those of existing peerings and links stay. */
function namesFor(
  { observed, registry, cluster, clusterNetwork, patterns, names }: Ground,
  place: Place,
  zoneId: string,
  endpoint: ObservedEndpoint | undefined,
): PrivateAccess['names'] {
  const network = known(networkOf(observed, place.network.id));
  const zone = knownValues(observed.zones).find(({ id }) => sameId(id, zoneId));
  const [here, there] = [
    { id: place.network.id, name: nameOf(place.network.id), found: network },
    { id: cluster.networkId, name: clusterNetwork?.name ?? cluster.name, found: clusterNetwork },
  ] as const;
  type Side = typeof here | typeof there;
  const link = ({ id, name }: Side) =>
    linkOfNetwork(zone, id)?.name ??
    names.child('zoneLink', patterns.zoneLink, { network: name }, zoneId, 'virtualNetworkLinks', id ?? name);
  const peering = (from: Side, to: Side) =>
    peeringTo(from.found, to.id)?.name ??
    names.child(
      'peering',
      patterns.peering,
      { a: from.name, b: to.name },
      from.id ?? from.name,
      'virtualNetworkPeerings',
      to.id ?? to.name,
    );
  return {
    zoneGroup:
      known(endpoint?.zoneGroup)?.name ??
      proposeName('zoneGroup', patterns.zoneGroup, { registry: registry.name }),
    registryZoneLink: link(here),
    clusterZoneLink: link(there),
    peeringToCluster: peering(here, there),
    peeringToRegistry: peering(there, here),
  };
}
