import { ArmError, resourceNotFound } from '../../arm/errors';
import { listAt, textsAt } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import type { ArmResource } from '../../estate';
import { equalIds, isAtOrAbove, permissionsOf, roleDefinition } from './access';
import { putRole, roleBody } from './customRoles';
import { readFilter } from './filter';

export const authorizationVersions = [
  '2022-04-01',
  '2022-05-01-preview',
  '2020-04-01-preview',
  '2018-07-01',
  '2018-01-01-preview',
  '2015-07-01',
];

const TYPE = 'Microsoft.Authorization/roleDefinitions';

/**
 * Role definitions: the built-in ones are the same at every scope, custom ones exist at and below their assignable
 * scopes. Ids are shown below the subscription that one asks in.
 */
export const roleDefinitions: ResourceType = {
  type: TYPE,
  apiVersions: authorizationVersions,
  scope: 'any',
  schemas: { put: roleBody },
  get: (request) => ({ status: 200, body: shownAt(request, found(request)) }),
  put: (request) => {
    const before = roleDefinition(request.estate, request.id.name);
    const role = putRole(request, before);
    return { status: before === undefined ? 201 : 200, body: shownAt(request, role) };
  },
  delete: (request) => {
    const role = roleDefinition(request.estate, request.id.name);
    if (role === undefined) return { status: 204 };
    checkUnused(request, role);
    request.estate.delete(role.id);
    return { status: 200, body: shownAt(request, role) };
  },
  list: (request) => {
    const filter = readFilter(request.query.get('$filter'));
    const roles = request.estate
      .ofType(TYPE)
      .filter((role) => isAssignableAt(role, request.id.path) || isBelow(role, request))
      .filter((role) => filter.roleName === undefined || same(role.properties['roleName'], filter.roleName))
      .filter((role) => filter.type === undefined || same(role.properties['type'], filter.type));
    return listAnswer(request, roles, (role) => shownAt(request, role));
  },
};

/** What the caller may do at a scope: one block for every role that is assigned there or above. */
export const permissions: ResourceType = {
  type: 'Microsoft.Authorization/permissions',
  apiVersions: authorizationVersions,
  scope: 'any',
  list: (request) => listAnswer(request, permissionsOf(request.estate, request.caller, request.id.path)),
};

/** Whether a role can be assigned at a scope: it, or one above, is among the role's assignable scopes. */
export function isAssignableAt(role: ArmResource, scope: string): boolean {
  return textsAt(role.properties, 'assignableScopes').some((item) => isAtOrAbove(item, scope));
}

/** At a subscription, Azure also lists the custom roles that can be assigned in parts of it only. */
function isBelow(role: ArmResource, { id }: ArmRequest): boolean {
  return listAt(role.properties, 'assignableScopes').some(
    (item) => typeof item === 'string' && id.path !== '' && isAtOrAbove(id.path, item),
  );
}

function found(request: ArmRequest): ArmResource {
  const role = roleDefinition(request.estate, request.id.name);
  if (role !== undefined) return role;
  throw resourceNotFound(request.id.label, request.id.resourceGroup);
}

/** A role that is assigned can't be deleted (code: documentation of Azure's role limits and troubleshooting, A). */
function checkUnused(request: ArmRequest, role: ArmResource): void {
  if (role.properties['type'] === 'BuiltInRole') {
    throw new ArmError(
      403,
      'RoleDefinitionCannotBeDeleted',
      `The built-in role '${role.name}' cannot be deleted.`,
    );
  }
  const users = request.estate
    .ofType('Microsoft.Authorization/roleAssignments')
    .filter(({ properties }) => equalIds(lastSegment(properties['roleDefinitionId']), role.name));
  if (users.length === 0) return;
  throw new ArmError(
    400,
    'RoleDefinitionHasAssignments',
    `There are existing role assignments referencing role (code: RoleDefinitionHasAssignments). The role '${role.name}' has ${users.length} of them.`,
  );
}

function shownAt(request: ArmRequest, role: ArmResource): Record<string, unknown> {
  const { subscriptionId } = request.id;
  const prefix = subscriptionId === undefined ? '' : `/subscriptions/${subscriptionId}`;
  return {
    id: `${prefix}/providers/Microsoft.Authorization/roleDefinitions/${role.name}`,
    type: role.type,
    name: role.name,
    properties: role.properties,
  };
}

function same(value: unknown, wanted: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();
}

function lastSegment(id: unknown): string {
  return typeof id === 'string' ? (id.split('/').at(-1) ?? '') : '';
}
