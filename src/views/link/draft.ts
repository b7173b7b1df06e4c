/** What the user has filled in, as text; how it becomes a spec, and what one choice means for the others. */
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
import { freeRange, sizeOf } from '../../model/addressRange';
import { privateZoneName } from '../../model/clouds';
import type { Inventory, Subscription } from '../../provisioning/inventory';
import type {
  Observed,
  ObservedCluster,
  ObservedNetwork,
  ObservedRegistry,
} from '../../provisioning/observed';
import type { LinkSpec, OnAbsent, PrivateAccess } from '../../provisioning/spec';
import type { FieldId } from './protocol';
import { parseTags, tagsText } from './tags';

export type Draft = Readonly<Record<FieldId, string>>;

/** Value of a choice that means: make one. */
export const makeNew = 'new';

/** What fields are offered, checked and turned into a spec with. */
export interface Context {
  readonly registry: ObservedRegistry;
  readonly cluster: ObservedCluster;
  readonly observed: Observed;
  readonly inventory: Inventory;
  readonly subscriptions: readonly Subscription[];
}

/** Fills the form from a spec; `access` stands for the private fields of a spec that is public. */
export function draftOf(spec: LinkSpec, access: PrivateAccess, observed: Observed): Draft {
  const [link] = spec.links;
  const choice = (
    facts: keyof Pick<Observed, 'endpoints' | 'networks' | 'zones'>,
    id: string,
    onAbsent: OnAbsent,
  ): string => (onAbsent === 'refuse' || observed[facts][idKey(id)]?.state === 'known' ? id : makeNew);
  const network = choice('networks', access.network.id, access.network.onAbsent);
  const subnetKnown = subnetsOf(observed, access.network.id).some(({ id }) => sameId(id, access.subnet.id));
  const { names } = access;
  return {
    mode: link?.access.mode ?? 'private',
    upgrade: String(access.upgradeToPremium),
    endpoint: choice('endpoints', access.endpoint.id, access.endpoint.onAbsent),
    endpointGroup: groupName(access.endpoint.id),
    endpointName: nameOf(access.endpoint.id),
    network,
    networkSubscription: subscriptionOf(access.network.id),
    networkGroup: groupName(access.network.id),
    networkName: nameOf(access.network.id),
    networkLocation: access.network.location,
    networkPrefix: access.network.addressPrefix,
    subnet: access.subnet.onAbsent === 'refuse' || subnetKnown ? access.subnet.id : makeNew,
    subnetName: nameOf(access.subnet.id),
    subnetPrefix: access.subnet.addressPrefix,
    zone: choice('zones', access.zone.id, access.zone.onAbsent),
    zoneSubscription: subscriptionOf(access.zone.id),
    zoneGroup: groupName(access.zone.id),
    fallback: String(access.fallbackToInternet),
    zoneGroupName: names.zoneGroup,
    registryZoneLink: names.registryZoneLink,
    clusterZoneLink: names.clusterZoneLink,
    peeringToCluster: names.peeringToCluster,
    peeringToRegistry: names.peeringToRegistry,
    tags: tagsText(spec.tags),
  };
}

/** The spec that a draft without errors stands for. */
export function specOf(draft: Draft, context: Context): LinkSpec {
  const tags = parseTags(draft.tags);
  return {
    schemaVersion: 2,
    registryId: context.registry.id,
    links: [
      {
        clusterId: context.cluster.id,
        access: draft.mode === 'public' ? { mode: 'public' } : privateAccess(draft, context),
      },
    ],
    tags: tags.ok ? tags.tags : {},
  };
}

function privateAccess(draft: Draft, context: Context): PrivateAccess {
  const place = placeOf(draft, context);
  const existing = (choice: string): OnAbsent => (choice === makeNew ? 'create' : 'refuse');
  return {
    mode: 'private',
    upgradeToPremium: draft.upgrade === 'true',
    network: {
      id: place.networkId,
      onAbsent: place.networkIsNew ? 'create' : 'refuse',
      location: place.networkIsNew
        ? draft.networkLocation
        : (networkOf(context, place.networkId)?.location ?? draft.networkLocation),
      addressPrefix: draft.networkPrefix,
    },
    subnet: {
      id: place.subnetId,
      onAbsent: place.subnetIsNew ? 'create' : 'refuse',
      addressPrefix: draft.subnetPrefix,
    },
    endpoint: {
      id: place.endpointId,
      onAbsent: existing(draft.endpoint),
      approval: { mode: 'automatic' },
    },
    route: 'peering',
    dns: 'zone',
    zone: {
      id:
        draft.zone === makeNew
          ? resourceId(
              draft.zoneSubscription,
              draft.zoneGroup,
              'Microsoft.Network/privateDnsZones',
              privateZoneName(context.registry.loginServer),
            )
          : draft.zone,
      onAbsent: existing(draft.zone),
    },
    names: {
      zoneGroup: draft.zoneGroupName,
      registryZoneLink: draft.registryZoneLink,
      clusterZoneLink: draft.clusterZoneLink,
      peeringToCluster: draft.peeringToCluster,
      peeringToRegistry: draft.peeringToRegistry,
    },
    fallbackToInternet: draft.fallback === 'true',
  };
}

