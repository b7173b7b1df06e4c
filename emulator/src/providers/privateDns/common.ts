import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { ArmError, preconditionFailed, resourceNotFound } from '../../arm/errors';
import { readOnly, tags } from '../../arm/body';
import { textAt } from '../../arm/json';
import type { ArmRequest } from '../../arm/provider';
import type { ArmResource } from '../../estate';

export const privateDnsApiVersions = ['2018-09-01', '2020-01-01', '2020-06-01', '2024-06-01'];

export const ZONE = 'Microsoft.Network/privateDnsZones';
export const LINK = 'Microsoft.Network/privateDnsZones/virtualNetworkLinks';

/** What every private DNS resource may carry when it is sent back as it was read. */
export const sentBack = {
  id: readOnly,
  name: readOnly,
  type: readOnly,
  etag: v.optional(v.string()),
  systemData: readOnly,
};

export const trackedBody = { ...sentBack, location: v.optional(v.string()), tags };

/** Etags of private DNS are plain GUIDs, as recorded. */
export function newEtag(): string {
  return randomUUID();
}

export function found(request: ArmRequest): ArmResource {
  const resource = request.estate.get(request.id.path);
  if (resource !== undefined) return resource;
  throw resourceNotFound(request.id.label, request.id.resourceGroup);
}

export function checkGlobal(request: ArmRequest): void {
  const location = textAt(request.body, 'location');
  if (location === undefined) {
    throw new ArmError(400, 'LocationRequired', 'The location property is required for this definition.');
  }
  if (location.toLowerCase() !== 'global') {
    throw new ArmError(
      400,
      'LocationNotAvailableForResourceType',
      `The provided location '${location}' is not available for resource type '${request.id.type}'. List of available regions for the resource type is 'global'.`,
    );
  }
}

/**
 * `If-None-Match: *` only creates, `If-Match` only changes the version that the caller knows. `kind` is how the
 * error text calls the resource, from the tests of Azure PowerShell.
 */
export function checkPreconditions(
  request: ArmRequest,
  existing: ArmResource | undefined,
  kind: 'Zone' | 'Virtual Network Link' | 'Record set',
): void {
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch === '*' && existing !== undefined) {
    throw preconditionFailed(
      `The ${kind} ${request.id.name} exists already and hence cannot be created again.`,
    );
  }
  const ifMatch = unquoted(request.headers['if-match'] ?? textAt(request.body, 'etag'));
  if (ifMatch === undefined || ifMatch === '') return;
  if (existing !== undefined && (ifMatch === '*' || ifMatch === existing.etag)) return;
  throw preconditionFailed(
    `The condition '${ifMatch}' in the If-Match header was not satisfied. The current was '${existing?.etag ?? ''}'.`,
  );
}

function unquoted(etag: string | undefined): string | undefined {
  return etag?.replace(/^"(.*)"$/, '$1');
}

export function badRequest(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}
