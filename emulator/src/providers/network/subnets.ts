import type { ArmAnswer } from '../../arm/answer';
import { networkError } from '../../arm/errors';
import { parseArmId } from '../../arm/armId';
import { objectAt, same, textAt } from '../../arm/json';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { update } from '../../arm/tracked';
import type { ArmResource, JsonObject } from '../../estate';
import * as common from './common';
import { networkSecurityGroups } from './networkSecurityGroups';
import { routeTables } from './routeTables';
import { subnetBody } from './schemas';
import * as rules from './subnetRules';

function put(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const network = parentOf(request);
  const existing = estate.get(id.path);
  common.checkName(id.name, 1, 80);
  common.checkIfMatch(request, existing);
  operations.refuseIfHeld(id.path, network.id);
  const subnet = rules.subnetFrom(network.id, id.name, objectAt(request.body, 'properties'));
  if (rules.prefixesOf(subnet).length === 0) {
    throw networkError(400, 'SubnetAddressPrefixMissing', `Subnet '${id.name}' has no address prefix.`);
  }
  const others = estate.below(network.id, common.SUBNET).filter((other) => !id.is(other.id));
  rules.checkSubnets(network, [...others, subnet]);
  rules.checkPrefixKept(estate, existing, subnet);
  rules.checkAttached(estate, network, subnet);
  estate.put(subnet);
  common.touchNetwork(estate, network.id);
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'subnet',
    target: subnet.id,
    verb: existing === undefined ? 'create' : 'update',
    name: 'PutSubnetOperation',
    location: common.regionOf(estate, network.id),
    holds: [network.id],
    effect: () => {
      update(request, subnet.id, { provisioningState: 'Succeeded' });
      common.touchNetwork(estate, network.id);
    },
  });
  const body = rules.renderSubnet(estate, common.found(request));
  return { status: existing === undefined ? 201 : 200, body, headers };
}

function remove(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const subnet = estate.get(id.path);
  if (subnet === undefined) return { status: 204 };
  const network = parentOf(request);
  common.checkIfMatch(request, subnet);
  operations.refuseIfHeld(id.path, network.id);
  rules.checkUnused(estate, subnet);
  update(request, subnet.id, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'subnetDelete',
    target: subnet.id,
    verb: 'delete',
    name: 'DeleteSubnetOperation',
    location: common.regionOf(estate, network.id),
    holds: [network.id],
    effect: () => {
      estate.delete(subnet.id);
      common.touchNetwork(estate, network.id);
    },
  });
  return { status: 202, headers };
}

function parentOf({ estate, id }: ArmRequest): ArmResource {
  const network = estate.get(id.parent?.path ?? '');
  if (network === undefined) throw common.missing(id);
  return network;
}

/** A subnet with what `$expand` names in place of the reference to it. */
function get(request: ArmRequest): ArmAnswer {
  const body = rules.renderSubnet(request.estate, common.found(request));
  const properties = { ...objectAt(body, 'properties') };
  const expanded = (request.query.get('$expand') ?? '').split(',').map((name) => name.trim());
  for (const [member, type] of Object.entries({
    networkSecurityGroup: networkSecurityGroups,
    routeTable: routeTables,
  })) {
    const id = parseArmId(textAt(properties, member, 'id') ?? '');
    if (id === undefined || !expanded.some((name) => same(name, member))) continue;
    properties[member] = type.get?.({ ...request, id }).body as JsonObject;
  }
  return { status: 200, body: { ...body, properties } };
}

export const subnets: ResourceType = {
  type: common.SUBNET,
  apiVersions: common.networkApiVersions,
  get,
  put,
  delete: remove,
  list: common.lister(common.SUBNET, rules.renderSubnet),
  schemas: { put: subnetBody },
};
