/** What the user wants of a registry itself, without any cluster: plain, serialisable data, as of a link. */
import * as v from 'valibot';
import type { Immutable } from '../../model/immutable';
import { texts } from './jsonSchema';
import type { Plan } from './plan';
import { registrySideSchema } from './spec';

const placed = { location: v.string(), zoneRedundancy: v.boolean() } as const;

const replica = v.object(placed);
export type Replica = Immutable<v.InferOutput<typeof replica>>;

/**
 * A registry that the plan makes. It is always Premium (only that has private endpoints and replicas), without admin
 * user, and lets trusted services of Azure in, which importing an image into a closed registry needs.
 */
const newRegistry = v.object({
  kind: v.literal('new'),
  id: v.string(),
  /** Suffix of registries' host names in this cloud, e.g. `azurecr.io`: Azure puts the name before it. */
  hostSuffix: v.string(),
  /** `location` is an Azure region, also of the resource group if that is new. */
  ...placed,
  /** Copies in other regions, each once. */
  replicas: v.array(replica),
  publicNetworkAccess: v.picklist(['Enabled', 'Disabled']),
  roleAssignmentMode: v.picklist(['legacy', 'abac']),
});
export type NewRegistry = Immutable<v.InferOutput<typeof newRegistry>>;

/** A registry that is there and gets private addresses: its public access stays as it is. */
const existingRegistry = v.object({
  kind: v.literal('existing'),
  id: v.string(),
  /** The user agreed to raise it to Premium. */
  upgradeToPremium: v.boolean(),
});
export type ExistingRegistry = Immutable<v.InferOutput<typeof existingRegistry>>;

export const registrySpecSchema = v.object({
  schemaVersion: v.literal(1),
  registry: v.variant('kind', [newRegistry, existingRegistry]),
  /** The way in over private addresses; left out for a registry that is reached publicly, or by nobody yet. */
  side: v.optional(registrySideSchema),
  /** Tags for everything that the plan creates and that takes tags, besides the ownership mark. */
  tags: texts,
});
export type RegistrySpec = Immutable<v.InferOutput<typeof registrySpecSchema>>;

/** Makes a registry, or private addresses for one that is there, without any cluster. */
export type RegistryPlan = Plan<'registry', RegistrySpec>;
