import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { readOnly } from '../../arm/body';
import { ArmError, resourceNotFound } from '../../arm/errors';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import type { ArmResource, Estate } from '../../estate';
import {
  conditionsOf,
  equalIds,
  isAtOrAbove,
  isJudged,
  principal,
  principalWithGroups,
  roleDefinition,
  scopeOf,
} from './access';
import { conditionHolds } from './conditions';
import { readFilter } from './filter';
import { authorizationVersions, isAssignableAt } from './roleDefinitions';

const TYPE = 'Microsoft.Authorization/roleAssignments';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const assignmentBody = v.strictObject({
  id: readOnly,
  name: readOnly,
  type: readOnly,
  properties: v.strictObject({
    roleDefinitionId: v.string(),
    principalId: v.string(),
    principalType: v.optional(v.picklist(['User', 'Group', 'ServicePrincipal', 'ForeignGroup', 'Device'])),
    description: v.optional(v.string()),
    condition: v.optional(v.string()),
    conditionVersion: v.optional(v.picklist(['1.0', '2.0'])),
    delegatedManagedIdentityResourceId: v.optional(v.string()),
    canDelegate: v.optional(v.boolean()),
    scope: readOnly,
    createdOn: readOnly,
    updatedOn: readOnly,
    createdBy: readOnly,
    updatedBy: readOnly,
  }),
});

/** Role assignments at any scope. Writes are synchronous in Azure; codes and texts are those of its documentation. */
export const roleAssignments: ResourceType = {
  type: TYPE,
  apiVersions: authorizationVersions,
  scope: 'any',
  schemas: { put: assignmentBody },
  get: (request) => {
    const assignment = request.estate.get(request.id.path);
    if (assignment === undefined) throw notFound(request);
    return { status: 200, body: shown(assignment) };
  },
  put,
  delete: (request) => {
    const assignment = request.estate.get(request.id.path);
    if (assignment === undefined) return { status: 204 };
    checkConditions(request, 'delete', assignment.properties);
    request.estate.delete(assignment.id);
    return { status: 200, body: shown(assignment) };
  },
  list: (request) => listAnswer(request, matching(request).map(shown)),
};

function put(request: ArmRequest): ArmAnswer {
  const { properties } = v.parse(assignmentBody, request.body);
  const scope = request.id.scope.path;
  if (!GUID.test(request.id.name)) {
    throw new ArmError(
      400,
      'InvalidRoleAssignmentId',
      `The role assignment ID '${request.id.name}' is not valid. The role assignment ID must be a GUID.`,
    );
  }
  checkRole(request.estate, properties.roleDefinitionId, scope);
  const principalType = checkPrincipal(request.estate, properties.principalId, properties.principalType);
  const before = request.estate.get(request.id.path);
  checkDuplicates(request, scope, properties, before);
  checkConditions(request, 'write', { ...properties, principalType });
  const now = new Date(request.now).toISOString();
  const assignment: ArmResource = {
    id: request.id.path,
    name: request.id.name,
    type: TYPE,
    properties: {
      roleDefinitionId: properties.roleDefinitionId,
      principalId: properties.principalId,
      principalType,
      scope: scope === '' ? '/' : scope,
      condition: properties.condition ?? null,
      conditionVersion: properties.condition === undefined ? null : (properties.conditionVersion ?? '2.0'),
      createdOn: before?.properties['createdOn'] ?? now,
      updatedOn: now,
      createdBy: before?.properties['createdBy'] ?? request.caller,
      updatedBy: request.caller,
      delegatedManagedIdentityResourceId: properties.delegatedManagedIdentityResourceId ?? null,
      description: properties.description ?? null,
    },
  };
  request.estate.put(assignment);
  if (before === undefined) delayEffect(request, assignment);
  return { status: before === undefined ? 201 : 200, body: shown(assignment) };
}

/** A new assignment may take minutes to be effective (C): only where the emulator is told to, see `roleDelaySeconds`. */
function delayEffect({ estate, operations, now }: ArmRequest, assignment: ArmResource): void {
  const { roleDelaySeconds } = operations.latency;
  if (roleDelaySeconds <= 0) return;
  estate.put({ ...assignment, pending: true, effectiveAt: now + roleDelaySeconds * 1000 });
  operations.later(roleDelaySeconds * 1000, () => {
    const current = estate.get(assignment.id);
    if (current?.['pending'] === true) estate.put({ ...current, pending: false });
  });
}

/**
 * Whoever holds the right to assign roles under conditions only may do so within one of them (from the documentation of
 * delegating role assignments; the text as quoted in issues).
 */
