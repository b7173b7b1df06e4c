import type { ArmResource, Estate, Json, JsonObject } from '../../estate';

const ASSIGNMENTS = 'Microsoft.Authorization/roleAssignments';
const DEFINITIONS = 'Microsoft.Authorization/roleDefinitions';
const PRINCIPALS = 'Microsoft.Graph/directoryObjects';

export const equalIds = (a: Json | undefined, b: string): boolean =>
  typeof a === 'string' && a.toLowerCase().replace(/\/$/, '') === b.toLowerCase().replace(/\/$/, '');

/** Whether `scope` is `id` or lies above it; the empty scope and `/` are the tenant's root. */
export function isAtOrAbove(scope: string, id: string): boolean {
  const upper = scope.toLowerCase().replace(/\/$/, '');
  const lower = id.toLowerCase().replace(/\/$/, '');
  return upper === lower || lower.startsWith(`${upper}/`);
}

export function scopeOf(assignment: ArmResource): string {
  const scope = assignment.properties['scope'];
  return typeof scope === 'string' ? scope : '';
}

/** The object of the directory with this id, if the scenario knows one. */
export function principal(estate: Estate, id: string): ArmResource | undefined {
  return estate.get(principalPath(id));
}

/** Principals are no resources of Azure; the estate keeps them under a path of their own. */
export function principalPath(id: string): string {
  return `/directoryObjects/${id}`;
}

/** The principal itself and the groups that it is a member of. */
export function principalWithGroups(estate: Estate, id: string): string[] {
  const groups = estate.ofType(PRINCIPALS).filter((group) => {
    const members = group.properties['members'];
    return Array.isArray(members) && members.some((member) => equalIds(member, id));
  });
  return [id, ...groups.map((group) => group.name)];
}

/** A role definition by its id at whatever scope: the last segment names it. */
export function roleDefinition(estate: Estate, roleDefinitionId: string): ArmResource | undefined {
  const name = roleDefinitionId.split('/').at(-1) ?? '';
  return estate.ofType(DEFINITIONS).find((role) => equalIds(role.name, name));
}

/** The permission blocks that a principal holds at a scope, directly, through groups, or from above. */
export function permissionsOf(estate: Estate, principalId: string, scope: string): JsonObject[] {
  const ids = principalWithGroups(estate, principalId);
  return estate
    .ofType(ASSIGNMENTS)
    .filter((item) => ids.some((id) => equalIds(item.properties['principalId'], id)))
    .filter((item) => isAtOrAbove(scopeOf(item), scope))
    .flatMap((item) => {
      const id = item.properties['roleDefinitionId'];
      const role = typeof id === 'string' ? roleDefinition(estate, id) : undefined;
      const permissions = role?.properties['permissions'];
      return Array.isArray(permissions) ? permissions.filter(isObject) : [];
    });
}

/**
 * Whether the caller may do the action at the scope: some permission block allows it without taking it away again
 * (Azure's rule: `notActions` subtract within a role, and are no denial across roles).
 */
export function isAllowed(estate: Estate, principalId: string, action: string, scope: string): boolean {
  return permissionsOf(estate, principalId, scope).some(
    (block) => matchesAny(block['actions'], action) && !matchesAny(block['notActions'], action),
  );
}

/** Whether the caller sees a resource; one whom the directory doesn't know (no scenario is loaded) sees everything. */
export function mayRead(estate: Estate, caller: string, type: string, id: string): boolean {
  return principal(estate, caller) === undefined || isAllowed(estate, caller, `${type}/read`, id);
}

function matchesAny(patterns: Json | undefined, action: string): boolean {
  return (
    Array.isArray(patterns) && patterns.some((item) => typeof item === 'string' && matches(item, action))
  );
}

function matches(pattern: string, action: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'i').test(action);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
