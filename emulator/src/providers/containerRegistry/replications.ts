import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { readOnly, tags } from '../../arm/body';
import { shortRegion } from '../../arm/clouds';
import { ArmError, resourceNotFound } from '../../arm/errors';
import { flagAt, textAt } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { locationOf, tagsOf, update } from '../../arm/tracked';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { syncEndpoints } from '../network/memberSync';
import { REPLICATION } from '../network/registryMembers';
import { registryVersions, skuOf } from './facts';
import { systemData } from './registryBody';

const replicationPut = v.strictObject({
  id: readOnly,
  name: readOnly,
  type: readOnly,
  systemData: readOnly,
  location: v.string(),
  tags,
  properties: v.optional(
    v.strictObject({
      provisioningState: readOnly,
      status: readOnly,
      regionEndpointEnabled: v.optional(v.boolean()),
      zoneRedundancy: v.optional(v.picklist(['Enabled', 'Disabled'])),
    }),
  ),
});

const replicationPatch = v.strictObject({
  tags,
  properties: v.optional(v.strictObject({ regionEndpointEnabled: v.optional(v.boolean()) })),
});

/**
 * Geo-replicas. Each brings a data endpoint of its own, which takes an address at every private endpoint of the
 * registry; where one has no room left the replica is rolled back (from the private link documentation).
 */
export const replications: ResourceType = {
  type: REPLICATION,
  apiVersions: registryVersions,
  schemas: { put: replicationPut, patch: replicationPatch },
  get: (request) => ({ status: 200, body: found(request) }),
  list: (request) => listAnswer(request, request.estate.below(request.id.path, REPLICATION)),
  put,
  patch,
  delete: remove,
  remove: takeOut,
};

function put(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  const registry = registryOf(request);
  const existing = estate.get(id.path);
  const location = locationOf(request, existing);
  check(request, registry, location, existing);
  operations.refuseIfHeld(id.path, registry.id);
  const replica: ArmResource = {
    id: id.path,
    name: id.name,
    type: REPLICATION,
    location,
    ...tagsOf(request),
    systemData: systemData(request, existing),
    properties: {
      provisioningState: existing === undefined ? 'Creating' : 'Updating',
      status: { displayStatus: 'Syncing', timestamp: new Date(request.now).toISOString() },
      regionEndpointEnabled: flagAt(request.body, 'properties', 'regionEndpointEnabled') ?? true,
      zoneRedundancy: textAt(request.body, 'properties', 'zoneRedundancy') ?? 'Disabled',
    },
  };
  estate.put(replica);
  const headers = operations.start(request, {
    habit: 'registry',
    latency: 'replication',
    target: id.path,
    verb: existing === undefined ? 'create' : 'update',
    name: 'PutReplication',
    location,
    holds: [registry.id],
    effect: () => {
      update(request, id.path, ready(request.now));
      const current = estate.get(registry.id);
      if (current !== undefined) syncEndpoints(estate, current);
    },
    failed: () => {
      // A replica that finds no address anywhere is taken back; one that was there before stays.
      if (existing === undefined) estate.delete(id.path);
      else estate.put(existing);
    },
  });
  return { status: existing === undefined ? 201 : 200, body: replica, headers };
}

function check(
  request: ArmRequest,
  registry: ArmResource,
  location: string,
  existing: ArmResource | undefined,
): void {
  if (skuOf(registry) !== 'Premium') {
    throw new ArmError(
      400,
      'GeoReplicationNotSupported',
      `The requested feature geo-replication is not supported for the SKU ${skuOf(registry)}.`,
    );
  }
  if (!/^[a-zA-Z0-9]{5,50}$/.test(request.id.name)) {
    throw new ArmError(400, 'InvalidParameter', `The replication name '${request.id.name}' is invalid.`);
  }
  const others = request.estate.below(registry.id, REPLICATION).filter((item) => item !== existing);
  const taken = [registry, ...others].some((item) => shortRegion(item.location ?? '') === location);
  if (taken) {
    throw new ArmError(
      409,
      'ReplicationAlreadyExists',
      `The registry ${registry.name} already has a replica in the location ${location}.`,
    );
  }
}

/** What only switches routing to a replica is answered with the changed replica. */
function patch(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  const existing = found(request);
  operations.refuseIfHeld(id.path);
  const enabled = flagAt(request.body, 'properties', 'regionEndpointEnabled');
  const members = request.body['tags'] === undefined ? {} : tagsOf(request);
  update(request, id.path, enabled === undefined ? {} : { regionEndpointEnabled: enabled }, members);
  return { status: 200, body: estate.get(id.path) ?? existing };
}

function remove(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  if (estate.get(id.path) === undefined) return { status: 204 };
  const registry = registryOf(request);
  operations.refuseIfHeld(id.path, registry.id);
  update(request, id.path, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'registry',
    latency: 'replicationDelete',
    target: id.path,
    verb: 'delete',
    name: 'DeleteReplication',
    holds: [registry.id],
    effect: () => {
      request.remove(id.path);
    },
  });
  return { status: 202, headers };
}

function takeOut(estate: Estate, replica: ArmResource): void {
  estate.delete(replica.id);
  const registry = estate.get(replica.id.replace(/\/replications\/[^/]+$/i, ''));
  if (registry !== undefined) syncEndpoints(estate, registry);
}

function ready(now: number): JsonObject {
  return {
    provisioningState: 'Succeeded',
    status: { displayStatus: 'Ready', timestamp: new Date(now).toISOString() },
  };
}

function registryOf(request: ArmRequest): ArmResource {
  const registry = request.estate.get(request.id.parent?.path ?? '');
  if (registry === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
  return registry;
}

function found(request: ArmRequest): ArmResource {
  const replica = request.estate.get(request.id.path);
  if (replica === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
  return replica;
}
