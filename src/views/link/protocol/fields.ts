/**
 * Everything that the user can fill in, choices before what depends on them. A field belongs to what all clusters share
 * or to one cluster: its scope says which.
 */
import { placeFieldIds } from '../../place/protocol/fields';

/** What is said of a cluster itself; the fields of a place are said of a cluster only where it has one of its own. */
export const clusterFieldIds = [
  'mode',
  'placement',
  'principal',
  'route',
  'fallback',
  'clusterZoneLink',
  'peeringToCluster',
  'peeringToRegistry',
] as const;
export type ClusterFieldId = (typeof clusterFieldIds)[number];

export const fieldIds = [
  'mode',
  'upgrade',
  'placement',
  'principal',
  ...placeFieldIds,
  'route',
  'fallback',
  'clusterZoneLink',
  'peeringToCluster',
  'peeringToRegistry',
  'tags',
] as const;
export type FieldId = (typeof fieldIds)[number];

export function isFieldId(id: string): id is FieldId {
  return (fieldIds as readonly string[]).includes(id);
}