function checkConditions(
  { estate, caller, id }: ArmRequest,
  verb: 'write' | 'delete',
  wanted: Readonly<Record<string, unknown>>,
): void {
  if (!isJudged(estate, caller)) return;
  const action = `${TYPE}/${verb}`;
  const conditions = conditionsOf(estate, caller, action, id.scope.path);
  const values: Readonly<Record<string, unknown>> = {
    roledefinitionid: lastSegment(wanted['roleDefinitionId']),
    principalid: wanted['principalId'],
    principaltype: wanted['principalType'],
  };
  const source = verb === 'write' ? 'request' : 'resource';
  const attribute = (from: string, name: string): string[] => {
    const [type = '', member = ''] = name.toLowerCase().split(':');
    const value = type === TYPE.toLowerCase() ? values[member] : undefined;
    return from.toLowerCase() === source && typeof value === 'string' ? [value] : [];
  };
  const isFree = conditions.some((condition) => condition === undefined);
  if (isFree || conditions.some((condition) => conditionHolds(condition ?? '', { action, attribute })))
    return;
  throw new ArmError(
    403,
    'AuthorizationFailed',
    `The client '${caller}' with object id '${caller}' has an authorization with ABAC condition that is not fulfilled to perform action '${action}' over scope '${id.path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** A custom role exists only where it may be assigned. */
function checkRole(estate: Estate, roleDefinitionId: string, scope: string): void {
  const role = roleDefinition(estate, roleDefinitionId);
  if (role !== undefined && isAssignableAt(role, scope)) return;
  const name = roleDefinitionId.split('/').at(-1) ?? '';
  throw new ArmError(
    404,
    'RoleDefinitionDoesNotExist',
    `The specified role definition with ID '${name.replaceAll('-', '')}' does not exist.`,
  );
}

/**
 * Azure looks the principal up only where no type is sent; here it always does, so that a wrong id never goes
 * unnoticed and the error is there to be handled.
 */
function checkPrincipal(estate: Estate, id: string, type: string | undefined): string {
  const found = principal(estate, id);
  const actual = found?.properties['principalType'];
  if (found === undefined || typeof actual !== 'string') {
    const tenant = estate.ofType('Microsoft.Resources/tenants')[0]?.name ?? '';
    throw new ArmError(
      400,
      'PrincipalNotFound',
      `Principal ${id.replaceAll('-', '')} does not exist in the directory ${tenant}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype`,
    );
  }
  if (type !== undefined && type !== actual) {
    throw new ArmError(
      400,
      'UnmatchedPrincipalType',
      `The PrincipalId '${id.replaceAll('-', '')}' has type '${actual}' , which is different from specified PrinciaplType '${type}'.`,
    );
  }
  return actual;
}

function checkDuplicates(
  request: ArmRequest,
  scope: string,
  wanted: { roleDefinitionId: string; principalId: string },
  before: ArmResource | undefined,
): void {
  const isTriple = (item: ArmResource): boolean =>
    equalIds(scopeOf(item), scope) &&
    equalIds(item.properties['principalId'], wanted.principalId) &&
    equalIds(lastSegment(item.properties['roleDefinitionId']), lastSegment(wanted.roleDefinitionId));
  if (before !== undefined && !isTriple(before)) {
    throw new ArmError(
      400,
      'RoleAssignmentUpdateNotPermitted',
      'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
    );
  }
  const other = before === undefined ? request.estate.ofType(TYPE).find(isTriple) : undefined;
  if (other === undefined) return;
  throw new ArmError(
    409,
    'RoleAssignmentExists',
    `The role assignment already exists. The ID of the existing role assignment is ${other.name.replaceAll('-', '')}.`,
  );
}

/** Without a filter: at the scope, above and below it; `atScope()` leaves out what is below. */
function matching(request: ArmRequest): ArmResource[] {
  const filter = readFilter(request.query.get('$filter'));
  const here = request.id.path;
  const holders =
    filter.assignedTo === undefined
      ? filter.principalId === undefined
        ? undefined
        : [filter.principalId]
      : principalWithGroups(request.estate, filter.assignedTo);
  return request.estate.ofType(TYPE).filter((item) => {
    const scope = scopeOf(item);
    const isIn = isAtOrAbove(scope, here) || (filter.atScope !== true && isAtOrAbove(here, scope));
    return (
      isIn && (holders === undefined || holders.some((id) => equalIds(item.properties['principalId'], id)))
    );
  });
}

function shown(assignment: ArmResource): Record<string, unknown> {
  const { properties, id, type, name } = assignment;
  return { properties, id, type, name };
}

function notFound(request: ArmRequest): ArmError {
  const { scope, name } = request.id;
  return scope.isResource
    ? resourceNotFound(request.id.label, request.id.resourceGroup)
    : new ArmError(
        404,
        'RoleAssignmentNotFound',
        `The role assignment '${name.replaceAll('-', '')}' is not found.`,
      );
}

function lastSegment(id: unknown): string {
  return typeof id === 'string' ? (id.split('/').at(-1) ?? '') : '';
}
