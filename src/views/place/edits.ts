/** Edits over the engine's proposal: what the user chose and typed, and what follows from it for all other fields. */
import { t } from '@vscode/l10n';
import { freeRange, isIPv4, isRange, prefixLength } from '../../model/addressRange';
import { idKey, sameId } from '../../model/armId';
import { nameProblem } from '../../model/names';
import {
  type Observed,
  type ObservedCluster,
  proposeNames,
  proposeRegistry,
  type RegistryWishes,
  usualSubnetPrefix,
} from '../../provisioning';
import type { Reading } from '../planForm/formKind';
import { makeNew, networkFacts } from './networks';
import {
  endpointOf,
  fieldsOfSide,
  groupName,
  placeOf,
  zoneOf,
  type PlaceContext,
  type PlaceFields,
} from './place';
import type { PlaceFieldId } from './protocol/fields';

/** Only what the user changed: every other field is as it is proposed for that. */
export type Edits<Id extends string> = Readonly<Partial<Record<Id, string>>>;

/** What is proposed anew for a choice, because what was chosen and typed for another one doesn't fit it. */
const followers: Readonly<Partial<Record<string, readonly PlaceFieldId[]>>> = {
  endpoint: ['zone'],
  network: [
    'networkName',
    'networkPrefix',
    'networkGroup',
    'networkSubscription',
    'networkLocation',
    'subnet',
    'subnetName',
    'subnetPrefix',
    'endpointGroup',
    'registryZoneLink',
  ],
};

/** With one more edit. */
export function edited<Id extends string>(edits: Edits<Id>, field: Id, value: string): Edits<Id> {
  const dropped: readonly string[] = followers[field] ?? [];
  const kept = Object.entries(edits).filter(([id]) => !dropped.includes(id));
  return { ...(Object.fromEntries(kept) as Edits<Id>), [field]: value };
}

/** The fields with the edits, and what follows from a choice among these; `clusters` are those that use the place. */
export function followed<F extends PlaceFields>(
  proposed: F,
  edits: Edits<Extract<keyof F, string>>,
  context: PlaceContext,
  clusters: readonly ObservedCluster[],
): F {
  const { network, endpoint } = edits as Edits<PlaceFieldId>;
  const isMoved = network !== undefined && !sameId(network, proposed.network);
  const placed = { ...proposed, ...(isMoved ? inNetwork(network, context, clusters) : {}) };
  const offered = { ...placed, ...anew(placed, edits, context, clusters) };
  const fields = {
    ...offered,
    ...subnetWithin(offered, edits),
    ...(endpoint === undefined ? {} : zoneOfEndpoint(endpoint, context)),
    ...edits,
  };
  const names = namesAfter(fields, proposed, context, []);
  return names === undefined ? fields : { ...fields, registryZoneLink: names.registryZoneLink, ...edits };
}

/** What is to be new where something that is there was proposed: beside that, under a name and in a range of its own. */
function anew(
  proposed: PlaceFields,
  edits: Edits<PlaceFieldId>,
  context: PlaceContext,
  clusters: readonly ObservedCluster[],
): Partial<PlaceFields> {
  const becomesNew = (field: 'endpoint' | 'network' | 'subnet') =>
    edits[field] === makeNew && proposed[field] !== makeNew;
  const isAsked = (['endpoint', 'network', 'subnet'] as const).some(becomesNew);
  const networkId = edits.network ?? proposed.network;
  const place = isAsked
    ? proposedIn(networkId === makeNew ? undefined : networkId, context, { anewFor: clusters })
    : undefined;
  if (place === undefined) return {};
  const { endpointName, endpointGroup, subnetName, subnetPrefix } = place;
  const { networkName, networkPrefix, networkGroup, networkSubscription, networkLocation } = place;
  const network = { networkName, networkPrefix, networkGroup, networkSubscription, networkLocation };
  const isUnreadable = networkId !== makeNew && networkFacts(context.observed, networkId) === undefined;
  return {
    ...(becomesNew('endpoint')
      ? { endpointName, endpointGroup: isUnreadable ? groupName(networkId) : endpointGroup }
      : {}),
    ...(becomesNew('network') ? { ...network, subnet: makeNew } : {}),
    ...(becomesNew('network') || becomesNew('subnet') ? { subnetName, subnetPrefix } : {}),
  };
}

/** The engine's proposal for a network that was read, or for one of the registry's own; undefined where that can't be read. */
function proposedIn(
  networkId: string | undefined,
  { observed, first = observed, registry, toBe, names }: PlaceContext,
  wishes: Pick<RegistryWishes, 'anewFor'>,
): PlaceFields | undefined {
  const now = wishes.anewFor === undefined ? observed : first;
  if (toBe === undefined && now.registry.state !== 'known') return undefined;
  const host =
    networkId === undefined ? undefined : (networkFacts(now, networkId) ?? networkFacts(observed, networkId));
  const chosen = host === undefined ? {} : { [idKey(host.id)]: { state: 'known', value: host } as const };
  const seen = { ...now, networks: { ...now.networks, ...chosen } };
  const { side } = proposeRegistry(seen, {
    registry: toBe ?? { kind: 'existing', id: registry.id },
    ...(host === undefined ? {} : { networkId: host.id }),
    ...(names === undefined ? {} : { names }),
    ...wishes,
  });
  return side && fieldsOfSide(side, { observed: seen, registry });
}

