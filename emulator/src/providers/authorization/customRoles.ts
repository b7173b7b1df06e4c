import * as v from 'valibot';
import { readOnly } from '../../arm/body';
import { ArmError } from '../../arm/errors';
import { textAt } from '../../arm/json';
import type { ArmRequest } from '../../arm/provider';
import type { ArmResource } from '../../estate';
import { isAtOrAbove } from './access';

const TYPE = 'Microsoft.Authorization/roleDefinitions';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const patterns = v.optional(v.array(v.string()), []);

export const roleBody = v.strictObject({
  id: readOnly,
  name: readOnly,
  type: readOnly,
  properties: v.strictObject({
    roleName: v.string(),
    description: v.optional(v.string(), ''),
    type: v.optional(v.string()),
    permissions: v.array(
      v.strictObject({
        actions: patterns,
        notActions: patterns,
        dataActions: patterns,
        notDataActions: patterns,
        condition: readOnly,
        conditionVersion: readOnly,
      }),
    ),
    assignableScopes: v.array(v.string()),
    createdOn: readOnly,
    updatedOn: readOnly,
    createdBy: readOnly,
    updatedBy: readOnly,
  }),
});

/** Makes or changes a custom role. Its name is unique in the directory (documentation of custom roles, A). */
export function putRole(request: ArmRequest, before: ArmResource | undefined): ArmResource {
  const { id, estate, caller } = request;
  const { roleName, description, permissions, assignableScopes } = v.parse(roleBody, request.body).properties;
  if (!GUID.test(id.name)) {
    throw new ArmError(
      400,
      'InvalidRoleDefinitionId',
      `The role definition ID '${id.name}' is not valid. It must be a GUID.`,
    );
  }
  if (before?.properties['type'] === 'BuiltInRole') {
    throw new ArmError(
      403,
      'RoleDefinitionCannotBeUpdated',
      `The built-in role '${id.name}' cannot be changed.`,
    );
  }
  checkScopes(request, assignableScopes);
  const other = estate.ofType(TYPE).find((role) => role.name !== before?.name && isSameName(role, roleName));
  if (other !== undefined) {
    throw new ArmError(
      409,
      'RoleDefinitionWithSameNameExists',
      `A custom role with the same name already exists in this directory. Use a different name. The name is '${roleName}'.`,
    );
  }
  const now = new Date(request.now).toISOString();
  const role: ArmResource = {
    id: `/providers/Microsoft.Authorization/roleDefinitions/${id.name}`,
    name: before?.name ?? id.name,
    type: TYPE,
    properties: {
      roleName,
      type: 'CustomRole',
      description,
      assignableScopes,
      permissions: permissions.map(({ actions, notActions, dataActions, notDataActions }) => ({
        actions,
        notActions,
        dataActions,
        notDataActions,
      })),
      createdOn: before?.properties['createdOn'] ?? now,
      updatedOn: now,
      createdBy: before?.properties['createdBy'] ?? caller,
      updatedBy: caller,
    },
  };
  estate.put(before === undefined ? role : { ...role, id: before.id });
  return role;
}

/** Assignable scopes exist, are no tenant, and the scope of the request is one of them or above or below one. */
function checkScopes({ estate, id }: ArmRequest, scopes: readonly string[]): void {
  const isWrong = (scope: string): boolean => scope === '/' || estate.get(scope) === undefined;
  const wrong = scopes.find(isWrong);
  const here = id.scope.path;
  const isMeant = scopes.some((scope) => isAtOrAbove(scope, here) || isAtOrAbove(here, scope));
  if (wrong === undefined && isMeant) return;
  throw new ArmError(
    400,
    'InvalidAssignableScope',
    wrong === undefined
      ? `The role '${id.name}' has no assignable scope at '${here}'.`
      : `The assignable scope '${wrong}' of the role '${id.name}' does not exist, or a custom role can't have it.`,
  );
}

function isSameName(role: ArmResource, name: string): boolean {
  return textAt(role.properties, 'roleName')?.toLowerCase() === name.toLowerCase();
}
