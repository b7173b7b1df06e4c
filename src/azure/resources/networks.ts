import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { contains } from '../../model/addressRange';
import { idKey, nameOf, sameId } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import type { ObservedNetwork, ObservedPeering, ObservedSubnet } from '../../provisioning';
import { isJsonObject } from '../http/json';
import { parseAnswer } from '../http/parse';

const raw = v.custom<JsonObject>(isJsonObject);
const ids = v.nullish(v.array(v.unknown()));
const texts = v.nullish(v.array(v.string()));
const addressSpace = v.nullish(v.object({ addressPrefixes: texts }));
const reference = v.nullish(v.object({ id: v.nullish(v.string()) }));

const subnetProperties = {
  provisioningState: v.nullish(v.string()),
  addressPrefix: v.nullish(v.string()),
  addressPrefixes: texts,
  delegations: v.nullish(
    v.array(v.object({ properties: v.nullish(v.object({ serviceName: v.nullish(v.string()) })) })),
  ),
  privateEndpointNetworkPolicies: v.nullish(v.string()),
  privateEndpoints: v.nullish(v.array(v.object({ id: v.nullish(v.string()) }))),
  networkSecurityGroup: reference,
  routeTable: reference,
  natGateway: reference,
  serviceEndpoints: v.nullish(v.array(v.object({ service: v.nullish(v.string()) }))),
  serviceEndpointPolicies: v.nullish(v.array(v.object({ id: v.nullish(v.string()) }))),
};

/** Members of a subnet's properties that are used, besides the addresses in it. */
export const subnetMembers = Object.keys(subnetProperties);

/** A subnet in its network, or by itself; then the number of addresses in use may be told instead of each of them. */
export const subnetJson = v.object({
  id: v.string(),
  properties: v.object({
    ...subnetProperties,
    ipConfigurations: ids,
    usedAddresses: v.nullish(v.number()),
  }),
});

const peering = v.object({
  id: v.string(),
  properties: v.object({
    remoteVirtualNetwork: reference,
    peeringState: v.nullish(v.string()),
    peeringSyncLevel: v.nullish(v.string()),
    allowVirtualNetworkAccess: v.nullish(v.boolean()),
    localAddressSpace: addressSpace,
    remoteAddressSpace: addressSpace,
    remoteVirtualNetworkAddressSpace: addressSpace,
    peerCompleteVnets: v.nullish(v.boolean()),
    localSubnetNames: texts,
    remoteSubnetNames: texts,
    enableOnlyIPv6Peering: v.nullish(v.boolean()),
  }),
});

/** A virtual network as Resource Manager answers it, and as Resource Graph lists it: both are the same JSON. */
export const networkJson = v.object({
  id: v.string(),
  location: v.string(),
  properties: v.object({
    provisioningState: v.nullish(v.string()),
    addressSpace,
    dhcpOptions: v.nullish(v.object({ dnsServers: texts })),
    subnets: v.nullish(v.array(subnetJson)),
    virtualNetworkPeerings: v.nullish(v.array(raw)),
  }),
});

/** The subnets at the other end of a peering are told by `withPeeredParts` only. */
export function networkOf({ id, location, properties }: v.InferOutput<typeof networkJson>): ObservedNetwork {
  const subnets = (properties.subnets ?? []).map(subnetOf);
  return {
    id,
    name: nameOf(id),
    location,
    provisioningState: properties.provisioningState ?? '',
    addressPrefixes: properties.addressSpace?.addressPrefixes ?? [],
    dnsServers: properties.dhcpOptions?.dnsServers ?? [],
    subnets,
    peerings: (properties.virtualNetworkPeerings ?? []).map((json) => peeringOf(json, subnets)),
  };
}

