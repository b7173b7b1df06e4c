import { randomUUID } from 'node:crypto';
import type { ArmId } from '../../arm/armId';
import {
  type ArmError,
  networkChildNotFound,
  networkError,
  preconditionFailed,
  resourceNotFound,
} from '../../arm/errors';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, Handler } from '../../arm/provider';
import { tagsOf } from '../../arm/tracked';
import type { ArmResource, Estate } from '../../estate';

/** Versions of Microsoft.Network that the Azure CLI and the SDKs of the last years send. */
export const networkApiVersions = [
  '2020-05-01', '2020-06-01', '2020-07-01', '2020-08-01', '2020-11-01',
  '2021-02-01', '2021-03-01', '2021-05-01', '2021-08-01',
  '2022-01-01', '2022-05-01', '2022-07-01', '2022-09-01', '2022-11-01',
  '2023-02-01', '2023-04-01', '2023-05-01', '2023-06-01', '2023-09-01', '2023-11-01',
  '2024-01-01', '2024-03-01', '2024-05-01', '2024-07-01', '2024-10-01',
  '2025-01-01', '2025-03-01', '2025-05-01', '2026-01-01',
]; // prettier-ignore

export const NETWORK = 'Microsoft.Network/virtualNetworks';
export const SUBNET = 'Microsoft.Network/virtualNetworks/subnets';
export const PEERING = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings';
export const NIC = 'Microsoft.Network/networkInterfaces';
export const PUBLIC_ADDRESS = 'Microsoft.Network/publicIPAddresses';
export const ENDPOINT = 'Microsoft.Network/privateEndpoints';
export const SECURITY_GROUP = 'Microsoft.Network/networkSecurityGroups';
export const ROUTE_TABLE = 'Microsoft.Network/routeTables';
export const ZONE_GROUP = 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups';

/** Network etags are weak ones around a GUID, as recorded. */
export function newEtag(): string {
  return `W/"${randomUUID()}"`;
}

/** A write on a network changes the etag that the network shares with its subnets and peerings. */
export function touchNetwork(estate: Estate, networkId: string): void {
  const etag = newEtag();
  const network = estate.get(networkId);
  if (network === undefined) return;
  for (const resource of [network, ...estate.below(networkId)]) estate.put({ ...resource, etag });
}

export function found(request: ArmRequest): ArmResource {
  const resource = request.estate.get(request.id.path);
  if (resource !== undefined) return resource;
  throw missing(request.id);
}

export function missing(id: ArmId): ArmError {
  return id.names.length > 1 ? networkChildNotFound(id.path) : resourceNotFound(id.label, id.resourceGroup);
}

/** `If-Match` is honoured, though the SDK of 2026-01-01 doesn't send it. */
export function checkIfMatch(request: ArmRequest, existing: ArmResource | undefined): void {
  const wanted = request.headers['if-match'];
  if (wanted === undefined || (wanted === '*' && existing !== undefined) || wanted === existing?.etag) return;
  throw preconditionFailed(`Precondition failed: the etag of ${request.id.path} is not ${wanted}.`);
}

/** Names of network resources: letters, digits, `_`, `.` and `-`, begun by a letter or digit, ended by one or `_`. */
export function checkName(name: string, minimum: number, maximum: number): void {
  const isValid = /^[A-Za-z0-9]([\w.-]*\w)?$/.test(name) && name.length >= minimum && name.length <= maximum;
  if (isValid) return;
  throw networkError(
    400,
    'InvalidResourceName',
    `Resource name ${name} is invalid. The name can be up to ${maximum} characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.`,
  );
}

/** GET of a collection: the resources of a type in the group or subscription, or below the parent. */
export function lister(type: string, render: (estate: Estate, resource: ArmResource) => unknown): Handler {
  return (request) => {
    const resources = request.estate.below(request.id.path, type);
    return listAnswer(request, resources, (resource) => render(request.estate, resource));
  };
}

/** PATCH of tags, which Microsoft.Network answers at once. */
export function tagsPatch(render: (estate: Estate, resource: ArmResource) => unknown): Handler {
  return (request) => {
    const existing = found(request);
    request.operations.refuseIfHeld(existing.id);
    const resource = { ...existing, ...tagsOf(request), etag: newEtag() };
    request.estate.put(resource);
    return { status: 200, body: render(request.estate, resource) };
  };
}

/** The region of a network resource, which stands in the poll URLs of operations on it and its children. */
export function regionOf(estate: Estate, id: string): string {
  return estate.get(id)?.location ?? 'global';
}
