/** What the form was filled from, and what the user made of it. */
import { nameOf, resourceId, sameId } from '../../model/armId';
import { nameProblem } from '../../model/names';
import type {
  Inventory,
  Observed,
  ObservedResourceGroup,
  Preferred,
  Region,
  RegistrySpec,
  Subscription,
} from '../../provisioning';
import type * as shared from '../planForm/fields';
import type { Edits } from '../place/edits';
import { makeNew } from '../place/networks';
import type { PlaceContext } from '../place/place';
import type { FieldId } from './protocol/fields';

export type Fields = Readonly<Record<FieldId, string>>;
export type Scope = shared.Scope<FieldId>;

export interface Context {
  readonly subscription: Subscription;
  readonly hostSuffix: string;
  readonly subscriptions: readonly Subscription[];
  readonly inventory: Inventory;
  /** Undefined where they can't be listed. */
  readonly groups: readonly ObservedResourceGroup[] | undefined;
  /** Empty where they can't be listed. */
  readonly regions: readonly Region[];
  /** Id of a registry that was found in the place of the new one, e.g. because making it was interrupted. */
  readonly found: string | undefined;
  readonly preferred: Pick<Preferred, 'names' | 'tags'>;
  /** As it was when the form was filled, and since then with the networks that were chosen. */
  readonly observed: Observed;
  /** The first proposal: the ranges of a new network stay those, whatever is typed. */
  readonly first: RegistrySpec;
}

export interface Filled {
  readonly context: Context;
  readonly edits: Edits<FieldId>;
}

/** Id of the resource group that the registry is in or will be in. */
function groupOf({ group, groupName }: Pick<Fields, 'group' | 'groupName'>): string {
  return group === makeNew ? groupName : nameOf(group);
}

export function registryId(
  { subscription }: Pick<Context, 'subscription'>,
  fields: Pick<Fields, 'name' | 'group' | 'groupName'>,
): string {
  return resourceId(subscription.id, groupOf(fields), 'Microsoft.ContainerRegistry/registries', fields.name);
}

/** Id to propose for: while a group's name is being typed it is none yet, and what is proposed doesn't wait for it. */
export function proposedRegistryId(
  context: Pick<Context, 'subscription'>,
  fields: Pick<Fields, 'name' | 'group' | 'groupName'>,
): string {
  if (nameProblem('resourceGroup', groupOf(fields)) === undefined) return registryId(context, fields);
  return registryId(context, { ...fields, group: makeNew, groupName: 'rg-registry' });
}

/** The registry is there already: Preview says whether it is what was begun, and what it lacks. */
export function isThere(context: Context, fields: Fields): boolean {
  const id = registryId(context, fields);
  return sameId(context.found, id) || context.inventory.registries.some((one) => sameId(one.id, id));
}

/** Regions in which there are to be copies. */
export function replicasOf({ replicas }: Pick<Fields, 'replicas'>): readonly string[] {
  return replicas === '' ? [] : replicas.split(',');
}

/** Host name that the registry will have. */
export function loginServer(
  { name }: Pick<Fields, 'name'>,
  { hostSuffix }: Pick<Context, 'hostSuffix'>,
): string {
  return `${name.toLowerCase()}.${hostSuffix}`;
}

/** What is around the registry as it will be. */
export function placeContext(
  context: Context,
  fields: Pick<Fields, 'name' | 'location' | 'group' | 'groupName' | 'replicas'>,
): PlaceContext {
  const { observed, inventory, subscriptions, regions, preferred, hostSuffix } = context;
  const { name, location } = fields;
  const id = registryId(context, fields);
  const registry = { id, name, location, loginServer: loginServer(fields, context) };
  const toBe = {
    kind: 'new',
    id: proposedRegistryId(context, fields),
    hostSuffix,
    location,
    replicas: replicasOf(fields),
  } as const;
  return { observed, inventory, subscriptions, regions, names: preferred.names, registry, toBe };
}