function subnetOf({ id, properties }: v.InferOutput<typeof subnetJson>): ObservedSubnet {
  const { addressPrefix, addressPrefixes, networkSecurityGroup, routeTable, natGateway } = properties;
  return {
    id,
    name: nameOf(id),
    // Newer API versions answer the list besides or instead of the single range.
    addressPrefixes: addressPrefixes?.length ? addressPrefixes : [addressPrefix ?? []].flat(),
    delegations: (properties.delegations ?? []).flatMap(
      (delegation) => delegation.properties?.serviceName ?? [],
    ),
    privateEndpointNetworkPolicies: properties.privateEndpointNetworkPolicies ?? 'Disabled',
    usedAddresses: properties.usedAddresses ?? properties.ipConfigurations?.length ?? 0,
    ...(properties.provisioningState ? { provisioningState: properties.provisioningState } : {}),
    endpointIds: (properties.privateEndpoints ?? []).flatMap((endpoint) => endpoint.id ?? []),
    ...(networkSecurityGroup?.id ? { securityGroupId: networkSecurityGroup.id } : {}),
    ...(routeTable?.id ? { routeTableId: routeTable.id } : {}),
    ...(natGateway?.id ? { natGatewayId: natGateway.id } : {}),
    serviceEndpoints: (properties.serviceEndpoints ?? []).flatMap(({ service }) => service ?? []),
    serviceEndpointPolicyIds: (properties.serviceEndpointPolicies ?? []).flatMap((policy) => policy.id ?? []),
  };
}

const peeringStates = ['Connected', 'Initiated'] as const;

function peeringOf(json: JsonObject, ownSubnets: readonly ObservedSubnet[]): ObservedPeering {
  const { id, properties } = parseAnswer(peering, json, t('a peering'));
  const { peeringState, localAddressSpace, remoteAddressSpace, localSubnetNames } = properties;
  // The newer property is what the other network has now: the peering may not know of it yet.
  const remoteAddressPrefixes =
    remoteAddressSpace?.addressPrefixes ?? properties.remoteVirtualNetworkAddressSpace?.addressPrefixes ?? [];
  const local = rangesOf(localSubnetNames ?? [], ownSubnets) ?? localAddressSpace?.addressPrefixes ?? [];
  return {
    id,
    name: nameOf(id),
    remoteNetworkId: properties.remoteVirtualNetwork?.id ?? '',
    state: peeringStates.find((state) => sameId(state, peeringState ?? undefined)) ?? 'Disconnected',
    syncLevel: properties.peeringSyncLevel ?? '',
    allowVirtualNetworkAccess: properties.allowVirtualNetworkAccess ?? true,
    remoteAddressPrefixes,
    ...(properties.peerCompleteVnets === false ? { parts: { local, remote: remoteAddressPrefixes } } : {}),
    ...(properties.enableOnlyIPv6Peering === true ? { onlyIPv6: true } : {}),
    raw: json,
  };
}

/**
 * The networks, with the ranges of the subnets that a peering of parts names at its other end, where that network is
 * among them. A subnet of which the peering doesn't know the range yet isn't peered.
 */
export function withPeeredParts<N extends Pick<ObservedNetwork, 'id' | 'subnets' | 'peerings'>>(
  networks: readonly N[],
): readonly N[] {
  const subnetsOf = new Map(networks.map(({ id, subnets }) => [idKey(id), subnets]));
  return networks.map((network) => ({
    ...network,
    peerings: network.peerings.map((one) => {
      const others = subnetsOf.get(idKey(one.remoteNetworkId));
      if (one.parts === undefined || others === undefined) return one;
      const { remoteSubnetNames } = parseAnswer(peering, one.raw, t('a peering')).properties;
      const named = rangesOf(remoteSubnetNames ?? [], others);
      if (named === undefined) return one;
      const remote = named.filter((range) => contains(one.remoteAddressPrefixes, range));
      return { ...one, parts: { ...one.parts, remote } };
    }),
  }));
}

/** Ranges of the subnets that have these names; undefined unless all of them are there. */
function rangesOf(names: readonly string[], subnets: readonly ObservedSubnet[]): string[] | undefined {
  const named = names.map((name) => subnets.find((one) => sameId(one.name, name)));
  return names.length === 0 || named.includes(undefined)
    ? undefined
    : named.flatMap((one) => one?.addressPrefixes ?? []);
}
