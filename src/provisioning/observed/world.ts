/** One observation, as the model asks it. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, sameId } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { memoizedOf } from '../../model/memoized';
import { RangeIndex } from '../../model/rangeIndex';
import { factOf, known, knownValues } from './lookup';
import type { Fact, Neighbours, Observed, ObservedCluster } from './observed';
import type { LinkedZone, SeenNetwork, SeenRoles, World } from '../../reachability/world';

/** Made once for an observation: every cluster of a plan, and every one that can be seen, asks. */
export const worldOf = memoizedOf(makeWorld);

type VisibleNetwork = NonNullable<Neighbours['networks']>[number];

/** By key. What was read goes before what was listed. */
export const visibleNetworks = memoizedOf((observed: Observed): ReadonlyMap<string, VisibleNetwork> => {
  const listed = known(observed.neighbours)?.networks ?? [];
  return new Map([...listed, ...knownValues(observed.networks)].map((each) => [idKey(each.id), each]));
});

function makeWorld(observed: Observed): World {
  const { networks, zones, endpoints, securityGroups = {}, routeTables = {}, roleAssignments } = observed;
  const ranges = new RangeIndex(
    [...visibleNetworks(observed).values()],
    ({ addressPrefixes }) => addressPrefixes,
  );
  const byZoneLink = new Map<string, LinkedZone[]>();
  const unreadZones: { id: string; name: string; reason: string }[] = [];
  for (const [id, fact] of Object.entries(zones)) {
    if (fact.state === 'unreadable')
      unreadZones.push({ id, name: nameOf(id).toLowerCase(), reason: fact.reason });
    if (fact.state !== 'known') continue;
    const { links, records } = fact.value;
    for (const [network, own] of groupBy(links, ({ networkId }) => idKey(networkId))) {
      const zone = own.map((link) => ({
        id: fact.value.id,
        name: fact.value.name.toLowerCase(),
        records,
        link,
      }));
      byZoneLink.set(network, [...(byZoneLink.get(network) ?? []), ...zone]);
    }
  }
  return {
    network: (id): Fact<SeenNetwork> => factOf(networks, id),
    networksAt: (address) => ranges.holding(address).map(({ id }) => id),
    endpointsOf: (registry) => {
      const connected = registry.connections.map(({ endpointId }) => endpointId);
      const others = Object.values(endpoints)
        .flatMap((fact) => known(fact) ?? [])
        .filter(
          ({ id, targetId }) => sameId(targetId, registry.id) && !connected.some((one) => sameId(one, id)),
        )
        .map(({ id }) => id);
      return [...connected, ...others].map((id) => ({ id, endpoint: factOf(endpoints, id) }));
    },
    zonesOf: (networkId) => byZoneLink.get(idKey(networkId)) ?? [],
    unreadZones,
    securityGroup: (id) => factOf(securityGroups, id),
    routeTable: (id) => factOf(routeTables, id),
    roles: (_, cluster) => rolesOf(roleAssignments, cluster),
    tenantOf: (subscriptionId) => observed.tenants?.[subscriptionId.toLowerCase()],
  };
}

/** An observation reads what applies to the identity, inherited roles and those of its groups included. */
function rolesOf(assignments: Observed['roleAssignments'], { id }: Pick<ObservedCluster, 'id'>): SeenRoles {
  const fact = factOf(assignments, id);
  if (fact.state === 'known') return { own: fact.value, unseen: [] };
  const reason =
    fact.state === 'unreadable'
      ? fact.reason
      : t('Resource Manager doesn’t return the object ID of its service principal.');
  return { own: [], unseen: [t`The role assignments of ${nameOf(id)} can’t be read: ${reason}`] };
}
