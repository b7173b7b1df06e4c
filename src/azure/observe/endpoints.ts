import { t } from '@vscode/l10n';
import { get as getInterface } from '@azure/arm-network/api/networkInterfaces';
import * as v from 'valibot';
import { apiVersions } from '../../model/apiVersions';
import { distinctIds, nameOf, subscriptionOf } from '../../model/armId';
import { FailureError } from '../../model/failure';
import type { JsonObject } from '../../model/json';
import type { Fact, Facts, ObservedEndpoint, ObservedZoneGroup } from '../../provisioning';
import { known } from '../../provisioning/adapters';
import { facts, mapFact, type Reads } from '../http/facts';
import { groupNameOf } from '../http/ids';
import { isJsonObject } from '../http/json';
import { parseAnswer } from '../http/parse';
import { getJson, listJson, readOf } from '../http/reading';
import { connectionStatus, namedAddresses } from '../resources/shapes';

/** An endpoint with its DNS zone group, and what its answer names that has to be read by itself. */
interface ReadEndpoint {
  /** Without addresses where the endpoint's own answer has none. */
  readonly endpoint: ObservedEndpoint;
  readonly interfaceId: string | undefined;
}

/** Endpoints with their DNS zone groups: where they are and which zones they write to is known before their addresses are. */
export function observeEndpoints(
  reads: Reads,
  wanted: Promise<readonly string[]>,
): {
  readonly endpoints: Promise<Facts<ObservedEndpoint>>;
  readonly wholeEndpoints: Promise<Facts<ObservedEndpoint>>;
} {
  const begun = wanted.then((ids) =>
    distinctIds(ids).map(
      (id) => [id, reads.once('endpoint', id, () => reads.fact(readEndpoint(reads, id), id))] as const,
    ),
  );
  const each = (
    observed: (id: string, read: Promise<Fact<ReadEndpoint>>) => Promise<Fact<ObservedEndpoint>>,
  ) => begun.then((read) => facts(read.map(([id, one]) => [id, observed(id, one)] as const)));
  return {
    endpoints: each((_, read) => read.then((fact) => mapFact(fact, ({ endpoint }) => endpoint))),
    wholeEndpoints: each((id, read) =>
      reads.once('addresses', id, () => read.then((fact) => withAddresses(reads, fact))),
    ),
  };
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

async function readEndpoint(reads: Reads, id: string): Promise<ReadEndpoint> {
  const [raw, zoneGroup] = await Promise.all([
    getJson(reads.clients.of(id), id, apiVersions.network, reads.signal),
    observeZoneGroup(reads, id),
  ]);
  const { id: ownId, location, properties } = parseAnswer(endpointJson, raw, id);
  const automatic = properties.privateLinkServiceConnections?.[0];
  const connection = (automatic ?? properties.manualPrivateLinkServiceConnections?.[0])?.properties;
  const configured = (properties.customDnsConfigs ?? []).flatMap(({ fqdn, ipAddresses }) =>
    fqdn ? (ipAddresses ?? []).map((address) => ({ fqdn, address })) : [],
  );
  const interfaceId = properties.networkInterfaces?.[0]?.id;
  const subnetId = properties.subnet?.id;
  if (!subnetId) throw withoutPlace(id);
  const endpoint = {
    id: ownId ?? id,
    name: nameOf(id),
    location: location ?? '',
    provisioningState: properties.provisioningState ?? '',
    subnetId,
    targetId: connection?.privateLinkServiceId ?? '',
    groupIds: connection?.groupIds ?? [],
    status: connectionStatus(connection?.privateLinkServiceConnectionState?.status),
    zoneGroup,
    raw,
  };
  return configured.length > 0 || !interfaceId
    ? { endpoint: { ...endpoint, addresses: configured }, interfaceId: undefined }
    : { endpoint, interfaceId };
}

function withoutPlace(id: string): FailureError {
  return new FailureError({
    code: 'azure.unexpectedAnswer',
    kind: 'defect',
    message: t`Azure doesn’t return which subnet the private endpoint ${nameOf(id)} is in.`,
    nextAction: t('Inspect it with View Properties or in the Azure portal.'),
  });
}

/** The endpoint with its addresses. */
async function withAddresses(reads: Reads, fact: Fact<ReadEndpoint>): Promise<Fact<ObservedEndpoint>> {
  const interfaceId = known(fact)?.interfaceId;
  const addresses = interfaceId === undefined ? undefined : await addressesOf(reads, interfaceId);
  return mapFact(fact, ({ endpoint }) => (addresses === undefined ? endpoint : { ...endpoint, addresses }));
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
