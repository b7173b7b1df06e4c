import * as v from 'valibot';
import { nameOf } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import type { ObservedNetwork, ObservedPeering, ObservedSubnet } from '../../provisioning';
import { isJsonObject } from '../http/json';
import { parseAnswer } from '../http/parse';

const raw = v.custom<JsonObject>(isJsonObject);
const ids = v.nullish(v.array(v.unknown()));
const addressSpace = v.nullish(v.object({ addressPrefixes: v.nullish(v.array(v.string())) }));

const subnet = v.object({
  id: v.string(),
  properties: v.object({
    addressPrefix: v.nullish(v.string()),
    addressPrefixes: v.nullish(v.array(v.string())),
    delegations: v.nullish(
      v.array(v.object({ properties: v.nullish(v.object({ serviceName: v.nullish(v.string()) })) })),
    ),
    privateEndpointNetworkPolicies: v.nullish(v.string()),
    ipConfigurations: ids,
    privateEndpoints: v.nullish(v.array(v.object({ id: v.nullish(v.string()) }))),
  }),
});

const peering = v.object({
  id: v.string(),
  properties: v.object({
    remoteVirtualNetwork: v.nullish(v.object({ id: v.nullish(v.string()) })),
    peeringState: v.nullish(v.string()),
    peeringSyncLevel: v.nullish(v.string()),
    allowVirtualNetworkAccess: v.nullish(v.boolean()),
    remoteAddressSpace: addressSpace,
    remoteVirtualNetworkAddressSpace: addressSpace,
  }),
});

/** A virtual network as Resource Manager answers it, and as Resource Graph lists it: both are the same JSON. */
export const networkJson = v.object({
  id: v.string(),
  location: v.string(),
  properties: v.object({
    provisioningState: v.nullish(v.string()),
    addressSpace,
    dhcpOptions: v.nullish(v.object({ dnsServers: v.nullish(v.array(v.string())) })),
    subnets: v.nullish(v.array(subnet)),
    virtualNetworkPeerings: v.nullish(v.array(raw)),
  }),
});

export function networkOf({ id, location, properties }: v.InferOutput<typeof networkJson>): ObservedNetwork {
  return {
    id,
    name: nameOf(id),
    location,
    provisioningState: properties.provisioningState ?? '',
    addressPrefixes: properties.addressSpace?.addressPrefixes ?? [],
    dnsServers: properties.dhcpOptions?.dnsServers ?? [],
    subnets: (properties.subnets ?? []).map(subnetOf),
    peerings: (properties.virtualNetworkPeerings ?? []).map(peeringOf),
  };
}

function subnetOf({ id, properties }: v.InferOutput<typeof subnet>): ObservedSubnet {
  const { addressPrefix, addressPrefixes } = properties;
  return {
    id,
    name: nameOf(id),
    // Newer API versions answer the list besides or instead of the single range.
    addressPrefixes: addressPrefixes?.length ? addressPrefixes : [addressPrefix ?? []].flat(),
    delegations: (properties.delegations ?? []).flatMap(
      (delegation) => delegation.properties?.serviceName ?? [],
    ),
    privateEndpointNetworkPolicies: properties.privateEndpointNetworkPolicies ?? 'Disabled',
    usedAddresses: properties.ipConfigurations?.length ?? 0,
    endpointIds: (properties.privateEndpoints ?? []).flatMap((endpoint) => endpoint.id ?? []),
  };
}

function peeringOf(json: JsonObject): ObservedPeering {
  const { id, properties } = parseAnswer(peering, json, 'a peering');
  const { peeringState } = properties;
  return {
    id,
    name: nameOf(id),
    remoteNetworkId: properties.remoteVirtualNetwork?.id ?? '',
    state: peeringState === 'Connected' || peeringState === 'Initiated' ? peeringState : 'Disconnected',
    syncLevel: properties.peeringSyncLevel ?? '',
    allowVirtualNetworkAccess: properties.allowVirtualNetworkAccess ?? true,
    // What the other network has now; the older property is what it had when they were last synchronised.
    remoteAddressPrefixes:
      properties.remoteVirtualNetworkAddressSpace?.addressPrefixes ??
      properties.remoteAddressSpace?.addressPrefixes ??
      [],
    raw: json,
  };
}
