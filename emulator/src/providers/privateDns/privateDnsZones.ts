import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { readOnly } from '../../arm/body';
import { ArmError, resourceGroupNotFound } from '../../arm/errors';
import { flagAt } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { tagsOf, update } from '../../arm/tracked';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { forgetZone } from '../network/zoneRecords';
import { requireRegistered } from '../providerRegistrations';
import * as common from './common';

/** From the limits of Azure DNS. */
const MAXIMA = {
  maxNumberOfRecordSets: 25000,
  maxNumberOfVirtualNetworkLinks: 1000,
  maxNumberOfVirtualNetworkLinksWithRegistration: 100,
};

function put(request: ArmRequest): ArmAnswer {
  const { operations, id, estate } = request;
  const existing = estate.get(id.path);
  requireRegistered(estate, id.subscriptionId, 'Microsoft.Network');
  common.checkGlobal(request);
  checkZoneName(id.name);
  common.checkPreconditions(request, existing, 'Zone');
  operations.refuseIfHeld(id.path);
  const zone: ArmResource = {
    id: id.path,
    name: id.name.toLowerCase(),
    type: common.ZONE,
    etag: common.newEtag(),
    location: 'global',
    ...tagsOf(request),
    properties: {
      ...(existing?.properties ?? {
        internalId: Buffer.from(`Immutable;${randomUUID()};0`).toString('base64'),
      }),
      provisioningState: 'Succeeded',
    },
  };
  const headers = operations.start(request, {
    habit: 'privateDns',
    latency: 'privateDnsZone',
    target: id.path,
    verb: existing === undefined ? 'create' : 'update',
    name: 'UpsertPrivateDnsZone',
    effect: () => {
      if (estate.get(id.scope.path) === undefined) throw resourceGroupNotFound(id.scope.name);
      estate.put(zone);
      if (estate.get(`${zone.id}/SOA/@`) === undefined) estate.put(startOfAuthority(zone));
    },
    result: () => ({ status: 200, body: render(estate, estate.get(zone.id) ?? zone) }),
  });
  return { status: 202, body: {}, headers };
}

/** Two to 34 labels of letters, digits, `_` and `-` (from the name rules of Azure). */
function checkZoneName(name: string): void {
  const labels = name.split('.');
  const areValid = labels.every((label) => /^[\w-]{1,63}$/.test(label));
  if (areValid && labels.length >= 2 && labels.length <= 34) return;
  throw common.badRequest(`The zone name '${name}' is not a valid private DNS zone name.`);
}

function startOfAuthority(zone: ArmResource): ArmResource {
  return {
    id: `${zone.id}/SOA/@`,
    name: '@',
    type: 'Microsoft.Network/privateDnsZones/SOA',
    etag: common.newEtag(),
    properties: {
      fqdn: `${zone.name}.`,
      ttl: 3600,
      isAutoRegistered: false,
      soaRecord: {
        host: 'azureprivatedns.net',
        email: 'azureprivatedns-host.microsoft.com',
        serialNumber: 1,
        refreshTime: 3600,
        retryTime: 300,
        expireTime: 2419200,
        minimumTtl: 10,
      },
    },
  };
}

function patch(request: ArmRequest): ArmAnswer {
  const { operations, estate } = request;
  const existing = common.found(request);
  common.checkPreconditions(request, existing, 'Zone');
  operations.refuseIfHeld(existing.id);
  const headers = operations.start(request, {
    habit: 'privateDns',
    latency: 'privateDnsZone',
    target: existing.id,
    verb: 'update',
    name: 'UpsertPrivateDnsZone',
    effect: () => {
      update(request, existing.id, {}, { ...tagsOf(request), etag: common.newEtag() });
    },
    result: () => ({ status: 200, body: render(estate, estate.get(existing.id) ?? existing) }),
  });
  return { status: 202, body: {}, headers };
}

function remove(request: ArmRequest): ArmAnswer {
  const { operations, estate, id } = request;
  const zone = estate.get(id.path);
  common.checkPreconditions(request, zone, 'Zone');
  if (zone === undefined) return { status: 204 };
  operations.refuseIfHeld(id.path);
  const links = estate.below(zone.id, common.LINK);
  if (links.length > 0) throw nestedResources(links);
  update(request, zone.id, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'privateDns',
    latency: 'privateDnsZoneDelete',
    target: zone.id,
    verb: 'delete',
    name: 'DeletePrivateDnsZone',
    effect: () => {
      const late = estate.below(zone.id, common.LINK);
      if (late.length > 0) throw nestedResources(late);
      takeOut(estate, zone);
    },
    failed: () => {
      update(request, zone.id, { provisioningState: 'Succeeded' });
    },
  });
  return { status: 202, headers };
}

function takeOut(estate: Estate, zone: ArmResource): void {
  forgetZone(estate, zone.id);
  for (const child of estate.below(zone.id)) estate.delete(child.id);
  estate.delete(zone.id);
}

/** Error text and code as another Microsoft product's documentation quotes them for private DNS. */
function nestedResources(links: readonly ArmResource[]): ArmError {
  const ids = links.map((link) => `'${link.id}'`).join(', ');
  return new ArmError(
    409,
    'CannotDeleteResource',
    `Cannot delete resource while nested resources exist. Some existing nested resource IDs include: ${ids}. Please delete all nested resources before deleting this resource.`,
  );
}

function render(estate: Estate, zone: ArmResource): JsonObject {
  const links = estate.below(zone.id, common.LINK);
  const recordSets = estate.below(zone.id).length - links.length;
  const withRegistration = links.filter((link) => flagAt(link.properties, 'registrationEnabled') === true);
  return {
    ...(zone as JsonObject),
    properties: {
      ...zone.properties,
      ...MAXIMA,
      numberOfRecordSets: recordSets,
      numberOfVirtualNetworkLinks: links.length,
      numberOfVirtualNetworkLinksWithRegistration: withRegistration.length,
    },
  };
}

const zoneProperties = v.strictObject({
  maxNumberOfRecordSets: readOnly,
  numberOfRecordSets: readOnly,
  maxNumberOfVirtualNetworkLinks: readOnly,
  numberOfVirtualNetworkLinks: readOnly,
  maxNumberOfVirtualNetworkLinksWithRegistration: readOnly,
  numberOfVirtualNetworkLinksWithRegistration: readOnly,
  provisioningState: readOnly,
  internalId: readOnly,
});
const body = v.strictObject({ ...common.trackedBody, properties: v.optional(zoneProperties) });

export const privateDnsZones: ResourceType = {
  type: common.ZONE,
  apiVersions: common.privateDnsApiVersions,
  get: (request) => ({ status: 200, body: render(request.estate, common.found(request)) }),
  put,
  patch,
  delete: remove,
  list: (request) =>
    listAnswer(request, request.estate.below(request.id.path, common.ZONE), (zone) =>
      render(request.estate, zone),
    ),
  remove: takeOut,
  schemas: { put: body, patch: body },
};
