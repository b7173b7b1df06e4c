import { randomUUID } from 'node:crypto';
import type { ArmAnswer } from '../../arm/answer';
import { networkError } from '../../arm/errors';
import { flagAt, listAt, objectAt, same, textAt, without } from '../../arm/json';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { locationOf, tagsOf, update } from '../../arm/tracked';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { requireRegistered } from '../providerRegistrations';
import { checkPrefix } from './addresses';
import * as common from './common';
import { checkStillPeerable, disconnectRemotes, renderPeering } from './peeringState';
import { networkBody, tagsBody } from './schemas';
import * as rules from './subnetRules';

function put(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const existing = estate.get(id.path);
  requireRegistered(estate, id.subscriptionId, 'Microsoft.Network');
  common.checkName(id.name, 2, 64);
  common.checkIfMatch(request, existing);
  operations.refuseIfHeld(id.path);
  const network = networkFrom(request, existing);
  checkAddressSpace(network);
  checkInlinePeerings(request);
  checkStillPeerable(estate, network);
  const before = estate.below(id.path, common.SUBNET);
  const after = subnetsFrom(request, before);
  rules.checkSubnets(network, after);
  for (const subnet of after) {
    const previous = before.find((other) => same(other.id, subnet.id));
    rules.checkPrefixKept(estate, previous, subnet);
    rules.checkAttached(estate, network, subnet);
  }
  const dropped = before.filter((old) => !after.some((subnet) => same(subnet.id, old.id)));
  for (const subnet of dropped) rules.checkUnused(estate, subnet);

  for (const subnet of dropped) estate.delete(subnet.id);
  for (const subnet of after) estate.put(subnet);
  estate.put(network);
  common.touchNetwork(estate, network.id);
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'virtualNetwork',
    target: network.id,
    verb: existing === undefined ? 'create' : 'update',
    name: 'PutVirtualNetworkOperation',
    ...(network.location === undefined ? {} : { location: network.location }),
    holds: after.map((subnet) => subnet.id),
    effect: () => {
      for (const resource of [network, ...after])
        update(request, resource.id, { provisioningState: 'Succeeded' });
      common.touchNetwork(estate, network.id);
    },
  });
  return { status: existing === undefined ? 201 : 200, body: render(estate, common.found(request)), headers };
}

function networkFrom(request: ArmRequest, existing: ArmResource | undefined): ArmResource {
  const { id, body } = request;
  const sent = without(
    objectAt(body, 'properties'),
    'subnets',
    'virtualNetworkPeerings',
    'resourceGuid',
    'flowLogs',
  );
  return {
    name: id.name,
    id: id.path,
    type: common.NETWORK,
    location: locationOf(request, existing),
    ...tagsOf(request),
    properties: {
      dhcpOptions: { dnsServers: [] },
      enableDdosProtection: flagAt(body, 'properties', 'enableDdosProtection') ?? false,
      ...sent,
      resourceGuid: textAt(existing?.properties, 'resourceGuid') ?? randomUUID(),
      provisioningState: 'Updating',
    },
  };
}

function checkAddressSpace(network: ArmResource): void {
  const ranges = rules.rangesOf(network);
  if (ranges.length === 0) {
    throw networkError(
      400,
      'InvalidRequestFormat',
      `Virtual network ${network.id} must have an address space with at least one address prefix.`,
    );
  }
  for (const range of ranges) checkPrefix(range, network.id);
}

/**
 * The subnets after a PUT. A list replaces what is there; leaving the member out keeps it, which Azure has done since
 * 2023.
 */
function subnetsFrom(request: ArmRequest, before: readonly ArmResource[]): ArmResource[] {
  const properties = objectAt(request.body, 'properties');
  if (properties['subnets'] === undefined) return [...before];
  return (listAt(properties, 'subnets') as JsonObject[]).map((item) => {
    const name = textAt(item, 'name') ?? '';
    common.checkName(name, 1, 80);
    const known = before.find((subnet) => same(subnet.name, name))?.name ?? name;
    return rules.subnetFrom(request.id.path, known, objectAt(item, 'properties'));
  });
}

/** Clients send back the peerings that they read; to make one in the network's body is not emulated. */
function checkInlinePeerings({ estate, id, body }: ArmRequest): void {
  for (const peering of listAt(body, 'properties', 'virtualNetworkPeerings')) {
    const name = textAt(peering, 'name') ?? '';
    if (estate.get(`${id.path}/virtualNetworkPeerings/${name}`) !== undefined) continue;
    throw networkError(
      400,
      'InlinePeeringNotEmulated',
      `Peering '${name}' has to be put as a resource of its own: the emulator does not create it with its network.`,
    );
  }
}

function remove(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const network = estate.get(id.path);
  if (network === undefined) return { status: 204 };
  common.checkIfMatch(request, network);
  operations.refuseIfHeld(id.path);
  for (const subnet of estate.below(id.path, common.SUBNET)) rules.checkUnused(estate, subnet);
  update(request, network.id, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'virtualNetworkDelete',
    target: network.id,
    verb: 'delete',
    name: 'DeleteVirtualNetworkOperation',
    location: common.regionOf(estate, network.id),
    effect: () => {
      takeOut(estate, network);
    },
  });
  return { status: 202, headers };
}

function takeOut(estate: Estate, network: ArmResource): void {
  disconnectRemotes(estate, network.id);
  for (const child of estate.below(network.id)) estate.delete(child.id);
  estate.delete(network.id);
}

function render(estate: Estate, network: ArmResource): JsonObject {
  const subnets = estate.below(network.id, common.SUBNET).map((subnet) => rules.renderSubnet(estate, subnet));
  const peerings = estate.below(network.id, common.PEERING).map((peering) => renderPeering(estate, peering));
  return {
    ...(network as JsonObject),
    properties: { ...network.properties, subnets, virtualNetworkPeerings: peerings },
  };
}

export const virtualNetworks: ResourceType = {
  type: common.NETWORK,
  apiVersions: common.networkApiVersions,
  get: (request) => ({ status: 200, body: render(request.estate, common.found(request)) }),
  put,
  patch: common.tagsPatch(render),
  delete: remove,
  list: common.lister(common.NETWORK, render),
  remove: takeOut,
  schemas: { put: networkBody, patch: tagsBody },
};
