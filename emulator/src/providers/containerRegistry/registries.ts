import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { resourceNotFound } from '../../arm/errors';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { locationOf, tagsOf, update } from '../../arm/tracked';
import type { ArmResource } from '../../estate';
import { requireRegistered } from '../providerRegistrations';
import { removeRegistry } from './connections';
import { importBody, importImage } from './importImage';
import { syncEndpoints } from '../network/memberSync';
import { REGISTRY } from '../network/registryMembers';
import { defaults, identityOf, merged, systemData } from './registryBody';
import { newRegistryMembers, registryVersions, registryView, skuOf } from './facts';
import {
  checkDowngrade,
  checkName,
  checkNameIsFree,
  checkNetworkRules,
  checkPreviewMembers,
  checkSku,
  namedRegistry,
} from './rules';
import { nameCheck, registryPatch, registryPut } from './schemas';

/** Container registries, with the habits that the Azure CLI's recordings show. */
export const registries: ResourceType = {
  type: REGISTRY,
  apiVersions: registryVersions,
  newMembers: newRegistryMembers,
  schemas: {
    put: registryPut,
    patch: registryPatch,
    actions: { checkNameAvailability: nameCheck, importImage: importBody },
  },
  get: (request) => ({
    status: 200,
    body: registryView(request.estate, found(request), request.apiVersion),
  }),
  list: (request) =>
    listAnswer(request, request.estate.below(request.id.path, REGISTRY), (registry) =>
      registryView(request.estate, registry, request.apiVersion),
    ),
  put,
  patch,
  delete: remove,
  remove: removeRegistry,
  actions: { checkNameAvailability, importImage },
};

function put(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  const existing = estate.get(id.path);
  checkName(id.name);
  const location = locationOf(request, existing);
  operations.refuseIfHeld(id.path);
  const base = existing?.properties ?? defaults(request);
  const properties = merged(base, request.body);
  const sku = v.parse(registryPut, request.body).sku.name;
  checkSku(sku, properties);
  checkPreviewMembers(request.body, request.apiVersion);
  checkNetworkRules(estate, id.path, request.body, request.apiVersion);
  if (existing === undefined) {
    requireRegistered(estate, id.subscriptionId, 'Microsoft.ContainerRegistry');
    checkNameIsFree(estate, id.name, request.cloud.registrySuffix);
  } else checkDowngrade(estate, existing, sku);
  const registry: ArmResource = {
    id: id.path,
    name: id.name,
    type: REGISTRY,
    location,
    ...tagsOf(request),
    sku: { name: sku, tier: sku },
    ...identityOf(request, existing),
    systemData: systemData(request, existing),
    // Written again, a registry whose creation failed is whole.
    properties: { ...properties, provisioningState: 'Succeeded' },
  };
  if (existing !== undefined) {
    replace(request, existing, registry);
    return { status: 200, body: registryView(estate, registry) };
  }
  const creating = { ...registry, properties: { ...properties, provisioningState: 'Creating' } };
  estate.put(creating);
  const headers = operations.start(request, {
    habit: 'registry',
    latency: 'registry',
    target: id.path,
    verb: 'create',
    name: 'CreateRegistry',
    location,
    effect: () => {
      update(request, id.path, { provisioningState: 'Succeeded' });
    },
  });
  return { status: 201, body: registryView(estate, creating), headers };
}

function patch(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  const existing = found(request);
  operations.refuseIfHeld(id.path);
  const properties = merged(existing.properties, request.body);
  const sku = v.parse(registryPatch, request.body).sku?.name ?? skuOf(existing);
  checkSku(sku, properties);
  checkPreviewMembers(request.body, request.apiVersion);
  checkNetworkRules(estate, id.path, request.body, request.apiVersion);
  checkDowngrade(estate, existing, sku);
  const members = {
    ...(request.body['tags'] === undefined ? {} : tagsOf(request)),
    sku: { name: sku, tier: sku },
    ...identityOf(request, existing),
    systemData: systemData(request, existing),
  };
  if (request.body['properties'] === undefined && request.body['sku'] === undefined) {
    update(request, id.path, {}, members);
    return { status: 200, body: registryView(estate, found(request)) };
  }
  update(request, id.path, { provisioningState: 'Updating' });
  const headers = operations.start(request, {
    habit: 'registry',
    latency: 'registryUpdate',
    target: id.path,
    verb: 'update',
    name: 'UpdateRegistry',
    ...(existing.location === undefined ? {} : { location: existing.location }),
    effect: () => {
      replace(request, existing, {
        ...existing,
        ...members,
        properties: { ...properties, provisioningState: 'Succeeded' },
      });
    },
    failed: () => {
      update(request, id.path, { provisioningState: 'Succeeded' });
    },
  });
  const updating = { ...existing, ...members, properties: { ...properties, provisioningState: 'Updating' } };
  return { status: 200, body: registryView(estate, updating), headers };
}

function remove(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  const existing = estate.get(id.path);
  if (existing === undefined) return { status: 204 };
  operations.refuseIfHeld(id.path);
  update(request, id.path, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'registry',
    latency: 'registryDelete',
    target: id.path,
    verb: 'delete',
    name: 'DeleteRegistry',
    ...(existing.location === undefined ? {} : { location: existing.location }),
    effect: () => {
      request.remove(id.path);
    },
  });
  return { status: 202, headers };
}

function checkNameAvailability(request: ArmRequest): ArmAnswer {
  const { name } = v.parse(nameCheck, request.body);
  if (!/^[a-zA-Z0-9]{5,50}$/.test(name)) {
    const message = `The registry name '${name}' is invalid. The name may contain alpha numeric characters only and must be between 5 and 50 characters.`;
    return { status: 200, body: { nameAvailable: false, reason: 'Invalid', message } };
  }
  if (namedRegistry(request.estate, name) === undefined)
    return { status: 200, body: { nameAvailable: true } };
  const message = `The registry ${name} is already in use.`;
  return { status: 200, body: { nameAvailable: false, reason: 'AlreadyExists', message } };
}

/** Regional endpoints are addresses of every private endpoint: without room for them the change is taken back. */
function replace({ estate }: ArmRequest, before: ArmResource, after: ArmResource): void {
  estate.put(after);
  if (before.properties['regionalEndpoints'] === after.properties['regionalEndpoints']) return;
  try {
    syncEndpoints(estate, after);
  } catch (error) {
    estate.put(before);
    throw error;
  }
}

function found(request: ArmRequest): ArmResource {
  const registry = request.estate.get(request.id.path);
  if (registry === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
  return registry;
}
