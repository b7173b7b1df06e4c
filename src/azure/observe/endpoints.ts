import { get as getInterface } from '@azure/arm-network/api/networkInterfaces';
import * as v from 'valibot';
import { apiVersions } from '../../model/apiVersions';
import { nameOf, subscriptionOf } from '../../model/armId';
import { FailureError } from '../../model/failure';
import type { JsonObject } from '../../model/json';
import { type Fact, known, type ObservedEndpoint, type ObservedZoneGroup } from '../../provisioning';
import type { Reads } from '../http/facts';
import { groupNameOf } from '../http/ids';
import { isJsonObject } from '../http/json';
import { parseAnswer } from '../http/parse';
import { getJson, listJson, readOf } from '../http/reading';
import { connectionStatus, namedAddresses } from '../resources/shapes';

/** The endpoint with its addresses and its DNS zone group. */
export function observeEndpoint(reads: Reads, id: string): Promise<Fact<ObservedEndpoint>> {
  return reads.fact(readEndpoint(reads, id), id);
}

const texts = v.nullish(v.array(v.string()));
const connectionsJson = v.nullish(
  v.array(
    v.object({
      properties: v.nullish(
        v.object({
          privateLinkServiceId: v.nullish(v.string()),
          groupIds: texts,
          privateLinkServiceConnectionState: v.nullish(v.object({ status: v.nullish(v.string()) })),
        }),
      ),
    }),
  ),
);
const endpointJson = v.object({
  id: v.nullish(v.string()),
  location: v.nullish(v.string()),
  properties: v.object({
    provisioningState: v.nullish(v.string()),
    subnet: v.nullish(v.object({ id: v.nullish(v.string()) })),
    privateLinkServiceConnections: connectionsJson,
    manualPrivateLinkServiceConnections: connectionsJson,
    customDnsConfigs: v.nullish(v.array(v.object({ fqdn: v.nullish(v.string()), ipAddresses: texts }))),
    networkInterfaces: v.nullish(v.array(v.object({ id: v.nullish(v.string()) }))),
  }),
});

async function readEndpoint(reads: Reads, id: string): Promise<ObservedEndpoint> {
  const [raw, zoneGroup] = await Promise.all([
    getJson(reads.clients.of(id), id, apiVersions.network, reads.signal),
    observeZoneGroup(reads, id),
  ]);
  const endpoint = parseAnswer(endpointJson, raw, id);
  const { properties } = endpoint;
  const automatic = properties.privateLinkServiceConnections?.[0];
  const connection = (automatic ?? properties.manualPrivateLinkServiceConnections?.[0])?.properties;
  const configured = (properties.customDnsConfigs ?? []).flatMap(({ fqdn, ipAddresses }) =>
    fqdn ? (ipAddresses ?? []).map((address) => ({ fqdn, address })) : [],
  );
  const interfaceId = properties.networkInterfaces?.[0]?.id;
  const subnetId = properties.subnet?.id;
  if (!subnetId) throw withoutPlace(id);
  const addresses =
    configured.length > 0 || !interfaceId ? configured : await addressesOf(reads, interfaceId);
  return {
    id: endpoint.id ?? id,
    name: nameOf(id),
    location: endpoint.location ?? '',
    provisioningState: properties.provisioningState ?? '',
    subnetId,
    targetId: connection?.privateLinkServiceId ?? '',
    groupIds: connection?.groupIds ?? [],
    status: connectionStatus(connection?.privateLinkServiceConnectionState?.status),
    ...(addresses === undefined ? {} : { addresses }),
    zoneGroup,
    raw,
  };
}

function withoutPlace(id: string): FailureError {
  return new FailureError({
    code: 'azure.unexpectedAnswer',
    kind: 'defect',
    message: `Azure doesn’t say of the private endpoint ${nameOf(id)} which subnet it is in.`,
    nextAction: 'Look at it with View Properties or in the Azure portal.',
  });
}

/**
 * From the endpoint's network interface. The endpoint itself names its addresses too, but not in every state; an
 * interface that may not be read is no reason to know nothing of the endpoint, and leaves its addresses open.
 */
async function addressesOf(reads: Reads, interfaceId: string): Promise<ObservedEndpoint['addresses']> {
  const context = reads.clients.network(subscriptionOf(interfaceId));
  const read = readOf(
    context,
    (client, options) => getInterface(client, groupNameOf(interfaceId), nameOf(interfaceId), options),
    nameOf(interfaceId),
    reads.signal,
  );
  const found = known(await reads.fact(read, interfaceId));
  if (found === undefined) return undefined;
  return (found.ipConfigurations ?? []).flatMap(({ privateIPAddress, privateLinkConnectionProperties }) =>
    namedAddresses(privateIPAddress, privateLinkConnectionProperties?.fqdns),
  );
}

const zoneGroupJson = v.object({
  id: v.string(),
  name: v.string(),
  properties: v.object({
    privateDnsZoneConfigs: v.nullish(
      v.array(v.object({ properties: v.object({ privateDnsZoneId: v.nullish(v.string()) }) })),
    ),
  }),
});

const firstOfList = v.optional(v.custom<JsonObject>(isJsonObject));

async function observeZoneGroup(reads: Reads, endpointId: string): Promise<Fact<ObservedZoneGroup>> {
  const listId = `${endpointId}/privateDnsZoneGroups`;
  const fact = await reads.fact(
    listJson(reads.clients.of(endpointId), listId, apiVersions.network, reads.signal),
    listId,
  );
  if (fact.state !== 'known') return fact;
  const raw = parseAnswer(firstOfList, fact.value[0], listId);
  if (raw === undefined) return { state: 'absent' };
  const { id, name, properties } = parseAnswer(zoneGroupJson, raw, listId);
  const zoneIds = (properties.privateDnsZoneConfigs ?? []).flatMap(
    (config) => config.properties.privateDnsZoneId ?? [],
  );
  return { state: 'known', value: { id, name, zoneIds, raw } };
}
