import { listAt, same, textAt } from '../arm/json';
import type { ArmResource, Estate, Json } from '../estate';
import { conditionAllows } from '../oracle/identity';
import {
  denial,
  equalIds,
  isAtOrAbove,
  isJudged,
  matches,
  principalWithGroups,
  roleDefinition,
  scopeOf,
} from '../providers/authorization/access';
import type { Scope } from './errors';

const REGISTRY = 'Microsoft.ContainerRegistry/registries';

/** What a scope's action needs: an action of the registry, or in the mode for repositories a data action. */
const needs: Readonly<Record<string, { readonly action: string; readonly dataAction: string }>> = {
  catalog: { action: `${REGISTRY}/pull/read`, dataAction: `${REGISTRY}/catalog/read` },
  metadata_read: { action: `${REGISTRY}/pull/read`, dataAction: `${REGISTRY}/repositories/metadata/read` },
  pull: { action: `${REGISTRY}/pull/read`, dataAction: `${REGISTRY}/repositories/content/read` },
  push: { action: `${REGISTRY}/push/write`, dataAction: `${REGISTRY}/repositories/content/write` },
  metadata_write: { action: `${REGISTRY}/push/write`, dataAction: `${REGISTRY}/repositories/metadata/write` },
  delete: { action: `${REGISTRY}/artifacts/delete`, dataAction: `${REGISTRY}/repositories/content/delete` },
};

/**
 * The part of a scope that the caller's roles grant (registry roles and repository permissions documentation): by
 * default what actions on the registry say, so that Reader and AcrPull list and pull; in the mode for repositories data
 * actions alone, where listing all repositories is a right of its own.
 */
export function grantedPart(estate: Estate, registry: ArmResource, caller: string, scope: Scope): Scope {
  const actions = scope.actions.filter((action) => {
    const need = needs[scope.type === 'registry' ? 'catalog' : action];
    return need !== undefined && isGranted(estate, registry, caller, need, scope);
  });
  return { ...scope, actions };
}

function isGranted(
  estate: Estate,
  registry: ArmResource,
  caller: string,
  need: { readonly action: string; readonly dataAction: string },
  scope: Scope,
): boolean {
  if (!isJudged(estate, caller)) return true;
  const isAbac = same(textAt(registry.properties, 'roleAssignmentMode'), 'AbacRepositoryPermissions');
  const [wanted, allowed, taken] = isAbac
    ? [need.dataAction, 'dataActions', 'notDataActions']
    : [need.action, 'actions', 'notActions'];
  if (!isAbac && denial(estate, caller, wanted, registry.id) !== undefined) return false;
  const holders = principalWithGroups(estate, caller);
  return estate
    .ofType('Microsoft.Authorization/roleAssignments')
    .filter((item) => item['pending'] !== true && isAtOrAbove(scopeOf(item), registry.id))
    .filter((item) => holders.some((id) => equalIds(item.properties['principalId'], id)))
    .filter((item) => fitsCondition(item, wanted, isAbac ? scope : undefined))
    .flatMap((item) => blocksOf(estate, item))
    .some((block) => names(block, allowed, wanted) && !names(block, taken, wanted));
}

/** Conditions speak of repositories: one says nothing about the list of all of them, and so doesn't grant it. */
function fitsCondition(assignment: ArmResource, wanted: string, scope: Scope | undefined): boolean {
  const condition = textAt(assignment.properties, 'condition');
  if (condition === undefined) return true;
  return conditionAllows(condition, wanted, scope?.type === 'repository' ? scope.name : undefined);
}

function blocksOf(estate: Estate, assignment: ArmResource): Json[] {
  const role = roleDefinition(estate, textAt(assignment.properties, 'roleDefinitionId') ?? '');
  return listAt(role?.properties, 'permissions') as Json[];
}

function names(block: Json, member: string, action: string): boolean {
  return listAt(block, member).some((pattern) => typeof pattern === 'string' && matches(pattern, action));
}
