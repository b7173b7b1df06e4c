/** What azurerm says within another resource: zone groups, replicas, connections; and subnets, which a network's body may hold. */
import { nameOf, parentId } from '../../model/armId';
import type { WrittenStep } from '../model';
import { Reading } from '../reading';
import type { Item } from './hcl';
import { argument, given, placed, tags } from './items';
import type { References } from './references';

/** The block of a zone group in its endpoint; undefined where azurerm would name its parts otherwise. */
export function zoneGroupBlock(
  { resourceId, request }: WrittenStep,
  references: References,
): Item | undefined {
  const body = new Reading(request.body);
  const configs = body.object('properties').objects('privateDnsZoneConfigs');
  const zoneIds = configs.flatMap((config) => {
    const id = config.object('properties').text('privateDnsZoneId');
    if (id === undefined) return [];
    // The provider makes the name from the zone's.
    config.implied('name', nameOf(id).replaceAll('.', '-'));
    return [id];
  });
  if (zoneIds.length === 0 || body.rest().length > 0) return undefined;
  return {
    block: 'private_dns_zone_group',
    items: [
      argument('name', nameOf(resourceId)),
      argument(
        'private_dns_zone_ids',
        zoneIds.map((id) => references.id(id)),
      ),
    ],
  };
}

/** Registry blocks of replicas; the provider wants them in the order of their places. */
export function replicasOf(steps: readonly WrittenStep[]): Item[] {
  const blocks = steps.flatMap((step) => replicaBlock(step) ?? []);
  return blocks
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ items }) => ({ block: 'georeplications', items }));
}

/** The block of a replica in its registry; undefined where azurerm can't say all of it. */
export function replicaBlock({
  request,
}: WrittenStep): { readonly place: string; readonly items: readonly Item[] } | undefined {
  const body = new Reading(request.body);
  const place = body.text('location');
  const properties = body.object('properties');
  const redundancy = properties.either('zoneRedundancy', 'Enabled', 'Disabled');
  const regional = properties.flag('regionEndpointEnabled');
  const named = tags(body);
  if (place === undefined || body.rest().length > 0) return undefined;
  return {
    place: place.replaceAll(' ', '').toLowerCase(),
    items: [
      argument('location', place),
      ...given('zone_redundancy_enabled', redundancy),
      // Azure's default, which is not the provider's.
      argument('regional_endpoint_enabled', regional ?? true),
      ...named,
    ],
  };
}

export function subnetItems(id: string, properties: Reading, references: References): Item[] {
  const prefix = properties.text('addressPrefix');
  const prefixes = properties.texts('addressPrefixes') ?? (prefix === undefined ? undefined : [prefix]);
  // What Azure sets where nobody does.
  properties.implied('delegations', []);
  properties.implied('serviceEndpoints', []);
  properties.implied('privateLinkServiceNetworkPolicies', 'Enabled');
  return [
    ...placed(id, references),
    argument('virtual_network_name', references.name(parentId(id))),
    ...given('address_prefixes', prefixes),
    ...given('private_endpoint_network_policies', properties.text('privateEndpointNetworkPolicies')),
  ];
}

export function connectionBlock(connection: Reading, isManual: boolean, references: References): Item {
  const name = connection.text('name');
  const properties = connection.object('properties');
  const target = properties.text('privateLinkServiceId');
  return {
    block: 'private_service_connection',
    items: [
      ...given('name', name),
      ...given('private_connection_resource_id', target && references.id(target)),
      ...given('subresource_names', properties.texts('groupIds')),
      argument('is_manual_connection', isManual),
      ...given('request_message', properties.text('requestMessage')),
    ],
  };
}
