import { get as getInterface } from '@azure/arm-network/api/networkInterfaces';
import { get } from '@azure/arm-network/api/privateEndpoints';
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
import { listJson, readOf } from '../http/reading';
import { connectionStatus } from '../resources/shapes';

/** The endpoint with its addresses and its DNS zone group. */
export function observeEndpoint(reads: Reads, id: string): Promise<Fact<ObservedEndpoint>> {
  return reads.fact(readEndpoint(reads, id), id);
}

async function readEndpoint(reads: Reads, id: string): Promise<ObservedEndpoint> {
  const [endpoint, zoneGroup] = await Promise.all([
    readOf(
      reads.clients.network(subscriptionOf(id)),
      (client, options) => get(client, groupNameOf(id), nameOf(id), options),
      nameOf(id),
      reads.signal,
    ),
    observeZoneGroup(reads, id),
  ]);
  const { privateLinkServiceConnections: automatic = [], manualPrivateLinkServiceConnections: manual = [] } =
    endpoint;
  const connection = automatic[0] ?? manual[0];
  const configured = (endpoint.customDnsConfigs ?? []).flatMap(({ fqdn, ipAddresses = [] }) =>
    fqdn === undefined ? [] : ipAddresses.map((address) => ({ fqdn, address })),
  );
  const interfaceId = endpoint.networkInterfaces?.[0]?.id;
  const subnetId = endpoint.subnet?.id;
  if (!subnetId) throw withoutPlace(id);
  const addresses =
    configured.length > 0 || interfaceId === undefined ? configured : await addressesOf(reads, interfaceId);
  return {
    id: endpoint.id ?? id,
    name: nameOf(id),
    location: endpoint.location ?? '',
    provisioningState: endpoint.provisioningState ?? '',
    subnetId,
    targetId: connection?.privateLinkServiceId ?? '',
    groupIds: connection?.groupIds ?? [],
    status: connectionStatus(connection?.privateLinkServiceConnectionState?.status),
    ...(addresses === undefined ? {} : { addresses }),
    zoneGroup,
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
    privateIPAddress === undefined
      ? []
      : (privateLinkConnectionProperties?.fqdns ?? []).map((fqdn) => ({ fqdn, address: privateIPAddress })),
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
