import type { ArmAnswer } from '../../arm/answer';
import { invalidResourceReference, networkError } from '../../arm/errors';
import { listAt, same, textAt } from '../../arm/json';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { update } from '../../arm/tracked';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import * as common from './common';
import { refreshNames } from './connections';
import { zoneGroupBody } from './schemas';
import { endpointIdOf, removeRecords } from './zoneRecords';

/** From the limits of private link. */
const MOST_ZONES = 5;

function put(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const existing = estate.get(id.path);
  const endpointId = id.parent?.path ?? '';
  common.checkName(id.name, 1, 80);
  common.checkIfMatch(request, existing);
  operations.refuseIfHeld(id.path, endpointId);
  checkOnlyGroup(request);
  const configs = configsFrom(request, existing);
  const group: ArmResource = {
    name: id.name,
    id: id.path,
    etag: common.newEtag(),
    type: common.ZONE_GROUP,
    properties: { provisioningState: 'Updating', privateDnsZoneConfigs: configs },
  };
  if (existing !== undefined)
    removeRecords(estate, existing, (zoneId) => !configs.some((config) => isOf(config, zoneId)));
  estate.put(group);
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'zoneGroup',
    target: group.id,
    verb: existing === undefined ? 'create' : 'update',
    name: 'PutPrivateDnsZoneGroupOperation',
    location: common.regionOf(estate, endpointId),
    holds: [endpointId],
    effect: () => {
      update(request, group.id, { provisioningState: 'Succeeded' }, { etag: common.newEtag() });
      refreshNames(estate, endpointId);
    },
  });
  return { status: existing === undefined ? 201 : 200, body: group, headers };
}

function isOf(config: JsonObject, zoneId: string): boolean {
  return same(textAt(config, 'properties', 'privateDnsZoneId'), zoneId);
}

function configsFrom({ estate, id, body }: ArmRequest, existing: ArmResource | undefined): JsonObject[] {
  const before = listAt(existing?.properties, 'privateDnsZoneConfigs') as JsonObject[];
  const items = listAt(body, 'properties', 'privateDnsZoneConfigs');
  if (items.length > MOST_ZONES) {
    throw networkError(
      400,
      'PrivateDnsZoneGroupHasTooManyZones',
      `Private DNS zone group ${id.path} has ${items.length} zones; it can have ${MOST_ZONES}.`,
    );
  }
  return items.map((item) => {
    const zoneId = textAt(item, 'properties', 'privateDnsZoneId') ?? '';
    // Microsoft's own example leaves the name out; the zone's stands for it then.
    const name = textAt(item, 'name') ?? zoneId.slice(zoneId.lastIndexOf('/') + 1).replaceAll('.', '-');
    common.checkName(name, 1, 80);
    const zone = estate.get(zoneId);
    if (zone?.type !== 'Microsoft.Network/privateDnsZones') throw invalidResourceReference(zoneId, id.path);
    return {
      name,
      id: `${id.path}/privateDnsZoneConfigs/${name}`,
      // Records that are there stay known, should the operation fail.
      properties: { privateDnsZoneId: zone.id, recordSets: recordSetsIn(before, zone.id) },
    };
  });
}

function recordSetsIn(configs: readonly JsonObject[], zoneId: string): JsonObject[] {
  const config = configs.find((item) => isOf(item, zoneId));
  return listAt(config, 'properties', 'recordSets') as JsonObject[];
}

/** An endpoint has one zone group at most. */
function checkOnlyGroup({ estate, id }: ArmRequest): void {
  const other = estate.below(id.parent?.path ?? '', common.ZONE_GROUP).find((group) => !id.is(group.id));
  if (other === undefined) return;
  throw networkError(
    400,
    'PrivateEndpointHasAnotherPrivateDnsZoneGroup',
    `Private endpoint ${id.parent?.path} already has the private DNS zone group ${other.name}; it can have one.`,
  );
}

function remove(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const group = estate.get(id.path);
  if (group === undefined) return { status: 204 };
  const endpointId = endpointIdOf(group);
  operations.refuseIfHeld(id.path, endpointId);
  update(request, group.id, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'zoneGroupDelete',
    target: group.id,
    verb: 'delete',
    name: 'DeletePrivateDnsZoneGroupOperation',
    location: common.regionOf(estate, endpointId),
    holds: [endpointId],
    effect: () => {
      takeOut(estate, estate.get(group.id) ?? group);
    },
  });
  return { status: 202, headers };
}

function takeOut(estate: Estate, group: ArmResource): void {
  removeRecords(estate, group);
  estate.delete(group.id);
}

export const privateDnsZoneGroups: ResourceType = {
  type: common.ZONE_GROUP,
  apiVersions: common.networkApiVersions,
  get: (request) => ({ status: 200, body: common.found(request) }),
  put,
  delete: remove,
  list: common.lister(common.ZONE_GROUP, (_estate, group) => group),
  remove: takeOut,
  schemas: { put: zoneGroupBody },
};
