/** Which private DNS zone a link uses. */
import {
  groupIdOf,
  idKey,
  nameOf,
  resourceGroupId,
  resourceId,
  sameId,
  subscriptionOf,
} from '../../model/armId';
import { privateZoneName, registryLabel } from '../../model/clouds';
import { proposeName } from '../../model/names';
import { known, knownValues, linkOfNetwork } from '../observed/lookup';
import type { ObservedEndpoint } from '../observed/observed';
import { boundZone, zonesOfOthers } from './boundZones';
import type { Ground, Place } from './ground';
import { newThingsGroup } from './proposePlace';

export interface ZoneChoice {
  readonly id: string;
  /** It exists, or is somebody else's to say. */
  readonly picked: boolean;
}

/**
 * A network can be linked to one zone of a name only: the one that the cluster's network is linked to wins, then the one
 * that the endpoint writes to (or will), then the one of the endpoint's network, and only then a new one next to what
 * else is new. A zone that another endpoint of the registry writes to is never chosen freely: its records would be
 * overwritten.
 */
export function proposeZone(
  ground: Ground,
  place: Place,
  endpoint: ObservedEndpoint | undefined,
): ZoneChoice {
  const { observed, registry, cluster, clusterNetwork, settled } = ground;
  const name = privateZoneName(registry.loginServer);
  const zones = knownValues(observed.zones).filter((zone) => sameId(zone.name, name));
  const taken = zonesOfOthers(ground, place);
  const written = known(endpoint?.zoneGroup)?.zoneIds ?? [];
  const shared = settled.find(({ access }) => sameId(access.endpoint.id, place.endpoint.id))?.access.zone;
  const bound = boundZone(observed, registry, clusterNetwork?.id);
  if (bound) return { id: bound.id, picked: true };
  if (shared) return { id: shared.id, picked: shared.onAbsent === 'refuse' };
  const found =
    zones.find(({ id }) => written.some((zoneId) => sameId(zoneId, id))) ??
    zones.find((zone) => linkOfNetwork(zone, place.network.id) && !taken.has(idKey(zone.id)));
  if (found) return { id: found.id, picked: true };
  // A zone that the endpoint writes to but that can't be seen stays the choice: the plan says what right is missing.
  const unseen = written.find((id) => sameId(nameOf(id), name));
  if (unseen !== undefined) return { id: unseen, picked: true };
  const host = sameId(place.network.id, clusterNetwork?.id) ? clusterNetwork : undefined;
  const group = newThingsGroup(registry, cluster, host);
  const values = { registry: registryLabel(registry.loginServer), cluster: cluster.name };
  const ownGroup = proposeName('resourceGroup', 'rg-{registry}-{cluster}', values);
  const groups = [
    group,
    ...(host ? [groupIdOf(cluster.id)] : []),
    resourceGroupId(subscriptionOf(group), ownGroup),
  ];
  const candidates = groups.map((id) =>
    resourceId(subscriptionOf(id), nameOf(id), 'Microsoft.Network/privateDnsZones', name),
  );
  const id = candidates.find((candidate) => !taken.has(idKey(candidate))) ?? candidates[0] ?? '';
  return { id, picked: zones.some((zone) => sameId(zone.id, id)) };
}
