/** Whether a registry lets in what the nodes of a cluster pull with. */
import { t } from '@vscode/l10n';
import { isAtOrBelow, nameOf, sameId, scopeWords, subscriptionOf } from '../model/armId';
import { isManagementGroup, mayLetPull, pullOf, pullRole, roleIds } from '../model/roles';
import type { ObservedCluster, ObservedRegistry } from '../provisioning/observed/observed';
import { broken, ok, unknown, type Evidence, type Finding } from './hops';
import type { SeenRole, World } from './world';

/**
 * Every role counts by what it permits: built-in or custom, at the registry or above, direct or through groups; one under a
 * condition for the `repository` that is asked about.
 */
export function identityHop(
  world: World,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  repository?: string,
): Finding {
  if (registry.anonymousPull === true) return ok(t('The registry allows anonymous pull.'));
  const foreign = otherTenant(world, registry, cluster);
  if (foreign !== undefined) return foreign;
  const role = roleFinding(world, registry, cluster, repository);
  if (role.state !== 'ok' || registry.armTokens !== 'disabled') return role;
  return unknown(
    t`${registry.name} doesn’t accept Azure Resource Manager tokens (azureADAuthenticationAsArmPolicy), so nodes that use them are denied.`,
    undefined,
    {
      resourceId: registry.id,
      property: 'policies.azureADAuthenticationAsArmPolicy.status',
      found: 'disabled',
      needed: 'enabled',
    },
  );
}

/**
 * A managed identity gets tokens of its own directory only. The application of a service principal may be one of several
 * directories, and has another object ID in each (Microsoft Learn, "Pull images from a container registry to an AKS cluster
 * in a different Microsoft Entra tenant").
 */
function otherTenant(
  world: World,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
): Finding | undefined {
  const [home, there] = [cluster.id, registry.id].map((id) => world.tenantOf(subscriptionOf(id)));
  if (home === undefined || there === undefined || sameId(home, there)) return undefined;
  const words = t`The cluster is in the directory ${home}, and the registry is in ${there}.`;
  if (cluster.kubeletIdentity !== undefined) return broken(words);
  return unknown(t`${words} It’s unknown whether the cluster’s service principal is in both.`);
}

/**
 * What the roles of a cluster's identity come to at a registry, whatever else decides. Roles that aren't seen make it
 * unknown, and so does a condition where no repository is asked about, or what it says of that one can't be told.
 */
function roleFinding(
  world: World,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  repository: string | undefined,
): Finding {
  const needed = pullRole(registry.roleAssignmentMode).name;
  const { own, unseen } = world.roles(registry, cluster);
  const who = cluster.kubeletIdentity === undefined ? t('service principal') : t('kubelet identity');
  const grants = own
    .filter((role) => appliesAt(registry, role))
    .map((role) => ({ role, grant: pullOf(role, registry.roleAssignmentMode, repository) }));
  const full = grants.find(({ grant }) => grant === 'all');
  if (full !== undefined) return ok(t`The ${who} can pull.`, evidenceOf(registry, full.role, needed));
  const conditional = grants.find(({ grant }) => grant === 'some');
  if (conditional !== undefined) {
    return unknown(
      repository === undefined
        ? t`The ${who} can pull what the condition of its role assignment allows.`
        : t`It’s unknown whether the condition of the ${who}’s role assignment allows ${repository}.`,
      undefined,
      evidenceOf(registry, conditional.role, needed),
    );
  }
  const unread = grants.find(({ grant }) => grant === 'unknown');
  if (unread !== undefined) {
    return unknown(
      t`The permissions of the role ${unread.role.roleId} of the ${who} are unknown.`,
      { what: unread.role.roleId, missingAction: 'Microsoft.Authorization/roleDefinitions/read' },
      evidenceOf(registry, unread.role, needed),
    );
  }
  const [reason] = unseen;
  const excluding = grants.find(({ role }) => pullOf(role, registry.roleAssignmentMode) === 'some');
  if (reason === undefined && excluding !== undefined) {
    return broken(
      t`The condition of the ${who}’s role assignment excludes the repository ${repository ?? ''}.`,
      {
        ...evidenceOf(registry, excluding.role, needed),
        property: 'roleAssignments.condition',
      },
    );
  }
  // AcrPull on a registry in ABAC mode is the usual mistake: it grants nothing there.
  const ineffective = grants.some(({ role }) => role.roleId.toLowerCase() === roleIds.acrPull);
  const why = ineffective ? t(' (this registry doesn’t honor AcrPull)') : '';
  if (reason !== undefined) return unknown(`${reason}${why}`, { what: t('role assignments') });
  return broken(t`${needed} role assignment for the ${who}${why}`, {
    resourceId: registry.id,
    property: 'roleAssignments',
    found: ineffective ? 'AcrPull' : t('none'),
    needed,
  });
}

/** What is below a management group nobody here can tell: of such roles the world has those that are above the registry. */
function appliesAt(registry: ObservedRegistry, { scope }: SeenRole): boolean {
  return isManagementGroup(scope) || isAtOrBelow(registry.id, scope);
}

/** Whether the identity has a role at the registry or above that has to do with images. */
export function isRelatedByRole(world: World, registry: ObservedRegistry, cluster: ObservedCluster): boolean {
  return world
    .roles(registry, cluster)
    .own.filter((role) => appliesAt(registry, role))
    .some(
      (role) =>
        mayLetPull(role, registry.roleAssignmentMode) || role.roleId.toLowerCase() === roleIds.acrPull,
    );
}

function evidenceOf(registry: ObservedRegistry, { roleId, scope }: SeenRole, needed: string): Evidence {
  const where = sameId(scope, registry.id) ? nameOf(scope) : scopeWords(scope);
  return { resourceId: scope, property: 'roleAssignments', found: t`${roleId} at ${where}`, needed };
}
