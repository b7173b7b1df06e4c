import { randomUUID } from 'node:crypto';
import { listAt, objectAt, same, textAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';

/** Seconds that a zone group's records live (from the private link documentation's example). */
const TTL = 10;

/** A name that an endpoint serves, at one of its addresses. */
export interface NamedAddress {
  readonly fqdn: string;
  readonly address: string;
}

interface ZoneConfig {
  readonly config: JsonObject;
  readonly zoneId: string;
}

function zoneConfigs(group: ArmResource): ZoneConfig[] {
  return (listAt(group.properties, 'privateDnsZoneConfigs') as JsonObject[]).map((config) => ({
    config,
    zoneId: textAt(config, 'properties', 'privateDnsZoneId') ?? '',
  }));
}

/**
 * Writes the A records of an endpoint into the zones of its group. A record that another endpoint wrote before is
 * overwritten, so that the last one wins.
 */
export function writeRecords(estate: Estate, group: ArmResource, names: readonly NamedAddress[]): void {
  const endpoint = estate.get(endpointIdOf(group));
  if (endpoint === undefined) return;
  const configs = zoneConfigs(group).map(({ config, zoneId }) => {
    const recordSets = recordsFor(estate, zoneId, names);
    const wanted = recordSets.map((set) => textAt(set, 'recordSetName'));
    for (const set of listAt(config, 'properties', 'recordSets')) {
      if (!wanted.includes(textAt(set, 'recordSetName'))) removeRecord(estate, zoneId, set);
    }
    for (const set of recordSets) writeRecord(estate, zoneId, endpoint, set);
    return withRecordSets(config, recordSets);
  });
  estate.put({ ...group, properties: { ...group.properties, privateDnsZoneConfigs: configs } });
}

/** Takes the records of a group out of its zones, or only out of those that `isGone` names. */
export function removeRecords(
  estate: Estate,
  group: ArmResource,
  isGone: (zoneId: string) => boolean = () => true,
): void {
  const configs = zoneConfigs(group).map(({ config, zoneId }) => {
    if (!isGone(zoneId)) return config;
    for (const set of listAt(config, 'properties', 'recordSets')) removeRecord(estate, zoneId, set);
    return withRecordSets(config, []);
  });
  if (estate.get(group.id) === undefined) return;
  estate.put({ ...group, properties: { ...group.properties, privateDnsZoneConfigs: configs } });
}

/** Zone groups keep the reference to a zone that was deleted, but no records in it (C). */
export function forgetZone(estate: Estate, goneId: string): void {
  for (const group of estate.ofType('Microsoft.Network/privateEndpoints/privateDnsZoneGroups')) {
    if (!zoneConfigs(group).some(({ zoneId }) => same(zoneId, goneId))) continue;
    const configs = zoneConfigs(group).map(({ config, zoneId }) =>
      same(zoneId, goneId) ? withRecordSets(config, []) : config,
    );
    estate.put({ ...group, properties: { ...group.properties, privateDnsZoneConfigs: configs } });
  }
}

function removeRecord(estate: Estate, zoneId: string, set: unknown): void {
  const id = `${zoneId}/A/${textAt(set, 'recordSetName') ?? ''}`;
  // What a person wrote is left alone. A record of another endpoint is not: Azure knows it by name only.
  if (textAt(estate.get(id)?.properties, 'metadata', 'creator') !== undefined) estate.delete(id);
}

export function endpointIdOf(group: ArmResource): string {
  return group.id.replace(/\/privateDnsZoneGroups\/[^/]+$/i, '');
}

function withRecordSets(config: JsonObject, recordSets: JsonObject[]): JsonObject {
  return { ...config, properties: { ...objectAt(config, 'properties'), recordSets } };
}

/** `privatelink.{suffix}` holds the names that end in the suffix; others have no place in the zone. */
function recordsFor(estate: Estate, zoneId: string, names: readonly NamedAddress[]): JsonObject[] {
  const zone = estate.get(zoneId);
  if (zone === undefined) return [];
  const suffix = `.${zone.name.toLowerCase().replace(/^privatelink\./, '')}`;
  return names
    .filter(({ fqdn }) => fqdn.endsWith(suffix) && !same(`.${fqdn}`, suffix))
    .map(({ fqdn, address }) => {
      const recordSetName = fqdn.slice(0, -suffix.length);
      return {
        recordType: 'A',
        recordSetName,
        fqdn: `${recordSetName}.${zone.name}`,
        ttl: TTL,
        provisioningState: 'Succeeded',
        ipAddresses: [address],
      };
    });
}

function writeRecord(estate: Estate, zoneId: string, endpoint: ArmResource, set: JsonObject): void {
  const zone = estate.get(zoneId);
  const name = textAt(set, 'recordSetName');
  if (zone === undefined || name === undefined) return;
  // A name with an alias can't have an address besides (RFC 1034, 3.6.2); what Azure answers then isn't known (C).
  if (estate.get(`${zone.id}/CNAME/${name}`) !== undefined) return;
  const guid = textAt(endpoint.properties, 'resourceGuid') ?? '';
  estate.put({
    id: `${zone.id}/A/${name}`,
    name,
    type: 'Microsoft.Network/privateDnsZones/A',
    etag: randomUUID(),
    properties: {
      metadata: { creator: `created by private endpoint ${endpoint.name} with resource guid ${guid}` },
      fqdn: `${name}.${zone.name}.`,
      ttl: TTL,
      aRecords: (listAt(set, 'ipAddresses') as string[]).map((ipv4Address) => ({ ipv4Address })),
      isAutoRegistered: false,
    },
  });
}
