/**
 * Bodies for writing something back that somebody else may have made: everything that ARM answered is kept, except for
 * what Azure computes (see `plan/settings.ts`).
 */
import { nameOf } from '../../model/armId';
import { asObject, asObjects, type Json, type JsonObject } from '../../model/json';
import { zonesOfGroup } from '../plan/lists';
import type { ListChange } from '../plan/plan';
import { settingsOf } from '../plan/settings';

/** The body of a PUT that leaves a peering as it is, but for `changes`. */
export function peeringBody(raw: JsonObject, changes: JsonObject = {}): JsonObject {
  const settings = settingsOf('peering', raw);
  return { ...settings, properties: { ...asObject(settings['properties']), ...changes } };
}

/** What makes a DNS zone group write to more zones; `raw` is the group as it is, if there is one. */
export function moreZones(raw: JsonObject, zoneIds: readonly string[]): ListChange {
  const { privateDnsZoneConfigs } = asObject(raw['properties']);
  const taken = asObjects(privateDnsZoneConfigs).map(({ name }) => name);
  const add = zoneIds.reduce<JsonObject[]>((configs, zoneId) => {
    const names = [...taken, ...configs.map(({ name }) => name)];
    return [...configs, zoneConfig(zoneId, names)];
  }, []);
  return { ...zonesOfGroup, add, remove: [] };
}

/** One element of a zone group, under a name that none of the others has. */
function zoneConfig(zoneId: string, taken: readonly (Json | undefined)[]): JsonObject {
  const base = nameOf(zoneId).replaceAll('.', '-');
  let name = base;
  for (let number = 2; taken.includes(name); number += 1) name = `${base}-${number}`;
  return { name, properties: { privateDnsZoneId: zoneId } };
}
