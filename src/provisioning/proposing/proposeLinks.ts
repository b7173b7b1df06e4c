/**
 * Proposals for all clusters, one after the other: what is there is reused under its own name, clusters that can share
 * an endpoint do, and one that can't gets an endpoint in its own network.
 */
import { idKey, sameId } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { defaultNamePatterns, proposeName } from '../../model/names';
import { known, knownValues, networkOf } from '../observed/lookup';
import type { Observed, ObservedCluster, ObservedRegistry } from '../observed/observed';
import { FreeNames } from './freeNames';
import type { Ground, Settled } from './ground';
import { choosePlace } from './choosePlace';
import { boundZone } from './boundZones';
import { proposeZone } from './proposeZone';
import { pathNames } from './pathNames';
import type { Wishes } from './wishes';
import type { ClusterLink, PrivateAccess } from '../plan/spec';

/** With `insteadFor` each cluster has the link that it alone would have by those wishes. */
export function proposeLinks(
  observed: Observed,
  registry: ObservedRegistry,
  clusters: readonly ObservedCluster[],
  wishesFor: (cluster: ObservedCluster) => Wishes,
  insteadFor?: (cluster: ObservedCluster) => Wishes,
): ClusterLink[] {
  const settled: Settled[] = [];
  const given = new FreeNames(observed);
  const settle = (cluster: ObservedCluster): ClusterLink => {
    // Whoever comes later has no say in it.
    const instead = insteadFor && propose(cluster, insteadFor(cluster), given.instead());
    const link = propose(cluster, wishesFor(cluster), given);
    if (link.access.mode === 'private') {
      const clusterNetwork = known(networkOf(observed, cluster.networkId));
      settled.push({ cluster, clusterNetwork, access: link.access });
    }
    return instead ?? link;
  };
  const propose = (cluster: ObservedCluster, wishes: Wishes, names: FreeNames): ClusterLink => {
    const { servicePrincipalObjectId: objectId } = wishes;
    const named = objectId === undefined ? {} : { servicePrincipalObjectId: objectId };
    if (wishes.mode === 'public') return { clusterId: cluster.id, access: { mode: 'public' }, ...named };
    const clusterNetwork = known(networkOf(observed, cluster.networkId));
    const patterns = { ...defaultNamePatterns, ...wishes.names };
    const ground = { observed, registry, cluster, clusterNetwork, clusters, patterns, settled, names };
    return { clusterId: cluster.id, access: proposeAccess(ground, wishes), ...named };
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
    names: {
      zoneGroup:
        known(endpoint?.zoneGroup)?.name ??
        proposeName('zoneGroup', ground.patterns.zoneGroup, { registry: ground.registry.name }),
      ...pathNames(ground, { networkId: place.network.id, zoneId: zone.id }),
    },
    fallbackToInternet: false,
  };
}
