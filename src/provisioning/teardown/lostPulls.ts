/** Who can't pull any more once something is deleted: the model is asked with the facts of now, and with those of then. */
import { t } from '@vscode/l10n';
import { isAtOrBelow } from '../../model/armId';
import { reachOf, troubles, type PoolReach } from '../../reachability/reach';
import { known, knownValues } from '../observed/lookup';
import type { Fact, Facts, Observed } from '../observed/observed';
import { worldOf } from '../observed/world';
import { hazard } from '../plan/findings';
import type { Hazard, Step } from '../plan/plan';

/**
 * Of the clusters that were read, but for those that what is `told` already names. Pure; who couldn't pull before loses
 * nothing.
 */
export function lostPulls(
  observed: Observed,
  deletions: readonly Step[],
  told: readonly Hazard[] = [],
): Hazard[] {
  const left = without(
    observed,
    deletions.map(({ resourceId }) => resourceId),
  );
  const [registry, then] = [known(observed.registry), known(left.registry)];
  if (registry === undefined || deletions.length === 0) return [];
  const [before, after] = [worldOf(observed), worldOf(left)];
  return knownValues(observed.clusters).flatMap((cluster) => {
    const { pools } = reachOf(before, registry, cluster);
    const later = then && reachOf(after, then, cluster).pools;
    const become = pools.map((pool, index) => ({ state: stateOf(pool), later: stateOf(later?.[index]) }));
    const stops = become.some(
      (pool) => pool.later === 'broken' && pool.state !== 'broken' && pool.state !== 'brokenIfForwarded',
    );
    const mayStop = become.some(
      (pool) =>
        (pool.state === 'ok' && pool.later !== 'ok') ||
        (pool.state === 'unknown' && pool.later === 'brokenIfForwarded'),
    );
    if ((!stops && !mayStop) || told.some(({ affected }) => affected.includes(cluster.name))) return [];
    const message = stops
      ? t`${cluster.name} can no longer pull from ${registry.name}. Pods with its images start only on nodes that have already pulled them.`
      : [t`It’s unknown whether ${cluster.name} can still pull from ${registry.name}.`, why(pools, later)]
          .join(' ')
          .trim();
    const about = [registry.id, cluster.id];
    return [hazard({ code: 'stopsPulling', about, message, affected: [cluster.name] })];
  });
}

/** What can't be told any more, or lacks. */
function why(pools: readonly PoolReach[], later: readonly PoolReach[] = []): string {
  const before = new Set(troubles({ pools }).map(({ message }) => message));
  return troubles({ pools: later }).find(({ message }) => !before.has(message))?.message ?? '';
}

/** Without the registry nothing is left to pull. */
function stateOf(pool: PoolReach | undefined): PoolReach['state'] | 'brokenIfForwarded' {
  if (pool === undefined) return 'broken';
  const isAssumed = pool.state === 'unknown' && pool.hops.some(({ brokenIfForwarded }) => brokenIfForwarded);
  return isAssumed ? 'brokenIfForwarded' : pool.state;
}

/** The facts without what has these ids, and without what goes along. */
function without(observed: Observed, ids: readonly string[]): Observed {
  const isGone = (id: string) => ids.some((root) => isAtOrBelow(id, root));
  const gone = ({ id }: { readonly id: string }) => isGone(id);
  const peerings = knownValues(observed.networks).flatMap(({ id, peerings: all }) =>
    all.filter(gone).map(({ remoteNetworkId }) => `${id} ${remoteNetworkId}`.toLowerCase()),
  );
  // One side without the other is Disconnected.
  const isCut = (from: string, to: string) => isGone(to) || peerings.includes(`${to} ${from}`.toLowerCase());
  const addresses = new Set(
    knownValues(observed.endpoints)
      .filter(({ id, zoneGroup }) => isGone(id) || isGone(known(zoneGroup)?.id ?? '/'))
      .flatMap((endpoint) => endpoint.addresses ?? [])
      .map(({ address }) => address),
  );
  const { registry } = observed;
  return {
    ...observed,
    registry:
      registry.state !== 'known'
        ? registry
        : isGone(registry.value.id)
          ? { state: 'absent' }
          : {
              state: 'known',
              value: {
                ...registry.value,
                connections: registry.value.connections.filter(({ endpointId }) => !isGone(endpointId)),
              },
            },
    networks: each(observed.networks, (network) =>
      gone(network)
        ? undefined
        : {
            ...network,
            peerings: network.peerings.filter(
              (peering) => !gone(peering) && !isCut(network.id, peering.remoteNetworkId),
            ),
          },
    ),
    endpoints: each(observed.endpoints, (endpoint) => (gone(endpoint) ? undefined : endpoint)),
    zones: each(observed.zones, (zone) => {
      if (gone(zone)) return undefined;
      const { records } = zone;
      const links = zone.links.filter((link) => !gone(link));
      if (records.state !== 'known') return { ...zone, links };
      const value = records.value
        .map((record) => ({ ...record, addresses: record.addresses.filter((one) => !addresses.has(one)) }))
        .filter(
          ({ addresses: left }, index) => left.length > 0 || records.value[index]?.addresses.length === 0,
        );
      return { ...zone, links, records: { state: 'known', value } };
    }),
    roleAssignments: each(observed.roleAssignments, (roles) => roles.filter((role) => !gone(role))),
  };
}

/** What is known, changed; undefined takes it away. */
function each<T>(facts: Facts<T>, change: (value: T) => T | undefined): Facts<T> {
  const changed: Record<string, Fact<T>> = {};
  for (const [key, fact] of Object.entries(facts)) {
    const value = fact.state === 'known' ? change(fact.value) : undefined;
    if (fact.state !== 'known') changed[key] = fact;
    else if (value !== undefined) changed[key] = { state: 'known', value };
  }
  return changed;
}
