/** Edits over the engine's proposal: what the user chose and typed, and what follows from it for all other fields. */
import { t } from '@vscode/l10n';
import { freeRange, isIPv4, isRange, prefixLength } from '../../model/addressRange';
import { idKey, sameId } from '../../model/armId';
import { nameProblem } from '../../model/names';
import { type Observed, type ObservedCluster, proposeRegistry, usualSubnetPrefix } from '../../provisioning';
import type { Reading } from '../planForm/formKind';
import { makeNew, networkFacts } from './networks';
import { endpointOf, fieldsOfSide, groupName, type PlaceContext, type PlaceFields } from './place';
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

/**
 * The fields with the edits, and what follows from a choice among these; `clusters` are those that use the place. `made` is
 * what makes the network that they name: the fields of another scope where the place is that one's.
 */
export function followed<F extends PlaceFields>(
  proposed: F,
  edits: Edits<Extract<keyof F, string>>,
  context: PlaceContext,
  clusters: readonly ObservedCluster[],
  made: NewNetwork = { proposed, edits },
): F {
  const { network, endpoint } = edits as Edits<PlaceFieldId>;
  return {
    ...proposed,
    ...namedAfter(proposed, made),
    ...subnetWithin(proposed, edits),
    ...(network === undefined || sameId(network, proposed.network)
      ? {}
      : inNetwork(network, context, clusters)),
    ...(endpoint === undefined ? {} : zoneOfEndpoint(endpoint, context)),
    ...edits,
  };
}

interface NewNetwork {
  readonly proposed: Pick<PlaceFields, 'network' | 'networkName'>;
  readonly edits: Edits<PlaceFieldId>;
}

function isNew({ proposed, edits }: NewNetwork): boolean {
  return (edits.network ?? proposed.network) === makeNew;
}

/** What is proposed with the name of a new network in its own. */
function namedAfter<F extends PlaceFields>(fields: F, made: NewNetwork): Partial<F> {
  const [before, name] = [made.proposed.networkName, made.edits.networkName];
  if (!isNew(made) || name === undefined || before === '' || nameProblem('network', name) !== undefined)
    return {};
  const named = ['registryZoneLink', 'peeringToCluster', 'peeringToRegistry'];
  return Object.fromEntries(
    Object.entries(fields).flatMap(([id, value]) =>
      named.includes(id) && value.includes(before) ? [[id, value.replaceAll(before, name)]] : [],
    ),
  ) as Partial<F>;
}

/** A subnet as large as was proposed, else as any is proposed, or as the range that was typed for its network. */
function subnetWithin(proposed: PlaceFields, edits: Edits<PlaceFieldId>): Partial<PlaceFields> {
  const within = edits.networkPrefix;
  if (within === undefined || !isNew({ proposed, edits }) || !isRange(within)) return {};
  const size = isIPv4(proposed.subnetPrefix) ? prefixLength(proposed.subnetPrefix) : usualSubnetPrefix;
  return { subnetPrefix: freeRange(size, [], { within }) ?? within };
}

/** Of a network that isn't read yet only where the endpoint goes is known. */
function inNetwork(
  networkId: string,
  { observed, registry, names }: PlaceContext,
  clusters: readonly ObservedCluster[],
): Partial<PlaceFields> {
  if (networkId === makeNew) return { subnet: makeNew };
  if (networkFacts(observed, networkId) === undefined) {
    return { subnet: makeNew, endpointGroup: groupName(networkId) };
  }
  const { side } = proposeRegistry(observed, {
    registry: { kind: 'existing', id: registry.id },
    networkId,
    ...(names === undefined ? {} : { names }),
  });
  if (side === undefined) return {};
  const {
    subnet,
    subnetName,
    subnetPrefix,
    endpointGroup,
    registryZoneLink,
    zone,
    zoneSubscription,
    zoneGroup,
  } = fieldsOfSide(side, { observed, registry });
  const place = { subnet, subnetName, subnetPrefix, endpointGroup };
  // With clusters it is their networks that decide on the zone.
  return clusters.length > 0 ? place : { ...place, registryZoneLink, zone, zoneSubscription, zoneGroup };
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
