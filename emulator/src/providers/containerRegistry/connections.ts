import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { resourceNotFound } from '../../arm/errors';
import { objectAt } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { update } from '../../arm/tracked';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { mirrorConnection, removeConnection } from '../network/connections';
import { CONNECTION } from '../network/registryMembers';
import { connectionsOf, registryVersions } from './facts';
import { connectionPut } from './schemas';

/**
 * The registry's side of private endpoints: approving, rejecting and removing. Connections come into being with the
 * endpoint only. The answer to a PUT still shows the old state, as recorded.
 */
export const privateEndpointConnections: ResourceType = {
  type: CONNECTION,
  apiVersions: registryVersions,
  schemas: { put: connectionPut },
  get: (request) => ({ status: 200, body: shown(found(request)) }),
  list: (request) => listAnswer(request, connectionsOf(request.estate, request.id.path), shown),
  put,
  delete: remove,
  remove: removeConnection,
};

function put(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  const connection = found(request);
  operations.refuseIfHeld(id.path);
  const wanted = v.parse(connectionPut, request.body).properties.privateLinkServiceConnectionState;
  update(request, id.path, { provisioningState: 'Updating' });
  const state: JsonObject = {
    ...objectAt(connection.properties, 'privateLinkServiceConnectionState'),
    status: wanted.status,
    description: wanted.description ?? '',
    actionsRequired: wanted.actionsRequired ?? 'None',
  };
  const headers = operations.start(request, {
    habit: 'registry',
    latency: 'connection',
    target: id.path,
    verb: 'update',
    name: 'PutPrivateEndpointConnection',
    effect: () => {
      update(request, id.path, { privateLinkServiceConnectionState: state, provisioningState: 'Succeeded' });
      const decided = estate.get(id.path);
      if (decided !== undefined) mirrorConnection(estate, decided);
    },
  });
  return { status: 201, body: shown(found(request)), headers };
}

function remove(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  if (estate.get(id.path) === undefined) return { status: 204 };
  operations.refuseIfHeld(id.path);
  update(request, id.path, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'registry',
    latency: 'connectionDelete',
    target: id.path,
    verb: 'delete',
    name: 'DeletePrivateEndpointConnection',
    effect: () => {
      request.remove(id.path);
    },
  });
  return { status: 202, headers };
}

/** A registry goes with everything below it, and its endpoints lose their connection. */
export function removeRegistry(estate: Estate, registry: ArmResource): void {
  for (const connection of connectionsOf(estate, registry.id)) removeConnection(estate, connection);
  for (const child of estate.below(registry.id)) estate.delete(child.id);
  estate.delete(registry.id);
}

function shown({ id, name, type, properties }: ArmResource): Record<string, unknown> {
  return { id, name, type, properties };
}

function found(request: ArmRequest): ArmResource {
  const connection = request.estate.get(request.id.path);
  if (connection === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
  return connection;
}
