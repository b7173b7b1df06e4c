/** Where the fields of one scope put a registry's private endpoint: from the engine's proposal to fields, and from fields to a spec. */
import {
  childId,
  groupIdOf,
  idKey,
  nameOf,
  parentId,
  parseId,
  resourceId,
  sameId,
  subscriptionOf,
} from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import type { NamePatterns } from '../../model/names';
import type {
  Inventory,
  NewRegistryWish,
  Observed,
  ObservedCluster,
  ObservedEndpoint,
  ObservedRegistry,
  OnAbsent,
  Region,
  RegistrySide,
  Subscription,
} from '../../provisioning';
import type { Scope as ScopeOf } from '../planForm/fields';
import { makeNew, networkFacts } from './networks';
import type { PlaceFieldId } from './protocol/fields';

export type Scope = ScopeOf<PlaceFieldId>;
export type PlaceFields = Readonly<Record<PlaceFieldId, string>>;

/** What the fields of a place are offered, checked and turned into a spec with. */
export interface PlaceContext {
  /** As it is, or as it will be. */
  readonly registry: Pick<ObservedRegistry, 'id' | 'name' | 'location' | 'loginServer'>;
  /** A registry that is yet to be made. */
  readonly toBe?: NewRegistryWish;
  readonly observed: Observed;
  /**
   * As it was when the form was filled, and the networks when they were chosen: what is proposed as new stays that once it
   * is made. Left out: as it is.
   */
  readonly first?: Observed;
  readonly inventory: Inventory;
  readonly subscriptions: readonly Subscription[];
  /** Those that Azure lists for the subscription; left out where it wasn't asked. */
  readonly regions?: readonly Region[];
  /** From the settings. */
  readonly names?: Partial<NamePatterns> | undefined;
}

/** Who uses a place. */
export interface Users {
  readonly clusters: readonly ObservedCluster[];
  /** Id of a network that is offered as a place of its own, and not here. */
  readonly hidden?: string | undefined;
}

export function endpointOf(
  { observed }: Pick<PlaceContext, 'observed'>,
  id: string,
): ObservedEndpoint | undefined {
  const fact = observed.endpoints[idKey(id)];
  return fact?.state === 'known' ? fact.value : undefined;
}

/** Where the endpoint is or will be. An existing endpoint settles its subnet and network. */
export function placeOf(fields: PlaceFields, context: Pick<PlaceContext, 'observed'>) {
  const endpoint = endpointOf(context, fields.endpoint);
  if (endpoint !== undefined) {
    return {
      endpointId: endpoint.id,
      subnetId: endpoint.subnetId,
      networkId: parentId(endpoint.subnetId),
      networkIsNew: false,
      subnetIsNew: false,
    };
  }
  const networkIsNew = fields.network === makeNew;
  const networkId = networkIsNew
    ? resourceId(
        fields.networkSubscription,
        fields.networkGroup,
        'Microsoft.Network/virtualNetworks',
        fields.networkName,
      )
    : fields.network;
  const subnetIsNew = networkIsNew || fields.subnet === makeNew;
  return {
    endpointId: resourceId(
      subscriptionOf(networkId),
      fields.endpointGroup,
      'Microsoft.Network/privateEndpoints',
      fields.endpointName,
    ),
    subnetId: subnetIsNew ? childId(networkId, 'subnets', fields.subnetName) : fields.subnet,
    networkId,
    networkIsNew,
    subnetIsNew,
  };
}

/** The registry's side of a spec that fields without errors stand for; names of the zone are decided by others. */
export function sideOf(fields: PlaceFields, context: PlaceContext): Omit<RegistrySide, 'fallbackToInternet'> {
  const place = placeOf(fields, context);
  const absent = (isNew: boolean): OnAbsent => (isNew ? 'create' : 'refuse');
  const there = place.networkIsNew ? undefined : networkIn(context, place.networkId);
  return {
    network: {
      id: place.networkId,
      onAbsent: absent(place.networkIsNew),
      location: there?.location ?? fields.networkLocation,
      addressPrefix: there?.addressPrefixes[0] ?? fields.networkPrefix,
    },
    subnet: {
      id: place.subnetId,
      onAbsent: absent(place.subnetIsNew),
      addressPrefix: fields.subnetPrefix,
    },
    endpoint: {
      id: place.endpointId,
      onAbsent: absent(fields.endpoint === makeNew),
      approval:
        fields.approval === 'manual'
          ? { mode: 'manual', requestMessage: fields.requestMessage.trim() }
          : { mode: 'automatic' },
    },
    dns: fields.dns === 'central' ? 'central' : 'zone',
    zone: { id: zoneOf(fields, context), onAbsent: absent(fields.zone === makeNew) },
    names: { zoneGroup: fields.zoneGroupName, registryZoneLink: fields.registryZoneLink },
  };
}

/** Id of the zone that they name. */
export function zoneOf(fields: PlaceFields, { registry }: PlaceContext): string {
  if (fields.zone !== makeNew) return fields.zone;
  const zone = privateZoneName(registry.loginServer);
  return resourceId(fields.zoneSubscription, fields.zoneGroup, 'Microsoft.Network/privateDnsZones', zone);
}

function networkIn({ observed, inventory }: PlaceContext, id: string) {
  return networkFacts(observed, id) ?? inventory.networks.find((network) => sameId(network.id, id));
}

/** The registry's side of a spec as fields. */
export function fieldsOfSide(
  side: Omit<RegistrySide, 'fallbackToInternet'>,
  { observed, registry }: { readonly observed: Observed; readonly registry: { readonly id: string } },
): PlaceFields {
  const { network, subnet, endpoint, dns, zone, names } = side;
  const choice = (
    facts: keyof Pick<Observed, 'endpoints' | 'networks' | 'zones'>,
    { id, onAbsent }: { readonly id: string; readonly onAbsent: OnAbsent },
  ): string => (onAbsent === 'refuse' || observed[facts][idKey(id)]?.state === 'known' ? id : makeNew);
  const subnets = networkFacts(observed, network.id)?.subnets ?? [];
  const isThere = subnet.onAbsent === 'refuse' || subnets.some(({ id }) => sameId(id, subnet.id));
  // A new one is beside the registry, should the user not want the zone that was found.
  const newZone = zone.onAbsent === 'create' ? zone.id : registry.id;
  return {
    endpoint: choice('endpoints', endpoint),
    endpointGroup: groupName(endpoint.id),
    endpointName: nameOf(endpoint.id),
    approval: endpoint.approval.mode,
    requestMessage: endpoint.approval.mode === 'manual' ? endpoint.approval.requestMessage : '',
    network: choice('networks', network),
    networkSubscription: subscriptionOf(network.id),
    networkGroup: groupName(network.id),
    networkName: nameOf(network.id),
    networkLocation: network.location,
    networkPrefix: network.addressPrefix,
    subnet: isThere ? subnet.id : makeNew,
    subnetName: nameOf(subnet.id),
    subnetPrefix: subnet.addressPrefix,
    dns,
    zone: choice('zones', zone),
    zoneSubscription: subscriptionOf(newZone),
    zoneGroup: groupName(newZone),
    zoneGroupName: names.zoneGroup,
    registryZoneLink: names.registryZoneLink,
  };
}

export function groupName(id: string): string {
  return parseId(groupIdOf(id))?.name ?? '';
}
