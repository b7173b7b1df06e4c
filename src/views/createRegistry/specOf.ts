/** The spec that fields without errors stand for. */
import { regionKey } from '../../model/regions';
import type { RegistrySpec } from '../../provisioning';
import { sideOf } from '../place/place';
import { parseTags } from '../planForm/tags';
import { placeContext, registryId, replicasOf, type Context, type Filled } from './draft';
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
    side: { ...sideOf(fields, placeContext(context, fields)), fallbackToInternet: false },
    tags: tags.ok ? tags.tags : {},
  };
}

export function hasZones({ regions }: Pick<Context, 'regions'>, location: string): boolean {
  return regions.some((region) => region.hasZones && regionKey(region.name) === regionKey(location));
}
