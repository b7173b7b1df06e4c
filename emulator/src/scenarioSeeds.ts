import type { Core } from './core';
import { EVERYBODY, DENY_ASSIGNMENT } from './providers/authorization/denials';
import { policyResource } from './providers/policy/policies';
import type { Scenario } from './scenarioSchema';

/**
 * Seeds what forbids: locks, deny assignments and policies. They come last, so that the scenario itself could be built
 * against them.
 */
export function seedRestrictions(core: Core, scenario: Scenario, guidOf: (text: string) => string): void {
  for (const { name, scope, level, notes } of scenario.locks) {
    core.estate.put({
      id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
      name,
      type: 'Microsoft.Authorization/locks',
      properties: { level, ...(notes === undefined ? {} : { notes }) },
    });
  }
  for (const item of scenario.denyAssignments) {
    const name = guidOf(`${item.scope}|${item.name}`.toLowerCase());
    const principals =
      item.principals === undefined
        ? [{ id: EVERYBODY, type: 'SystemDefined', displayName: 'All Principals' }]
        : item.principals.map((id) => ({ id, type: typeOf(scenario, id) }));
    core.estate.put({
      id: `${item.scope}/providers/${DENY_ASSIGNMENT}/${name}`,
      name,
      type: DENY_ASSIGNMENT,
      properties: {
        denyAssignmentName: item.name,
        description: item.note ?? '',
        permissions: [
          { actions: item.actions, notActions: item.notActions, dataActions: [], notDataActions: [] },
        ],
        scope: item.scope,
        doNotApplyToChildScopes: false,
        principals,
        excludePrincipals: item.excludePrincipals.map((id) => ({ id, type: typeOf(scenario, id) })),
        isSystemProtected: true,
      },
    });
  }
  for (const { name, displayName, scope, notScopes, deny } of scenario.policies) {
    core.estate.put(policyResource({ name, displayName: displayName ?? name, scope, notScopes, rule: deny }));
  }
}

function typeOf({ principals }: Scenario, id: string): string {
  return principals.find((item) => item.id === id)?.type ?? 'ServicePrincipal';
}
