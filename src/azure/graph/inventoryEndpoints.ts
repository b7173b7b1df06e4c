import pLimit from 'p-limit';
import { apiVersions } from '../../model/apiVersions';
import { idKey, nameOf } from '../../model/armId';
import { FailureError } from '../../model/failure';
import { inSlices } from '../../model/slices';
import type { Inventory, ObservedEndpoint } from '../../provisioning';
import { known } from '../../provisioning/adapters';
import type { Reads } from '../http/facts';
import { parseAnswer } from '../http/parse';
import { getJson } from '../http/reading';
import { connectionStatus, namedAddresses } from '../resources/shapes';
import { interfaceRow, type RowOf } from './graphRows';

type InterfaceRow = RowOf<'networkInterface'>;

const AT_A_TIME = 8;

/** With the id of its network interface, from which its addresses are to be had where it doesn't tell them itself. */
export interface SeenEndpoint {
  readonly endpoint: Inventory['endpoints'][number];
  readonly interfaceId: string | undefined;
}

/** Throws FailureError for one that doesn't say what it’s connected to: it may be a registry's. */
export function endpointOf(row: RowOf<'endpoint'>): SeenEndpoint {
  const connection = row.privateLinkServiceConnections?.[0] ?? row.manualPrivateLinkServiceConnections?.[0];
  const { privateLinkServiceId: targetId, privateLinkServiceConnectionState: state } =
    connection?.properties ?? {};
  if (!targetId || !row.subnet?.id) {
    const what = targetId ? 'which subnet it is in' : 'what it’s connected to';
    throw new FailureError({
      code: 'azure.unexpectedAnswer',
      kind: 'defect',
      message: `Azure doesn’t return ${what} for the private endpoint ${nameOf(row.id)}.`,
      nextAction: 'Inspect it with View Properties or in the Azure portal.',
      resourceId: row.id,
    });
  }
  const addresses = (row.customDnsConfigs ?? []).flatMap(({ fqdn, ipAddresses }) =>
    fqdn ? (ipAddresses ?? []).map((address) => ({ fqdn, address })) : [],
  );
  return {
    endpoint: {
      id: row.id,
      name: nameOf(row.id),
      location: row.location,
      subnetId: row.subnet.id,
      targetId,
      status: connectionStatus(state?.status),
      ...(row.provisioningState ? { provisioningState: row.provisioningState } : {}),
      ...(addresses.length > 0 ? { addresses } : {}),
    },
    interfaceId: row.networkInterfaces?.[0]?.id ?? undefined,
  };
}

/**
 * The endpoints with their addresses. An interface that Resource Graph doesn't know (yet) is read by its id; where that
 * can't be either, the addresses stay open.
 */
export async function withAddresses(
  reads: Reads,
  endpoints: readonly SeenEndpoint[],
  interfaces: readonly InterfaceRow[],
): Promise<Inventory['endpoints']> {
  const rows = new Map<string, InterfaceRow | undefined>(interfaces.map((row) => [idKey(row.id), row]));
  const lacking = endpoints.flatMap(({ endpoint, interfaceId }) =>
    endpoint.addresses !== undefined || interfaceId === undefined || rows.has(idKey(interfaceId))
      ? []
      : [interfaceId],
  );
  await pLimit(AT_A_TIME).map(lacking, async (id) => {
    rows.set(idKey(id), known(await reads.fact(readInterface(reads, id), id)));
  });
  const withOwn = ({ endpoint, interfaceId }: SeenEndpoint) => {
    const row = endpoint.addresses === undefined ? rows.get(idKey(interfaceId ?? '')) : undefined;
    return row === undefined ? endpoint : { ...endpoint, addresses: addressesOf(row) };
  };
  return inSlices(endpoints, withOwn, reads.signal);
}

async function readInterface({ clients, signal }: Reads, id: string): Promise<InterfaceRow> {
  return parseAnswer(interfaceRow, await getJson(clients.of(id), id, apiVersions.network, signal), id);
}

function addressesOf({ ipConfigurations }: InterfaceRow): ObservedEndpoint['addresses'] {
  return (ipConfigurations ?? []).flatMap(
    ({ properties: { privateIPAddress, privateLinkConnectionProperties } }) =>
      namedAddresses(privateIPAddress, privateLinkConnectionProperties?.fqdns),
  );
}
