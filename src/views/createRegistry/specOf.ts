/** The spec that fields without errors stand for. */
import { childId, resourceId, sameId, subscriptionOf } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { regionKey } from '../../model/regions';
import type { OnAbsent, RegistrySide, RegistrySpec } from '../../provisioning';
import { makeNew, networkFacts } from '../planForm/networks';
import { parseTags } from '../planForm/tags';
import { registryId, replicasOf, type Context, type Fields, type Filled } from './draft';
import { fieldsOf } from './proposals';

export function specOf(filled: Filled): RegistrySpec {
  const { context } = filled;
  const fields = fieldsOf(filled);
  const tags = parseTags(fields.tags);
  const zoneRedundancy = fields.zoneRedundancy === 'true';
  return {
    schemaVersion: 1,
    registry: {
      kind: 'new',
      id: registryId(context, fields),
      hostSuffix: context.hostSuffix,
      location: fields.location,
      zoneRedundancy: zoneRedundancy && hasZones(context, fields.location),
      replicas: replicasOf(fields).map((location) => ({
        location,
        zoneRedundancy: zoneRedundancy && hasZones(context, location),
      })),
      publicNetworkAccess: fields.publicAccess === 'Enabled' ? 'Enabled' : 'Disabled',
      roleAssignmentMode: fields.permissions === 'abac' ? 'abac' : 'legacy',
    },
    side: sideOf(fields, context),
    tags: tags.ok ? tags.tags : {},
  };
}

export function hasZones({ regions }: Pick<Context, 'regions'>, location: string): boolean {
  return regions.some((region) => region.hasZones && regionKey(region.name) === regionKey(location));
}

/** Host name that the registry will have. */
export function loginServer(
  { name }: Pick<Fields, 'name'>,
  { hostSuffix }: Pick<Context, 'hostSuffix'>,
): string {
  return `${name.toLowerCase()}.${hostSuffix}`;
}

function sideOf(fields: Fields, context: Context): RegistrySide {
  const isNewNetwork = fields.network === makeNew;
  const networkId = isNewNetwork
    ? resourceId(
        context.subscription.id,
        fields.networkGroup,
        'Microsoft.Network/virtualNetworks',
        fields.networkName,
      )
    : fields.network;
  const isNewSubnet = isNewNetwork || fields.subnet === makeNew;
  return {
    network: {
      id: networkId,
      onAbsent: isNewNetwork ? 'create' : 'refuse',
      location: isNewNetwork ? fields.location : locationOf(networkId, context),
      addressPrefix: fields.networkPrefix,
    },
    subnet: {
      id: isNewSubnet ? childId(networkId, 'subnets', fields.subnetName) : fields.subnet,
      onAbsent: isNewSubnet ? 'create' : 'refuse',
      addressPrefix: fields.subnetPrefix,
    },
    endpoint: {
      id: resourceId(
        subscriptionOf(networkId),
        fields.endpointGroup,
        'Microsoft.Network/privateEndpoints',
        fields.endpointName,
      ),
      onAbsent: 'create',
      approval: { mode: 'automatic' },
    },
    dns: fields.dns === 'central' ? 'central' : 'zone',
    zone: { id: zoneId(fields, context), onAbsent: onAbsent(fields.zone) },
    names: { zoneGroup: fields.zoneGroupName, registryZoneLink: fields.registryZoneLink },
    fallbackToInternet: false,
  };
}

function zoneId(fields: Fields, context: Context): string {
  if (fields.zone !== makeNew) return fields.zone;
  const name = privateZoneName(loginServer(fields, context));
  return resourceId(fields.zoneSubscription, fields.zoneGroup, 'Microsoft.Network/privateDnsZones', name);
}

function onAbsent(choice: string): OnAbsent {
  return choice === makeNew ? 'create' : 'refuse';
}

function locationOf(networkId: string, { observed, inventory, first }: Context): string {
  return (
    networkFacts(observed, networkId)?.location ??
    inventory.networks.find(({ id }) => sameId(id, networkId))?.location ??
    first.side?.network.location ??
    ''
  );
}