/**
 * Names of what connects networks to the one of the fields, where that is another one than was proposed; undefined where it
 * isn't, or has no name yet. `clusters` are those that use the place: a path for each, in their order.
 */
export function namesAfter(
  fields: PlaceFields,
  proposed: PlaceFields,
  context: PlaceContext,
  clusters: readonly ObservedCluster[],
): ReturnType<typeof proposeNames> | undefined {
  const { networkId, networkIsNew } = placeOf(fields, context);
  if (sameId(networkId, placeOf(proposed, context).networkId)) return undefined;
  if (networkIsNew && nameProblem('network', fields.networkName) !== undefined) return undefined;
  const ends = { networkId, zoneId: zoneOf(fields, context) };
  return proposeNames(context.observed, ends, clusters, context.names);
}

/** A subnet as large as was proposed, else as any is proposed, or as the range that was typed for its network. */
function subnetWithin(proposed: PlaceFields, edits: Edits<PlaceFieldId>): Partial<PlaceFields> {
  const within = edits.networkPrefix;
  const isNew = (edits.network ?? proposed.network) === makeNew;
  if (within === undefined || !isNew || !isRange(within)) return {};
  const size = isIPv4(proposed.subnetPrefix) ? prefixLength(proposed.subnetPrefix) : usualSubnetPrefix;
  return { subnetPrefix: freeRange(size, [], { within }) ?? within };
}

/** Of a network that isn't read yet only where the endpoint goes is known. */
function inNetwork(
  networkId: string,
  context: PlaceContext,
  clusters: readonly ObservedCluster[],
): Partial<PlaceFields> {
  if (networkId === makeNew) return {};
  if (networkFacts(context.observed, networkId) === undefined) {
    return { subnet: makeNew, endpointGroup: groupName(networkId) };
  }
  const place = proposedIn(networkId, context, {});
  if (place === undefined) return {};
  const { subnet, subnetName, subnetPrefix, endpointGroup, zone, zoneSubscription, zoneGroup } = place;
  const within = { subnet, subnetName, subnetPrefix, endpointGroup };
  // With clusters it is their networks that decide on the zone.
  return clusters.length > 0 ? within : { ...within, zone, zoneSubscription, zoneGroup };
}

/** An endpoint writes to the zone of its group, and to no other one. */
function zoneOfEndpoint(id: string, context: PlaceContext): Partial<PlaceFields> {
  const group = endpointOf(context, id)?.zoneGroup;
  const zone = group?.state === 'known' ? group.value.zoneIds[0] : undefined;
  return zone === undefined || context.observed.zones[idKey(zone)]?.state !== 'known' ? {} : { zone };
}

/** Subnets of a network that hasn't been read yet aren't offered; whether this one is there the reading will tell. */
export function isUnreadSubnet(
  { network }: Pick<PlaceFields, 'network'>,
  value: string,
  context: Pick<PlaceContext, 'observed'>,
): boolean {
  return isUnread(network, context) && idKey(value).startsWith(`${idKey(network)}/subnets/`);
}

function isUnread(network: string, { observed }: Pick<PlaceContext, 'observed'>): boolean {
  return network !== makeNew && observed.networks[idKey(network)] === undefined;
}

/** With what was read of a network that was chosen. */
export function withRead<C extends Pick<PlaceContext, 'observed' | 'first'>>(context: C, read: Observed): C {
  const { observed, first = observed } = context;
  return { ...context, observed: withNetwork(observed, read), first: withNetwork(first, read) };
}

/** What was read of a network over what was known before it. */
export function withNetwork(before: Observed, read: Observed): Observed {
  const { networks, zones, endpoints } = before;
  return {
    ...before,
    networks: { ...networks, ...read.networks },
    zones: { ...zones, ...read.zones },
    endpoints: { ...endpoints, ...read.endpoints },
  };
}

/**
 * A network from the inventory is offered before its subnets are known: they are read when it is chosen. `places` are those
 * that are in use; `read` gives the form with what Azure said of the network.
 */
export function unreadNetwork<Filled>(
  places: readonly Pick<PlaceFields, 'endpoint' | 'network'>[],
  context: Pick<PlaceContext, 'observed'>,
  read: (networkId: string, signal: AbortSignal) => Promise<(latest: Filled) => Filled>,
): Reading<Filled> | undefined {
  const place = places.find(({ endpoint, network }) => endpoint === makeNew && isUnread(network, context));
  if (place === undefined) return undefined;
  return {
    about: idKey(place.network),
    section: 'network',
    words: t('Reading the network…'),
    read: (signal) => read(place.network, signal),
  };
}
