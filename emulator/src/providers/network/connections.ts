import { randomUUID } from 'node:crypto';
import { listAt, objectAt, same, textAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { newEtag } from './common';
import { endpointAddresses } from './endpointInterface';
import { CONNECTION, dataHosts } from './registryMembers';
import { removeRecords, writeRecords } from './zoneRecords';

export type ConnectionStatus = 'Approved' | 'Pending' | 'Rejected' | 'Disconnected';

const LISTS = ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'] as const;

/** The one connection of an endpoint, whichever list it is in. */
export function linkOf(endpoint: ArmResource): JsonObject {
  const [link] = LISTS.flatMap((list) => listAt(endpoint.properties, list));
  return objectAt(link);
}

export function registryIdOf(endpoint: ArmResource): string {
  return textAt(linkOf(endpoint), 'properties', 'privateLinkServiceId') ?? '';
}

export function statusOf(endpoint: ArmResource): string | undefined {
  return textAt(linkOf(endpoint), 'properties', 'privateLinkServiceConnectionState', 'status');
}

/** The registry's side of an endpoint's connection. */
export function connectionOf(estate: Estate, endpoint: ArmResource): ArmResource | undefined {
  return estate
    .below(registryIdOf(endpoint), CONNECTION)
    .find((connection) => same(textAt(connection.properties, 'privateEndpoint', 'id'), endpoint.id));
}

/**
 * Makes the registry's side of a connection, named `{registry}.{32 hex digits}` as recorded. The registry switches
 * its dedicated data endpoints on with its first private endpoint (from the private link documentation).
 */
export function connectRegistry(
  estate: Estate,
  endpoint: ArmResource,
  status: ConnectionStatus,
  text: string,
): void {
  const registry = estate.get(registryIdOf(endpoint));
  if (registry === undefined) return;
  const name = `${registry.name}.${randomUUID().replaceAll('-', '')}`;
  estate.put({
    id: `${registry.id}/privateEndpointConnections/${name}`,
    name,
    type: CONNECTION,
    properties: {
      privateEndpoint: { id: endpoint.id },
      privateLinkServiceConnectionState: { status, description: text, actionsRequired: 'None' },
      provisioningState: 'Succeeded',
    },
  });
  estate.put({
    ...registry,
    properties: {
      ...registry.properties,
      dataEndpointEnabled: true,
      dataEndpointHostNames: dataHosts(estate, registry),
    },
  });
}

/**
 * Carries the state of a registry's connection over to its private endpoint: to be called after the connection was
 * approved or rejected. With the approval the endpoint gets its names, and its zone groups their records.
 */
export function mirrorConnection(estate: Estate, connection: ArmResource): void {
  const endpoint = estate.get(textAt(connection.properties, 'privateEndpoint', 'id') ?? '');
  if (endpoint === undefined) return;
  const state = objectAt(connection.properties, 'privateLinkServiceConnectionState');
  setLinkState(estate, endpoint, {
    status: textAt(state, 'status') ?? 'Pending',
    description: textAt(state, 'description') ?? '',
    actionsRequired: textAt(state, 'actionsRequired') ?? 'None',
  });
}

/** Deletes a registry's side of a connection: the endpoint stays, `Disconnected` (from the endpoint documentation). */
export function removeConnection(estate: Estate, connection: ArmResource): void {
  estate.delete(connection.id);
  const endpoint = estate.get(textAt(connection.properties, 'privateEndpoint', 'id') ?? '');
  if (endpoint === undefined) return;
  setLinkState(estate, endpoint, { status: 'Disconnected', description: '', actionsRequired: 'None' });
}

export function setLinkState(estate: Estate, endpoint: ArmResource, state: JsonObject): void {
  const etag = newEtag();
  const lists = LISTS.map((list) => {
    const links = (listAt(endpoint.properties, list) as JsonObject[]).map((link) => ({
      ...link,
      etag,
      properties: { ...objectAt(link, 'properties'), privateLinkServiceConnectionState: state },
    }));
    return [list, links] as const;
  });
  estate.put({ ...endpoint, etag, properties: { ...endpoint.properties, ...Object.fromEntries(lists) } });
  refreshNames(estate, endpoint.id);
}

/** An approved endpoint tells its names and addresses, and its zone groups hold them as records; others don't. */
export function refreshNames(estate: Estate, endpointId: string): void {
  const endpoint = estate.get(endpointId);
  if (endpoint === undefined) return;
  const isApproved = statusOf(endpoint) === 'Approved';
  const names = isApproved ? endpointAddresses(estate, endpointId) : [];
  const customDnsConfigs = names.map(({ fqdn, address }) => ({ fqdn, ipAddresses: [address] }));
  estate.put({ ...endpoint, properties: { ...endpoint.properties, customDnsConfigs } });
  for (const group of estate.below(endpointId, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups')) {
    if (isApproved) writeRecords(estate, group);
    else removeRecords(estate, group);
  }
}
