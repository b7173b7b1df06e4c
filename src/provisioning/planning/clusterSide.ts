/** The step that lets the cluster's nodes pull. */
import { t } from '@vscode/l10n';
import { apiVersions } from '../../model/apiVersions';
import { extensionId, sameId, scopeWords } from '../../model/armId';
import { roleAssignmentName } from '../../model/guid';
import { pullOf, pullRole, roleDefinitionId } from '../../model/roles';
import { factOf, known } from '../observed/lookup';
import type { ObservedRoleAssignment } from '../observed/observed';
import { ownedDescription } from '../plan/ownership';
import { keys, perCluster, type Planned } from './planned';
import type { Situation } from './situation';
import { createStep, put, reuseStep } from '../plan/stepBuilder';

/** An assignment that already lets the cluster's identity pull; the unconditional one where there are several. */
export function pullAssignment({
  observed,
  registry,
  link,
  principalId,
}: Situation): { readonly assignment: ObservedRoleAssignment; readonly grant: 'all' | 'some' } | undefined {
  const role = pullRole(registry.roleAssignmentMode);
  const grants = (known(factOf(observed.roleAssignments, link.clusterId)) ?? []).flatMap((assignment) => {
    // Assignments to groups that the identity is in are listed too, under the group's id.
    const grant = pullOf(assignment, registry.roleAssignmentMode);
    return grant === 'all' || grant === 'some' ? [{ assignment, grant }] : [];
  });
  const all = grants.find(({ grant }) => grant === 'all');
  if (all) return all;
  // The same role at the same scope can be assigned once only: a conditional one can't be joined by a free one.
  return grants.find(
    ({ assignment }) =>
      sameId(assignment.scope, registry.id) &&
      assignment.roleId.toLowerCase() === role.id &&
      sameId(assignment.principalId, principalId),
  );
}

/** None for a service-principal cluster whose object id isn't known. */
export function roleSteps(situation: Situation): Planned[] {
  const { registry, cluster, principalId, operationId } = situation;
  if (principalId === undefined) return [];
  const found = pullAssignment(situation);
  const common = { id: 'roleAssignment', kind: 'roleAssignment' } as const;
  const identity = cluster.kubeletIdentity
    ? t`the kubelet identity of ${cluster.name}`
    : t`the service principal of ${cluster.name}`;
  if (found) {
    const { assignment, grant } = found;
    const where = sameId(assignment.scope, registry.id)
      ? t('on the registry')
      : t`inherited from ${scopeWords(assignment.scope)}`;
    const limit = grant === 'some' ? t('; its condition limits the repositories') : '';
    const step = reuseStep({
      ...common,
      title: t`${assignment.roleName} role assignment for ${identity}`,
      resourceId: assignment.id,
      reason: t`Allows the nodes to pull (${where}${limit}).`,
    });
    return [perCluster(keys.role(principalId), step)];
  }
  const role = pullRole(registry.roleAssignmentMode);
  const name = roleAssignmentName(registry.id, principalId, role.id);
  const step = createStep({
    ...common,
    title: t`${role.name} role assignment for ${identity}`,
    resourceId: extensionId(registry.id, 'Microsoft.Authorization/roleAssignments', name),
    reason:
      registry.roleAssignmentMode === 'abac'
        ? t('The registry uses ABAC repository permissions and doesn’t honor AcrPull.')
        : cluster.kubeletIdentity
          ? t('Nodes pull with the kubelet identity, which has no pull role yet.')
          : t('Nodes pull with the service principal, which has no pull role yet.'),
    request: put(apiVersions.authorization, {
      properties: {
        roleDefinitionId: roleDefinitionId(registry.id, role.id),
        principalId,
        // Without the type Azure looks the principal up, and fails for one that isn't replicated yet.
        principalType: 'ServicePrincipal',
        description: ownedDescription(operationId),
      },
    }),
  });
  return [perCluster(keys.role(principalId), step)];
}
