/** A registry's spec as journals hold it. */
import * as v from 'valibot';
import type { RegistrySpec } from '../plan/registrySpec';
import { texts } from './jsonSchema';
import { sideMembers, sideNames } from './specSchema';

const placed = { location: v.string(), zoneRedundancy: v.boolean() } as const;

const registry = v.variant('kind', [
  v.object({
    kind: v.literal('new'),
    id: v.string(),
    hostSuffix: v.string(),
    ...placed,
    replicas: v.array(v.object(placed)),
    publicNetworkAccess: v.picklist(['Enabled', 'Disabled']),
    roleAssignmentMode: v.picklist(['legacy', 'abac']),
  }),
  v.object({ kind: v.literal('existing'), id: v.string(), upgradeToPremium: v.boolean() }),
]);

const parsed = v.object({
  schemaVersion: v.literal(1),
  registry,
  side: v.optional(v.object({ ...sideMembers, names: v.object(sideNames) })),
  tags: texts,
});

/** JSON has no `undefined`: a side that isn't wanted is put back as such. */
export const registrySpecSchema: v.GenericSchema<unknown, RegistrySpec> = v.pipe(
  parsed,
  v.transform((spec) => ({ ...spec, side: spec.side })),
);
