import * as v from 'valibot';
import type { ArmAnswer } from '../arm/answer';
import { readOnly, tags } from '../arm/body';
import { shortRegion } from '../arm/clouds';
import { ArmError, resourceGroupNotFound } from '../arm/errors';
import { listAnswer } from '../arm/paging';
import type { ArmRequest, ResourceType } from '../arm/provider';
import type { ArmResource } from '../estate';
import { emptyGroup } from './groupDeletion';

const TYPE = 'Microsoft.Resources/resourceGroups';

export const resourceVersions = [
  '2025-04-01',
  '2025-03-01',
  '2024-11-01',
  '2024-07-01',
  '2024-03-01',
  '2023-07-01',
  '2022-09-01',
  '2022-05-01',
  '2021-04-01',
  '2021-01-01',
  '2020-10-01',
  '2020-06-01',
  '2019-10-01',
  '2018-05-01',
];

const NAME = /^[\p{L}\p{N}_\-.()]{1,90}$/u;

const groupBody = v.strictObject({
  id: readOnly,
  name: readOnly,
  type: readOnly,
  location: v.string(),
  tags,
  managedBy: v.optional(v.string()),
  properties: v.optional(v.strictObject({ provisioningState: readOnly })),
});

const groupPatch = v.strictObject({
  name: readOnly,
  tags,
  managedBy: v.optional(v.string()),
  properties: v.optional(v.strictObject({ provisioningState: readOnly })),
});

/** Resource groups; deleting one takes everything in it along. */
export const resourceGroups: ResourceType = {
  type: TYPE,
  apiVersions: resourceVersions,
  schemas: { put: groupBody, patch: groupPatch },
  get: (request) => ({ status: 200, body: found(request) }),
  head: (request) => ({ status: request.estate.get(request.id.path) === undefined ? 404 : 204 }),
  put,
  patch: (request) => {
    const group = found(request);
    const patch = v.parse(groupPatch, request.body);
    const after = { ...group, ...(patch.tags === undefined ? {} : { tags: patch.tags }) };
    request.estate.put(after);
    return { status: 200, body: after };
  },
  delete: remove,
  list: (request) =>
    listAnswer(
      request,
      request.estate
        .below(request.id.path, TYPE)
        .filter((group) => hasTag(group, request.query.get('$filter'))),
    ),
};

function put(request: ArmRequest): ArmAnswer {
  const body = v.parse(groupBody, request.body);
  const { id, estate } = request;
  if (!NAME.test(id.name) || id.name.endsWith('.')) {
    throw new ArmError(
      400,
      'InvalidParameter',
      `The provided resource group name '${id.name}' has these invalid characters or ends with a period. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.`,
    );
  }
  const before = estate.get(id.path);
  const location = shortRegion(body.location);
  if (before !== undefined && before.location !== location) {
    throw new ArmError(
      409,
      'InvalidResourceGroupLocation',
      `Invalid resource group location '${location}'. The Resource group already exists in location '${before.location}'.`,
    );
  }
  request.operations.refuseIfHeld(id.path);
  const group: ArmResource = {
    id: id.path,
    name: id.name,
    type: TYPE,
    location,
    ...(body.tags === undefined ? {} : { tags: body.tags }),
    ...(body.managedBy === undefined ? {} : { managedBy: body.managedBy }),
    properties: { provisioningState: 'Succeeded' },
  };
  estate.put(group);
  return { status: before === undefined ? 201 : 200, body: group };
}

function remove(request: ArmRequest): ArmAnswer {
  const group = found(request);
  request.operations.refuseIfHeld(group.id);
  request.estate.put({ ...group, properties: { provisioningState: 'Deleting' } });
  const headers = request.operations.start(request, {
    habit: 'resources',
    latency: 'resourceGroupDelete',
    target: group.id,
    verb: 'delete',
    name: 'DeleteResourceGroup',
    effect: () => {
      emptyGroup(request, group.id);
      request.estate.delete(group.id);
    },
    failed: () => {
      request.estate.put({ ...group, properties: { provisioningState: 'Succeeded' } });
    },
  });
  return { status: 202, headers };
}

function found(request: ArmRequest): ArmResource {
  const group = request.estate.get(request.id.path);
  if (group === undefined) throw resourceGroupNotFound(request.id.name);
  return group;
}

/** `$filter=tagName eq 'x' and tagValue eq 'y'` is the one that Azure knows for groups. */
function hasTag(group: ArmResource, filter: string | null): boolean {
  if (filter === null || filter.trim() === '') return true;
  const name = /tagName eq '([^']*)'/i.exec(filter)?.[1];
  const value = /tagValue eq '([^']*)'/i.exec(filter)?.[1];
  if (name === undefined) {
    throw new ArmError(
      400,
      'InvalidFilterInQueryString',
      `Invalid $filter '${filter}' specified in the query string.`,
    );
  }
  const found = group.tags?.[name];
  return found !== undefined && (value === undefined || found === value);
}
