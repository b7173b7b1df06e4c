import { randomUUID } from 'node:crypto';
import { listAt, objectAt, same, textAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { newEtag } from './common';
import { endpointAddresses } from './endpointInterface';
import { CONNECTION, dataHosts } from './registryMembers';
import { writeRecords } from './zoneRecords';

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

/** Whether the registry's owner has to approve the endpoint by hand. */
export function linksAreManual(endpoint: ArmResource): boolean {
  return listAt(endpoint.properties, 'manualPrivateLinkServiceConnections').length > 0;
}

/** The registry's side of an endpoint's connection. */
export function connectionOf(estate: Estate, endpoint: ArmResource): ArmResource | undefined {
  return connectionsTo(estate, endpoint).find((connection) => connection['region'] === undefined);
}

/** All of an endpoint's connections: its own, and those of replicas that came later. */
export function connectionsTo(estate: Estate, endpoint: ArmResource): ArmResource[] {
  return estate
    .below(registryIdOf(endpoint), CONNECTION)
    .filter((connection) => same(textAt(connection.properties, 'privateEndpoint', 'id'), endpoint.id));
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
  addConnection(estate, endpoint, { status, text });
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
 * A connection of its own for a replica that came after an endpoint approved by hand: its state says whether the
 * replica's data endpoint is served (from the private link documentation). `region` is the emulator's note of whose
 * it is, and is never shown.
 */
export function addConnection(
  estate: Estate,
  endpoint: ArmResource,
  { status, text = '', region }: { status: ConnectionStatus; text?: string; region?: string },
): void {
  const registry = estate.get(registryIdOf(endpoint));
  if (registry === undefined) return;
  const name = `${registry.name}.${randomUUID().replaceAll('-', '')}`;
  estate.put({
    id: `${registry.id}/privateEndpointConnections/${name}`,
    name,
    type: CONNECTION,
    ...(region === undefined ? {} : { region }),
    properties: {
      privateEndpoint: { id: endpoint.id },
      privateLinkServiceConnectionState: { status, description: text, actionsRequired: 'None' },
      provisioningState: 'Succeeded',
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
  if (connection['region'] !== undefined) {
    refreshNames(estate, endpoint.id);
    return;
  }
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
  if (connection['region'] !== undefined) {
    refreshNames(estate, endpoint.id);
    return;
  }
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
  const waiting = waitingRegions(estate, endpoint);
  const names = (isApproved ? endpointAddresses(estate, endpointId) : []).filter(
    ({ member }) => !waiting.some((region) => member.endsWith(`_${region}`)),
  );
  const customDnsConfigs = names.map(({ fqdn, address }) => ({ fqdn, ipAddresses: [address] }));
  estate.put({ ...endpoint, properties: { ...endpoint.properties, customDnsConfigs } });
  for (const group of estate.below(endpointId, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups')) {
    writeRecords(estate, group, names);
  }
}

function waitingRegions(estate: Estate, endpoint: ArmResource): string[] {
  return connectionsTo(estate, endpoint)
    .filter((item) => textAt(item.properties, 'privateLinkServiceConnectionState', 'status') !== 'Approved')
    .flatMap((item) => (typeof item['region'] === 'string' ? item['region'] : []));
}
