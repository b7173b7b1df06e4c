/** What the form proposes for the user's choices so far: the engine's proposal, as fields. */
import { nameOf, parseId, resourceId, sameId, subscriptionOf } from '../../model/armId';
import { nameProblem } from '../../model/names';
import { regionKey } from '../../model/regions';
import {
  type Inventory,
  proposeRegistry,
  type Region,
  type RegistrySpec,
  type RegistryWishes,
  type Subscription,
} from '../../provisioning';
import { makeNew, networkFacts } from '../planForm/networks';
import { tagsText } from '../planForm/tags';
import { groupOf, replicasOf, type Context, type Fields, type Filled } from './draft';

type Edits = Filled['edits'];

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
  | 'network'
  | 'dns'
>;

/** Every field, as it is proposed for the user's choices or as the user has changed it. */
export function fieldsOf({ context, edits }: Filled): Fields {
  const core = coreOf(context, edits);
  const spec = proposal(context, core);
  return { ...specFields(spec, context.first, core), ...core, ...edits, ...notTyped };
}

/** Choices that have no value of their own. */
const notTyped = { sku: 'Premium', adminUser: 'false', addReplica: '', replica: 'true' } as const;

function coreOf(context: Context, edits: Edits): Core {
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
    network: edits.network ?? makeNew,
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
  return proposal(context, coreOf({ ...context, first: nothingYet }, {}));
}

const nothingYet: RegistrySpec = {
  schemaVersion: 1,
  registry: { kind: 'existing', id: '', upgradeToPremium: false },
  side: undefined,
  tags: {},
};

function proposal(context: Omit<Context, 'first'>, core: Core): RegistrySpec {
  const { subscription, observed, hostSuffix, preferred } = context;
  // While a name is being typed it is none yet: what else is proposed doesn't wait for it.
  const group = nameProblem('resourceGroup', groupOf(core)) === undefined ? groupOf(core) : 'rg-registry';
  const id = resourceId(subscription.id, group, 'Microsoft.ContainerRegistry/registries', core.name);
  // A network is proposed into as soon as it is read.
  const host = core.network === makeNew ? undefined : networkFacts(observed, core.network);
  const wishes: RegistryWishes = {
    registry: {
      kind: 'new',
      id,
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

type Derived = Omit<Fields, keyof Core | keyof typeof notTyped>;

function specFields({ registry, side, tags }: RegistrySpec, first: RegistrySpec, core: Core): Derived {
  const ranges = first.side ?? side;
  const newZone = side?.zone.onAbsent === 'create' ? side.zone.id : undefined;
  const isNew = side?.network.onAbsent === 'create';
  const group = (id: string | undefined) => (id === undefined ? '' : (parseId(id)?.resourceGroup ?? ''));
  return {
    networkName: nameOf(side?.network.id ?? ''),
    networkGroup: group(side?.network.id),
    networkPrefix: (isNew ? ranges : side)?.network.addressPrefix ?? '',
    subnet: side?.subnet.onAbsent === 'refuse' ? side.subnet.id : makeNew,
    subnetName: nameOf(side?.subnet.id ?? ''),
    subnetPrefix: (isNew ? ranges : side)?.subnet.addressPrefix ?? '',
    zone: side?.zone.onAbsent === 'refuse' ? side.zone.id : makeNew,
    // Beside the registry, should the user not want the zone that was found.
    zoneSubscription: subscriptionOf(newZone ?? registry.id),
    zoneGroup: newZone === undefined ? groupOf(core) : group(newZone),
    endpointName: nameOf(side?.endpoint.id ?? ''),
    endpointGroup: group(side?.endpoint.id),
    zoneGroupName: side?.names.zoneGroup ?? '',
    registryZoneLink: side?.names.registryZoneLink ?? '',
    tags: tagsText(tags),
  };
}
