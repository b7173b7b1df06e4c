/** The fields of all stages, choices before what depends on them. */
import { fieldIds as linkFieldIds } from '../../link/protocol/fields';

export const accessFieldIds = ['access', 'ranges', 'trustedServices'] as const;
export type AccessFieldId = (typeof accessFieldIds)[number];

export const fieldIds = [
  /** One for each cluster that pulls, which is its scope: it is linked in the same plan. */
  'linked',
  ...linkFieldIds,
  ...accessFieldIds,
] as const;
export type FieldId = (typeof fieldIds)[number];
