/**
 * Bodies for writing something back that somebody else may have made: everything that ARM answered is kept, except for
 * what ARM's definitions mark as read-only and what the service computes.
 */
import { nameOf } from '../../model/armId';
import { asObject, asObjects, type Json, type JsonObject } from '../../model/json';

const envelope = ['id', 'name', 'type', 'etag'];

/** Address spaces are filled in by the service from the two networks: an old copy must not be written back. */
const computedOfPeering = [
  'provisioningState',
  'peeringState',
  'peeringSyncLevel',
  'resourceGuid',
  'remoteVirtualNetworkEncryption',
  'localAddressSpace',
  'localVirtualNetworkAddressSpace',
  'remoteAddressSpace',
  'remoteVirtualNetworkAddressSpace',
];

/** The body of a PUT that leaves a peering as it is, but for `changes`. */
export function peeringBody(raw: JsonObject, changes: JsonObject = {}): JsonObject {
  return {
    ...omit(raw, [...envelope, 'properties']),
    properties: { ...omit(asObject(raw['properties']), computedOfPeering), ...changes },
  };
}

/** The body of a PUT that leaves a DNS zone group as it is, but for more zones; of nothing it makes a new group. */
export function zoneGroupBody(raw: JsonObject, zoneIds: readonly string[] = []): JsonObject {
  const properties = asObject(raw['properties']);
  const configs: JsonObject[] = asObjects(properties['privateDnsZoneConfigs']).map((config) => ({
    ...omit(config, ['id', 'type', 'etag', 'properties']),
    properties: omit(asObject(config['properties']), ['recordSets', 'provisioningState']),
  }));
  const all = zoneIds.reduce<JsonObject[]>(
    (others, zoneId) => [
      ...others,
      zoneConfig(
        zoneId,
        others.map(({ name }) => name),
      ),
    ],
    configs,
  );
  return {
    ...omit(raw, [...envelope, 'properties']),
    properties: {
      ...omit(properties, ['provisioningState']),
      privateDnsZoneConfigs: all,
    },
  };
}

/** One element of a zone group, under a name that none of the others has. */
function zoneConfig(zoneId: string, taken: readonly (Json | undefined)[]): JsonObject {
  const base = nameOf(zoneId).replaceAll('.', '-');
  let name = base;
  for (let number = 2; taken.includes(name); number += 1) name = `${base}-${number}`;
  return { name, properties: { privateDnsZoneId: zoneId } };
}

function omit(from: JsonObject, members: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(from).filter(([member]) => !members.includes(member)));
}
