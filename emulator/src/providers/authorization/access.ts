import { EMULATOR } from '../../arm/caller';
import type { ArmResource, Estate, Json, JsonObject } from '../../estate';
import { denialOf, type DenyAssignment } from './denials';

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

/**
 * Whether rights are looked at: not for the emulator itself as it replays a scenario, and not in a directory without
 * anybody in it, which is that of an emulator without a scenario.
 */
export function isJudged(estate: Estate, caller: string): boolean {
  return caller !== EMULATOR && estate.ofType(PRINCIPALS).length > 0;
}

/** The principal itself and the groups that it is a member of, directly or through other groups. */
export function principalWithGroups(estate: Estate, id: string): string[] {
  const found = [id];
  const groups = estate.ofType(PRINCIPALS);
  for (const member of found) {
    for (const group of groups) {
      const members = group.properties['members'];
      const holds = Array.isArray(members) && members.some((item) => equalIds(item, member));
      if (holds && !found.some((known) => equalIds(group.name, known))) found.push(group.name);
    }
  }
  return found;
}

/** A role definition by its id at whatever scope: the last segment names it. */
export function roleDefinition(estate: Estate, roleDefinitionId: string): ArmResource | undefined {
  const name = roleDefinitionId.split('/').at(-1) ?? '';
  return estate.ofType(DEFINITIONS).find((role) => equalIds(role.name, name));
}

interface Grant {
  readonly scope: string;
  readonly condition: string | undefined;
  readonly blocks: readonly JsonObject[];
}

/** Grants by principal, as long as the estate stays as it is. */
const known = new WeakMap<Estate, { revision: number; grants: Map<string, Grant[]> }>();

/** What a principal's roles grant and where; roles that are not effective yet count for nothing. */
export function grantsOf(estate: Estate, principalId: string): readonly Grant[] {
  let cache = known.get(estate);
  if (cache?.revision !== estate.revision) {
    cache = { revision: estate.revision, grants: new Map() };
    known.set(estate, cache);
  }
  const cached = cache.grants.get(principalId);
  if (cached !== undefined) return cached;
  const ids = principalWithGroups(estate, principalId);
  const grants = estate
    .ofType(ASSIGNMENTS)
    .filter((item) => item['pending'] !== true)
    .filter((item) => ids.some((id) => equalIds(item.properties['principalId'], id)))
    .map((item) => {
      const condition = item.properties['condition'];
      return {
        scope: scopeOf(item),
        condition: typeof condition === 'string' ? condition : undefined,
        blocks: blocksOf(estate, item),
      };
    });
  cache.grants.set(principalId, grants);
  return grants;
}

function blocksOf(estate: Estate, assignment: ArmResource): JsonObject[] {
  const id = assignment.properties['roleDefinitionId'];
  const role = typeof id === 'string' ? roleDefinition(estate, id) : undefined;
  const permissions = role?.properties['permissions'];
  return Array.isArray(permissions) ? permissions.filter(isObject) : [];
}

/** The permission blocks that a principal holds at a scope, directly, through groups, or from above. */
export function permissionsOf(estate: Estate, principalId: string, scope: string): JsonObject[] {
  return grantsOf(estate, principalId)
    .filter((grant) => isAtOrAbove(grant.scope, scope))
    .flatMap((grant) => grant.blocks);
}

/**
 * Whether the caller may do the action at the scope: some permission block allows it without taking it away again
 * (Azure's rule: `notActions` subtract within a role, and are no denial across roles), and no deny assignment stands
 * against it.
 */
export function isAllowed(estate: Estate, principalId: string, action: string, scope: string): boolean {
  return isGranted(estate, principalId, action, scope) && !denial(estate, principalId, action, scope);
}

/** Like `isAllowed`, but blind to deny assignments. */
export function isGranted(estate: Estate, principalId: string, action: string, scope: string): boolean {
  return permissionsOf(estate, principalId, scope).some((block) => allows(block, action));
}

/** The conditions under which a principal's roles allow an action, `undefined` for each that allows it without one. */
export function conditionsOf(
  estate: Estate,
  principalId: string,
  action: string,
  scope: string,
): (string | undefined)[] {
  return grantsOf(estate, principalId)
    .filter((grant) => isAtOrAbove(grant.scope, scope) && grant.blocks.some((block) => allows(block, action)))
    .map(({ condition }) => condition);
}

function allows(block: JsonObject, action: string): boolean {
  return matchesAny(block['actions'], action) && !matchesAny(block['notActions'], action);
}

/** The deny assignment that forbids the action, whatever roles allow it. */
export function denial(
  estate: Estate,
  principalId: string,
  action: string,
  scope: string,
): DenyAssignment | undefined {
  return denialOf(estate, scope, (item) => {
    const holders = principalWithGroups(estate, principalId);
    const isMeant = (ids: readonly string[]): boolean =>
      ids.some((id) => holders.some((holder) => equalIds(holder, id)));
    if (isMeant(item.excluded) || !(item.isForAll || isMeant(item.principals))) return false;
    return matchesAny(item.actions, action) && !matchesAny(item.notActions, action);
  });
}

/** Whether the caller sees a resource; who isn't judged sees everything. */
export function mayRead(estate: Estate, caller: string, type: string, id: string): boolean {
  return !isJudged(estate, caller) || isAllowed(estate, caller, `${type}/read`, id);
}

function matchesAny(patterns: Json | readonly string[] | undefined, action: string): boolean {
  if (!Array.isArray(patterns)) return false;
  return (patterns as readonly Json[]).some((item) => typeof item === 'string' && matches(item, action));
}

const compiled = new Map<string, RegExp>();

/** Whether an action is meant by a pattern of a role, such as `Microsoft.Network/*`; without regard to case. */
export function matches(pattern: string, action: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const source = pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    expression = new RegExp(`^${source}$`, 'is');
    // Patterns come from role definitions and faults, of which there are few; a caller can't fill the memory by them.
    if (compiled.size < 5000) compiled.set(pattern, expression);
  }
  return expression.test(action);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
