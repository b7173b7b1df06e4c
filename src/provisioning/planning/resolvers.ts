/** Whose links to zones decide what a cluster's nodes get for a name, and who is behind a network's links. */
import { contains } from '../../model/addressRange';
import { distinctIds, idKey, nameOf, sameId } from '../../model/armId';
import { azureDns } from '../../reachability/names';
import { privateZoneName } from '../../model/clouds';
import { known, knownValues, linkOfNetwork } from '../observed/lookup';
import { mayPull } from '../observed/mayPull';
import type { Neighbours, Observed, ObservedRegistry } from '../observed/observed';

export const nobody: Neighbours = { privateRegistries: [], clusters: [] };

type NeighbourCluster = Neighbours['clusters'][number];

/**
 * Ids of the networks whose links to private zones count in a network: its own, unless it asks DNS servers of its own:
 * then those in which these stand. Empty where they stand in none that can be seen.
 */
export function resolvingNetworks(observed: Observed, networkId: string): string[] {
  const servers = serversOf(observed, networkId);
  if (servers.length === 0) return [networkId];
  return distinctIds(servers.flatMap((server) => standsIn(observed, networkId, server)));
}

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
  return serversOf(observed, networkId).filter(
    (server) => standsIn(observed, networkId, server).length === 0,
  );
}

function serversOf(observed: Observed, networkId: string): readonly string[] {
  return visibleNetworks(observed).get(idKey(networkId))?.dnsServers ?? [];
}

function standsIn(observed: Observed, networkId: string, server: string): string[] {
  if (server === azureDns) return [networkId];
  return [...visibleNetworks(observed).values()]
    .filter(({ addressPrefixes }) => contains(addressPrefixes, server))
    .map(({ id }) => id);
}

type VisibleNetwork = NonNullable<Neighbours['networks']>[number];

const visible = new WeakMap<Observed, ReadonlyMap<string, VisibleNetwork>>();

/** By key; made once for an observation, because every cluster that can be seen asks. What was read goes before what was listed. */
function visibleNetworks(observed: Observed): ReadonlyMap<string, VisibleNetwork> {
  const made = visible.get(observed);
  if (made !== undefined) return made;
  const { networks = [] } = known(observed.neighbours) ?? nobody;
  const read = Object.values(observed.networks).flatMap((fact) => known(fact) ?? []);
  const all = new Map([...networks, ...read].map((network) => [idKey(network.id), network]));
  visible.set(observed, all);
  return all;
}

/** Visible clusters for which a network's links to zones count. */
export function clustersBehind(observed: Observed, networkId: string): NeighbourCluster[] {
  const { clusters } = known(observed.neighbours) ?? nobody;
  return clusters.filter(
    ({ networkId: own }) =>
      own !== undefined && resolvingNetworks(observed, own).some((id) => sameId(id, networkId)),
  );
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
  return behind.length > 0 && others.length === 0 ? [] : [`network ${nameOf(networkId)}`];
}
