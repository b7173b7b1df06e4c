import type { ArmAnswer } from '../../arm/answer';
import { networkError } from '../../arm/errors';
import { listAt, textAt } from '../../arm/json';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { update } from '../../arm/tracked';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import * as common from './common';
import * as connections from './connections';
import { assignAddresses, endpointInterface, interfaceOf } from './endpointInterface';
import { endpointFrom, readEndpoint, type EndpointParts } from './endpointRequest';
import { registryMembers } from './registryMembers';
import { endpointBody } from './schemas';
import { removeRecords } from './zoneRecords';

function put(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const existing = estate.get(id.path);
  common.checkName(id.name, 2, 64);
  common.checkIfMatch(request, existing);
  const parts = readEndpoint(request, existing);
  refuseIfBusy(request, parts);
  if (existing === undefined) checkPolicies(request, parts);
  const endpoint = endpointFrom(request, existing, parts);
  if (existing === undefined) createInterface(estate, endpoint, parts);
  estate.put(endpoint);
  common.touchNetwork(estate, parts.network.id);
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'privateEndpoint',
    target: endpoint.id,
    verb: existing === undefined ? 'create' : 'update',
    name: 'PutPrivateEndpointOperation',
    location: endpoint.location ?? 'global',
    holds: [parts.network.id, parts.subnet.id],
    effect: () => {
      provision(estate, endpoint.id);
    },
    failed: () => {
      update(request, endpoint.id, { provisioningState: 'Failed' }, { etag: common.newEtag() });
    },
  });
  const body = render(estate, common.found(request));
  return { status: existing === undefined ? 201 : 200, body, headers };
}

/** Government clouds still refuse what public regions have supported since 2022 (quoted from both in issues). */
function checkPolicies({ id, cloud }: ArmRequest, { subnet }: EndpointParts): void {
  const policies = textAt(subnet.properties, 'privateEndpointNetworkPolicies');
  if (cloud.name !== 'usGovernment' || policies === 'Disabled') return;
  throw networkError(
    400,
    'PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled',
    `Private endpoint ${id.path} cannot be created in a subnet ${subnet.id} since it has private endpoint network policies enabled.`,
  );
}

/** An endpoint needs its network for itself, and can't join a subnet or registry that is being changed. */
function refuseIfBusy({ operations, id }: ArmRequest, { network, subnet, registry }: EndpointParts): void {
  const held = operations.holding(network.id) ?? operations.holding(subnet.id);
  const isEndpoint = held !== undefined && /privateEndpoint/i.test(held.name);
  if (held !== undefined && !isEndpoint) operations.refuseIfUpdating(held.target, id.path);
  operations.refuseIfHeld(id.path, network.id, subnet.id);
  operations.refuseIfUpdating(registry.id, id.path);
}

function createInterface(estate: Estate, endpoint: ArmResource, { subnet, registry }: EndpointParts): void {
  const nicId = textAt(listAt(endpoint.properties, 'networkInterfaces')[0], 'id') ?? '';
  if (estate.get(nicId) !== undefined) {
    throw networkError(
      400,
      'NetworkInterfaceAlreadyExists',
      `Network interface ${nicId} of private endpoint ${endpoint.id} already exists.`,
    );
  }
  const wanted = listAt(endpoint.properties, 'ipConfigurations');
  const addresses = assignAddresses(estate, subnet, registryMembers(estate, registry), wanted);
  estate.put(endpointInterface(endpoint, nicId, subnet.id, addresses, wanted.length > 0));
}

/** The end of the operation: the registry takes the connection, and an approved endpoint gets its names. */
function provision(estate: Estate, endpointId: string): void {
  const endpoint = estate.get(endpointId);
  if (endpoint === undefined) return;
  const registry = estate.get(connections.registryIdOf(endpoint));
  const sku = textAt(registry, 'sku', 'name');
  if (sku !== 'Premium') {
    throw networkError(
      400,
      'PrivateEndpointNotSupportedForSku',
      `Private endpoints are not supported for the SKU ${sku ?? 'of a registry that is gone'} of registry ${registry?.name ?? connections.registryIdOf(endpoint)}: they need Premium.`,
    );
  }
  if (listAt(registry?.properties, 'networkRuleSet', 'virtualNetworkRules').length > 0) {
    throw networkError(
      400,
      'PrivateEndpointNotSupportedWithVirtualNetworkRules',
      `Registry ${registry?.name ?? ''} has virtual network rules (service endpoints), which can not be used together with private endpoints.`,
    );
  }
  if (
    connections.connectionOf(estate, endpoint) === undefined &&
    connections.statusOf(endpoint) !== 'Disconnected'
  ) {
    const isPending = connections.statusOf(endpoint) === 'Pending';
    connections.connectRegistry(
      estate,
      endpoint,
      isPending ? 'Pending' : 'Approved',
      isPending ? requestText(endpoint) : 'Auto-Approved',
    );
  }
  const properties = { ...endpoint.properties, provisioningState: 'Succeeded' };
  const done = { ...endpoint, etag: common.newEtag(), properties };
  estate.put(done);
  if (connections.statusOf(done) === 'Pending') {
    // While the operation runs the description says "Awaiting Approval"; once done it is empty, as recorded.
    connections.setLinkState(estate, done, { status: 'Pending', description: '', actionsRequired: 'None' });
  } else connections.refreshNames(estate, endpointId);
}

function requestText(endpoint: ArmResource): string {
  return textAt(connections.linkOf(endpoint), 'properties', 'requestMessage') ?? '';
}

function remove(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const endpoint = estate.get(id.path);
  if (endpoint === undefined) return { status: 204 };
  common.checkIfMatch(request, endpoint);
  const subnetId = textAt(endpoint.properties, 'subnet', 'id') ?? '';
  const networkId = subnetId.replace(/\/subnets\/[^/]+$/i, '');
  operations.refuseIfHeld(id.path, networkId);
  update(request, endpoint.id, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'privateEndpointDelete',
    target: endpoint.id,
    verb: 'delete',
    name: 'DeletePrivateEndpointOperation',
    location: common.regionOf(estate, endpoint.id),
    holds: [networkId, subnetId],
    effect: () => {
      takeOut(estate, estate.get(endpoint.id) ?? endpoint);
    },
  });
  return { status: 202, headers };
}

/** With an endpoint go its interface, its zone groups and their records, and the registry's connection. */
function takeOut(estate: Estate, endpoint: ArmResource): void {
  for (const group of estate.below(endpoint.id, common.ZONE_GROUP)) {
    removeRecords(estate, group);
    estate.delete(group.id);
  }
  const nic = interfaceOf(estate, endpoint.id);
  if (nic !== undefined) estate.delete(nic.id);
  for (const connection of connections.connectionsTo(estate, endpoint)) estate.delete(connection.id);
  estate.delete(endpoint.id);
  const subnetId = textAt(endpoint.properties, 'subnet', 'id') ?? '';
  common.touchNetwork(estate, subnetId.replace(/\/subnets\/[^/]+$/i, ''));
}

function render(_estate: Estate, endpoint: ArmResource): JsonObject {
  return endpoint as JsonObject;
}

export const privateEndpoints: ResourceType = {
  type: common.ENDPOINT,
  apiVersions: common.networkApiVersions,
  get: (request) => ({ status: 200, body: render(request.estate, common.found(request)) }),
  put,
  delete: remove,
  list: common.lister(common.ENDPOINT, render),
  remove: takeOut,
  schemas: { put: endpointBody },
};
