/** Whose links to zones decide what a cluster's nodes get for a name, and who is behind a network's links. */
import { t } from '@vscode/l10n';
import { distinctIds, idKey, nameOf, sameId } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { groupBy } from '../../model/groupBy';
import { memoized, memoizedOf } from '../../model/memoized';
import { serverNetworks } from '../../reachability/names';
import { known, knownValues, linkOfNetwork } from '../observed/lookup';
import { mayPull } from '../observed/mayPull';
import type { Neighbours, Observed, ObservedRegistry } from '../observed/observed';
import { visibleNetworks, worldOf } from '../observed/world';

export const nobody: Neighbours = { privateRegistries: [], clusters: [] };

type NeighbourCluster = Neighbours['clusters'][number];

/**
 * Ids of the networks whose links to private zones count in a network: its own, unless it asks DNS servers of its own:
 * then those in which these stand. Empty where they stand in none that can be seen.
 */
export function resolvingNetworks(observed: Observed, networkId: string): readonly string[] {
  return resolving(observed)(networkId);
}

const resolving = memoizedOf((observed: Observed) =>
  memoized((networkId: string): readonly string[] => {
    const servers = serversOf(observed, networkId);
    if (servers.length === 0) return [networkId];
    const world = worldOf(observed);
    return distinctIds(servers.flatMap((server) => serverNetworks(world, networkId, server)));
  }),
);

/**
 * Whether a private zone of the registry's name answers in a network. With the registry's first endpoint its name leads there,
 * so that who pulls from such a network finds it no more until the record is in that zone.
 */
export function hasZoneFor(
  observed: Observed,
  registry: Pick<ObservedRegistry, 'loginServer'>,
  networkId: string | undefined,
): boolean {
  if (networkId === undefined) return false;
  const name = privateZoneName(registry.loginServer);
  const zones = knownValues(observed.zones).filter((zone) => sameId(zone.name, name));
  return resolvingNetworks(observed, networkId).some((id) =>
    zones.some((zone) => linkOfNetwork(zone, id) !== undefined),
  );
}

/** DNS servers of a network that stand in no network that can be seen: what they answer can't be told. */
export function serversNowhere(observed: Observed, networkId: string): string[] {
  const world = worldOf(observed);
  return serversOf(observed, networkId).filter(
    (server) => serverNetworks(world, networkId, server).length === 0,
  );
}

function serversOf(observed: Observed, networkId: string): readonly string[] {
  return visibleNetworks(observed).get(idKey(networkId))?.dnsServers ?? [];
}

/** Visible clusters for which a network's links to zones count. */
export function clustersBehind(observed: Observed, networkId: string): readonly NeighbourCluster[] {
  return (behind(observed).get(idKey(networkId)) ?? []).map(({ cluster }) => cluster);
}

/** The same of the clusters that were read. */
export function readBehind(observed: Observed, networkId: string): readonly NeighbourCluster[] {
  return (ofPlan(observed).get(idKey(networkId)) ?? []).map(({ cluster }) => cluster);
}

const behind = memoizedOf((observed: Observed) =>
  byNetwork(observed, (known(observed.neighbours) ?? nobody).clusters),
);

const ofPlan = memoizedOf((observed: Observed) =>
  byNetwork(
    observed,
    knownValues(observed.clusters).map(({ id, name, networkId, kubeletIdentity }) => ({
      id,
      name,
      networkId,
      kubeletObjectId: kubeletIdentity?.objectId,
    })),
  ),
);

function byNetwork(observed: Observed, clusters: readonly NeighbourCluster[]) {
  const pairs = clusters.flatMap((cluster) =>
    (cluster.networkId === undefined ? [] : resolvingNetworks(observed, cluster.networkId)).map((id) => ({
      cluster,
      network: idKey(id),
    })),
  );
  return groupBy(pairs, ({ network }) => network);
}

/**
 * Who would notice if a registry's name changed for a network: clusters that pull from the registry, else the network
 * itself, in which other machines may. Clusters of the plan are left out: the plan gives them their new path.
 */
export function usersOf(observed: Observed, networkId: string, planned: readonly string[]): string[] {
  const behind = clustersBehind(observed, networkId);
  const others = behind.filter(({ id }) => !planned.some((other) => sameId(other, id)));
  const users = others.filter((cluster) => mayPull(cluster, observed));
  if (users.length > 0) return users.map(({ name }) => name);
  // A network that only clusters of the plan are in has nobody else that is known.
  return behind.length > 0 && others.length === 0 ? [] : [t`network ${nameOf(networkId)}`];
}