/** Where the endpoint is or will be. An existing endpoint settles its subnet and network. */
export function placeOf(draft: Draft, context: Context) {
  const endpoint = endpointOf(context, draft.endpoint);
  if (endpoint !== undefined) {
    return {
      endpointId: endpoint.id,
      subnetId: endpoint.subnetId,
      networkId: parentId(endpoint.subnetId),
      networkIsNew: false,
      subnetIsNew: false,
    };
  }
  const networkIsNew = draft.network === makeNew;
  const networkId = networkIsNew
    ? resourceId(
        draft.networkSubscription,
        draft.networkGroup,
        'Microsoft.Network/virtualNetworks',
        draft.networkName,
      )
    : draft.network;
  const subnetIsNew = networkIsNew || draft.subnet === makeNew;
  return {
    endpointId: resourceId(
      subscriptionOf(networkId),
      draft.endpointGroup,
      'Microsoft.Network/privateEndpoints',
      draft.endpointName,
    ),
    subnetId: subnetIsNew ? childId(networkId, 'subnets', draft.subnetName) : draft.subnet,
    networkId,
    networkIsNew,
    subnetIsNew,
  };
}

/** The draft after one edit, with the proposals that follow from it. */
export function edited(
  draft: Draft,
  field: FieldId,
  value: string,
  proposed: Draft,
  context: Context,
): Draft {
  const next: Draft = { ...draft, [field]: value };
  switch (field) {
    case 'network':
      return value === makeNew
        ? {
            ...next,
            subnet: makeNew,
            subnetName: proposed.subnetName,
            subnetPrefix: proposed.subnetPrefix,
            endpointGroup: proposed.endpointGroup,
          }
        : withSubnet({ ...next, endpointGroup: groupName(value) }, context);
    case 'endpoint': {
      const group = endpointOf(context, value)?.zoneGroup;
      const zone = group?.state === 'known' ? group.value.zoneIds[0] : undefined;
      return zone === undefined || context.observed.zones[idKey(zone)]?.state !== 'known'
        ? next
        : { ...next, zone };
    }
    default:
      return next;
  }
}

/** A subnet of an existing network: one that takes endpoints, or a new one in a free range. */
export function withSubnet(draft: Draft, context: Context): Draft {
  const network = networkFacts(context.observed, draft.network);
  if (network === undefined) return { ...draft, subnet: makeNew };
  if (network.subnets.some((subnet) => sameId(subnet.id, draft.subnet))) return draft;
  const suitable = network.subnets.find(
    (subnet) => takesEndpoints(subnet) && /endpoint|private|pe\b/i.test(subnet.name),
  );
  const taken = network.subnets.flatMap((subnet) => subnet.addressPrefixes);
  const free = network.addressPrefixes
    .filter((prefix) => sizeOf(prefix) >= 32 && !prefix.includes(':'))
    .map((within) => freeRange(27, taken, { within }))
    .find((range) => range !== undefined);
  return { ...draft, subnet: suitable?.id ?? makeNew, subnetPrefix: free ?? draft.subnetPrefix };
}

/** Delegated subnets and those that Azure keeps for a service take no private endpoint. */
export function takesEndpoints(subnet: ObservedNetwork['subnets'][number]): boolean {
  return (
    subnet.delegations.length === 0 &&
    !/^(GatewaySubnet|AzureBastionSubnet|AzureFirewall\w*|RouteServerSubnet)$/i.test(subnet.name)
  );
}

export function networkFacts(observed: Observed, id: string): ObservedNetwork | undefined {
  const fact = observed.networks[idKey(id)];
  return fact?.state === 'known' ? fact.value : undefined;
}

export function endpointOf({ observed }: Context, id: string) {
  const fact = observed.endpoints[idKey(id)];
  return fact?.state === 'known' ? fact.value : undefined;
}

function networkOf({ observed, inventory }: Context, id: string) {
  return networkFacts(observed, id) ?? inventory.networks.find((network) => sameId(network.id, id));
}

function subnetsOf(observed: Observed, networkId: string): readonly { readonly id: string }[] {
  return networkFacts(observed, networkId)?.subnets ?? [];
}

function groupName(id: string): string {
  return parseId(groupIdOf(id))?.name ?? '';
}
