/** Zones that proposals have no choice of. */
import { idKey, sameId } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { known, knownValues, linkOfNetwork } from '../observed/lookup';
import type { Observed, ObservedRegistry, ObservedZone } from '../observed/observed';
import type { Place, SideGround } from './ground';

/** The zone of the registry's private name that a network is linked to: it can't be linked to another one. */
export function boundZone(
  { zones }: Observed,
  { loginServer }: ObservedRegistry,
  networkId: string | undefined,
): ObservedZone | undefined {
  const name = privateZoneName(loginServer);
  return knownValues(zones).find((zone) => sameId(zone.name, name) && linkOfNetwork(zone, networkId));
}

/** Keys of zones that other endpoints of the registry write to, or will once the links so far are made. */
export function zonesOfOthers(
  { observed, registry, settled }: SideGround,
  place: Place,
): ReadonlySet<string> {
  const others = knownValues(observed.endpoints).filter(
    ({ id, targetId }) => sameId(targetId, registry.id) && !sameId(id, place.endpoint.id),
  );
  return new Set(
    [
      ...others.flatMap(({ zoneGroup }) => known(zoneGroup)?.zoneIds ?? []),
      ...settled.flatMap(({ access }) =>
        sameId(access.endpoint.id, place.endpoint.id) ? [] : [access.zone.id],
      ),
    ].map(idKey),
  );
}
