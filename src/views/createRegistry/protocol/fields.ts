import { placeFieldIds } from '../../place/protocol/fields';

/** Everything that the user can fill in, choices before what depends on them. */
export const fieldIds = [
  'name',
  'group',
  'location',
  'groupName',
  'sku',
  'publicAccess',
  'permissions',
  'adminUser',
  'zoneRedundancy',
  /** Adds a region to `replicas`. */
  'addReplica',
  /** One for each region of `replicas`, which is its scope. */
  'replica',
  /** Regions, separated by commas; not shown by itself. */
  'replicas',
  ...placeFieldIds,
  'tags',
] as const;
export type FieldId = (typeof fieldIds)[number];

export function isFieldId(id: string): id is FieldId {
  return (fieldIds as readonly string[]).includes(id);
}
