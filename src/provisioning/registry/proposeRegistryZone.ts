/** Which private DNS zone a registry's endpoint writes to, where no cluster's network decides. */
import { groupIdOf, idKey, nameOf, resourceId, sameId, subscriptionOf } from '../../model/armId';
import { privateZoneName, registryLabel } from '../../model/clouds';
import type { ObservedEndpoint, ObservedZone } from '../observed/observed';
import { known, knownValues } from '../observed/lookup';
import { boundZone, zonesOfOthers } from '../proposing/boundZones';
import type { Place, SideGround } from '../proposing/ground';
import { newThingsGroup } from '../proposing/proposePlace';
import type { ZoneChoice } from '../proposing/proposeZone';

/**
 * The zone that the endpoint's network is linked to (it can't be linked to another one), then the one that the endpoint
 * writes to, then a zone that others share: Microsoft's advice is one zone of a name for all networks. For a registry
 * that is in use this is left out, because the networks linked to it would resolve its name to addresses that they may
 * have no way to. Then one beside the endpoint.
 */
export function proposeRegistryZone(
  ground: SideGround,
  place: Place,
  endpoint: ObservedEndpoint | undefined,
): ZoneChoice {
  const { observed, registry } = ground;
  const name = privateZoneName(registry.loginServer);
  const taken = zonesOfOthers(ground, place);
  const zones = knownValues(observed.zones).filter((zone) => sameId(zone.name, name));
  const written = known(endpoint?.zoneGroup)?.zoneIds.find((id) => sameId(nameOf(id), name));
  const inUse = observed.registry.state === 'known';
  const found =
    boundZone(observed, registry, place.network.id)?.id ??
    written ??
    (inUse ? undefined : sharedZone(zones, registry.loginServer, taken, subscriptionOf(registry.id)));
  if (found !== undefined) return { id: found, picked: true };
  const host =
    place.network.onAbsent === 'refuse' ? known(observed.networks[idKey(place.network.id)]) : undefined;
  const groups = [newThingsGroup(registry, undefined, host), groupIdOf(registry.id)];
  const candidates = groups.map((id) =>
    resourceId(subscriptionOf(id), nameOf(id), 'Microsoft.Network/privateDnsZones', name),
  );
  const id = candidates.find((candidate) => !taken.has(idKey(candidate))) ?? candidates[0] ?? '';
  return { id, picked: zones.some((zone) => sameId(zone.id, id)) };
}

/** The one that most networks are linked to, in the registry's own subscription before others. */
function sharedZone(
  zones: readonly ObservedZone[],
  loginServer: string,
  taken: ReadonlySet<string>,
  subscriptionId: string,
): string | undefined {
  const label = registryLabel(loginServer);
  const own = ({ id }: ObservedZone) => Number(sameId(subscriptionOf(id), subscriptionId));
  const candidates = zones
    .filter(({ id, links }) => links.length > 0 && !taken.has(idKey(id)))
    // A record of the name would be somebody else's.
    .filter(({ records }) => !(known(records) ?? []).some(({ name }) => sameId(name, label)));
  return candidates.toSorted(
    (a, b) => own(b) - own(a) || b.links.length - a.links.length || a.id.localeCompare(b.id),
  )[0]?.id;
}
