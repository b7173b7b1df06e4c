/** What the form proposes for the user's choices so far: the engine's proposal, as fields. */
import { resourceId, sameId, subscriptionOf } from '../../model/armId';
import { memoizedOf } from '../../model/memoized';
import { regionKey } from '../../model/regions';
import {
  type Inventory,
  proposeRegistry,
  type Region,
  type RegistrySpec,
  type RegistryWishes,
  type Subscription,
} from '../../provisioning';
import { followed, type Edits } from '../place/edits';
import { makeNew, networkFacts } from '../place/networks';
import { fieldsOfSide, type PlaceFields } from '../place/place';
import { tagsText } from '../planForm/tags';
import {
  placeContext,
  proposedRegistryId,
  replicasOf,
  type Context,
  type Fields,
  type Filled,
} from './draft';
import type { FieldId } from './protocol/fields';

/** What everything else is proposed for. */
type Core = Pick<
  Fields,
  | 'name'
  | 'group'
  | 'groupName'
  | 'location'
  | 'publicAccess'
  | 'permissions'
  | 'zoneRedundancy'
  | 'replicas'
  | 'dns'
>;

/** Every field, as it is proposed for the user's choices or as the user has changed it. */
export const fieldsOf = memoizedOf(({ context, edits }: Filled): Fields => {
  const core = coreOf(context, edits);
  const spec = proposal(context, core, edits.network);
  const proposed = { ...placeFields(spec, context), ...core, tags: tagsText(spec.tags), ...notTyped };
  return followed(proposed, edits, placeContext(context, core), []);
});

/** Choices that have no value of their own. */
const notTyped = { sku: 'Premium', adminUser: 'false', addReplica: '', replica: 'true' } as const;

function coreOf(context: Omit<Context, 'first'>, edits: Edits<FieldId>): Core {
  const { subscription, regions, groups = [] } = context;
  const name = edits.name ?? proposedName(subscription);
  const group = edits.group ?? makeNew;
  const location =
    edits.location ??
    groups.find(({ id }) => sameId(id, group))?.location ??
    usualRegion(subscription, context.inventory, regions);
  const hasZones = regions.some((region) => region.hasZones && sameRegion(region.name, location));
  return {
    name,
    group,
    groupName: edits.groupName ?? `rg-${name === '' ? 'registry' : name}`,
    location,
    publicAccess: edits.publicAccess ?? 'Disabled',
    permissions: edits.permissions ?? 'legacy',
    zoneRedundancy: edits.zoneRedundancy ?? String(hasZones),
    replicas: edits.replicas ?? '',
    dns: edits.dns ?? 'zone',
  };
}

/** Of the registry that is proposed before anything is chosen. */
export function firstRegistryId(subscription: Subscription): string {
  const name = proposedName(subscription);
  return resourceId(subscription.id, `rg-${name}`, 'Microsoft.ContainerRegistry/registries', name);
}

/** Throws what `proposeRegistry` throws. */
export function firstProposal(context: Omit<Context, 'first'>): RegistrySpec {
  return proposal(context, coreOf(context, {}), undefined);
}

function proposal(context: Omit<Context, 'first'>, core: Core, networkId: string | undefined): RegistrySpec {
  const { observed, hostSuffix, preferred } = context;
  // A network is proposed into as soon as it is read.
  const host = networkId === undefined ? undefined : networkFacts(observed, networkId);
  const wishes: RegistryWishes = {
    registry: {
      kind: 'new',
      id: proposedRegistryId(context, core),
      hostSuffix,
      location: core.location,
      publicNetworkAccess: core.publicAccess === 'Enabled' ? 'Enabled' : 'Disabled',
      roleAssignmentMode: core.permissions === 'abac' ? 'abac' : 'legacy',
      replicas: replicasOf(core),
    },
    dns: core.dns === 'central' ? 'central' : 'zone',
    ...(host === undefined ? {} : { networkId: host.id }),
    ...(preferred.names === undefined ? {} : { names: preferred.names }),
    ...(preferred.tags === undefined ? {} : { tags: preferred.tags }),
  };
  return proposeRegistry(observed, wishes);
}

/** A name that Azure takes, of the subscription's; whether it is free Azure is asked. */
function proposedName(subscription: Subscription): string {
  const letters = subscription.name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return `${letters.slice(0, 40)}acr`.padEnd(5, '0');
}

/** The region that most of what the subscription shows is in. */
function usualRegion(
  { id }: Subscription,
  { registries, clusters, networks }: Inventory,
  regions: readonly Region[],
): string {
  const counts = new Map<string, number>();
  for (const resource of [...registries, ...clusters, ...networks]) {
    // What is in the subscription itself counts more than anything elsewhere.
    const weight = sameId(subscriptionOf(resource.id), id) ? 1000 : 1;
    counts.set(resource.location, (counts.get(resource.location) ?? 0) + weight);
  }
  const usable = [...counts].filter(
    ([location]) => regions.length === 0 || regions.some(({ name }) => sameRegion(name, location)),
  );
  const [most] = usable.toSorted(([a, x], [b, y]) => y - x || a.localeCompare(b));
  const key = most?.[0] ?? '';
  return regions.find(({ name }) => sameRegion(name, key))?.name ?? regions[0]?.name ?? key;
}

function sameRegion(a: string, b: string): boolean {
  return regionKey(a) === regionKey(b);
}

/** The ranges of a new network stay those of the first proposal, whatever is typed. */
function placeFields({ registry, side }: RegistrySpec, { observed, first }: Context): PlaceFields {
  if (side === undefined) throw new Error('Private addresses were requested.');
  const fields = fieldsOfSide(side, { observed, registry });
  if (side.network.onAbsent === 'refuse' || first.side === undefined) return fields;
  const { network, subnet } = first.side;
  return { ...fields, networkPrefix: network.addressPrefix, subnetPrefix: subnet.addressPrefix };
}
