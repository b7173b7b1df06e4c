import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { readOnly } from '../../arm/body';
import { ArmError } from '../../arm/errors';
import { flagAt, same, textAt } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { tagsOf, update } from '../../arm/tracked';
import type { ArmResource, Estate } from '../../estate';
import * as common from './common';

function put(request: ArmRequest): ArmAnswer {
  common.checkGlobal(request);
  return write(request, linkFrom(request, request.estate.get(request.id.path)), 'create');
}

/** PATCH changes what it names: tags, auto-registration, resolution policy. */
function patch(request: ArmRequest): ArmAnswer {
  return write(request, linkFrom(request, common.found(request)), 'update');
}

function write(request: ArmRequest, link: ArmResource, verb: 'create' | 'update'): ArmAnswer {
  const { estate, operations, id } = request;
  const existing = estate.get(id.path);
  if (!/^[A-Za-z0-9]([\w.-]*\w)?$/.test(id.name) || id.name.length > 80) {
    throw common.badRequest(`The virtual network link name '${id.name}' is invalid.`);
  }
  common.checkPreconditions(request, existing, 'Virtual Network Link');
  operations.refuseIfHeld(id.path);
  checkLink(estate, link, existing);
  const headers = operations.start(request, {
    habit: 'privateDns',
    latency: 'virtualNetworkLink',
    target: id.path,
    verb,
    name: 'UpsertVirtualNetworkLink',
    effect: () => {
      if (estate.get(zoneIdOf(link)) === undefined) {
        throw new ArmError(404, 'ResourceNotFound', `The private DNS zone ${zoneIdOf(link)} was not found.`);
      }
      checkOneZoneOfName(estate, link);
      estate.put(link);
    },
    result: () => ({ status: 200, body: estate.get(link.id) ?? link }),
  });
  return { status: 202, body: {}, headers };
}

function linkFrom(request: ArmRequest, existing: ArmResource | undefined): ArmResource {
  const { id, body, estate } = request;
  const networkId = textAt(body, 'properties', 'virtualNetwork', 'id') ?? networkOf(existing);
  const zoneName = id.parent?.name ?? '';
  const policy =
    textAt(body, 'properties', 'resolutionPolicy') ?? textAt(existing?.properties, 'resolutionPolicy');
  if (policy !== undefined && !isPrivateLinkZone(zoneName) && policy !== 'Default') {
    throw common.badRequest(
      `The resolution policy '${policy}' is supported for private link zones only, not for the zone '${zoneName}'.`,
    );
  }
  const known = request.method === 'PATCH' && existing?.tags !== undefined ? { tags: existing.tags } : {};
  return {
    id: id.path,
    name: id.name,
    type: common.LINK,
    etag: common.newEtag(),
    location: 'global',
    ...known,
    ...tagsOf(request),
    properties: {
      provisioningState: 'Succeeded',
      registrationEnabled:
        flagAt(body, 'properties', 'registrationEnabled') ??
        flagAt(existing?.properties, 'registrationEnabled') ??
        false,
      ...(isPrivateLinkZone(zoneName) ? { resolutionPolicy: policy ?? 'Default' } : {}),
      virtualNetwork: { id: estate.get(networkId)?.id ?? networkId },
      virtualNetworkLinkState: 'Completed',
    },
  };
}

function isPrivateLinkZone(name: string): boolean {
  return name.toLowerCase().startsWith('privatelink.');
}

function checkLink(estate: Estate, link: ArmResource, existing: ArmResource | undefined): void {
  const networkId = networkOf(link);
  if (estate.get(networkId)?.type !== 'Microsoft.Network/virtualNetworks') {
    throw common.badRequest(`The virtual network '${networkId}' of the link '${link.name}' was not found.`);
  }
  if (existing !== undefined && !same(networkOf(existing), networkId)) {
    throw common.badRequest(`The virtual network of the link '${link.name}' cannot be changed.`);
  }
  const other = estate
    .below(zoneIdOf(link), common.LINK)
    .find((candidate) => !same(candidate.id, link.id) && same(networkOf(candidate), networkId));
  if (other === undefined) return;
  throw new ArmError(
    409,
    'Conflict',
    `The virtual network '${networkId}' is already linked to the zone by the link '${other.name}'.`,
  );
}

/**
 * A network can be linked to one zone of a name, anywhere, and register itself in one zone. Azure finds out while it
 * works: the error comes as the operation's outcome (quoted by Microsoft's troubleshooting pages).
 */
function checkOneZoneOfName(estate: Estate, link: ArmResource): void {
  const zoneName = nameOfZone(link);
  for (const other of estate.ofType(common.LINK)) {
    if (same(other.id, link.id) || !same(networkOf(other), networkOf(link))) continue;
    if (same(nameOfZone(other), zoneName)) {
      throw common.badRequest(
        `A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '${zoneName}' and '${nameOfZone(other)}' zones.`,
      );
    }
    if (registers(other) && registers(link)) {
      throw common.badRequest(
        'A virtual network can only be linked to 1 Private DNS zone(s) with auto-registration enabled; conflicting Private DNS zone is ' +
          `'${zoneIdOf(other)}'.`,
      );
    }
  }
}

function registers(link: ArmResource): boolean {
  return flagAt(link.properties, 'registrationEnabled') === true;
}

function networkOf(link: ArmResource | undefined): string {
  return textAt(link?.properties, 'virtualNetwork', 'id') ?? '';
}

function zoneIdOf(link: ArmResource): string {
  return link.id.replace(/\/virtualNetworkLinks\/[^/]+$/i, '');
}

function nameOfZone(link: ArmResource): string {
  const zoneId = zoneIdOf(link);
  return zoneId.slice(zoneId.lastIndexOf('/') + 1).toLowerCase();
}

function remove(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const link = estate.get(id.path);
  common.checkPreconditions(request, link, 'Virtual Network Link');
  if (link === undefined) return { status: 204 };
  operations.refuseIfHeld(id.path);
  update(request, link.id, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'privateDns',
    latency: 'virtualNetworkLinkDelete',
    target: link.id,
    verb: 'delete',
    name: 'DeleteVirtualNetworkLink',
    effect: () => void estate.delete(link.id),
  });
  return { status: 202, headers };
}

const body = v.strictObject({
  ...common.trackedBody,
  properties: v.optional(
    v.strictObject({
      virtualNetwork: v.optional(v.strictObject({ id: v.optional(v.string()) })),
      registrationEnabled: v.optional(v.boolean()),
      resolutionPolicy: v.optional(v.picklist(['Default', 'NxDomainRedirect'])),
      virtualNetworkLinkState: readOnly,
      provisioningState: readOnly,
    }),
  ),
});

export const virtualNetworkLinks: ResourceType = {
  type: common.LINK,
  apiVersions: common.privateDnsApiVersions,
  newMembers: [{ path: 'properties.resolutionPolicy', stable: '2020-06-01' }],
  get: (request) => ({ status: 200, body: common.found(request) }),
  put,
  patch,
  delete: remove,
  list: (request) => listAnswer(request, request.estate.below(request.id.path, common.LINK)),
  schemas: { put: body, patch: body },
};
