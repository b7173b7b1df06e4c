/** Whether a registry lets in what the nodes of a cluster pull with. */
import { isAtOrBelow, nameOf, sameId, scopeWords, subscriptionOf } from '../model/armId';
import { mayLetPull, pullOf, pullRole, roleIds } from '../model/roles';
import type { ObservedCluster, ObservedRegistry } from '../provisioning/observed/observed';
import { broken, ok, unknown, type Evidence, type Finding } from './hops';
import type { SeenRole, World } from './world';

/** Every role counts by what it permits: built-in or custom, at the registry or above, direct or through groups. */
export function identityHop(world: World, registry: ObservedRegistry, cluster: ObservedCluster): Finding {
  if (registry.anonymousPull === true) return ok('The registry lets everybody pull (anonymous pull).');
  const foreign = otherTenant(world, registry, cluster);
  if (foreign !== undefined) return foreign;
  const role = roleFinding(world, registry, cluster);
  if (role.state !== 'ok' || registry.armTokens !== 'disabled') return role;
  return unknown(
    `${registry.name} takes no tokens that were made for Resource Manager (azureADAuthenticationAsArmPolicy), and nodes that ask for such are refused.`,
    undefined,
    {
      resourceId: registry.id,
      property: 'policies.azureADAuthenticationAsArmPolicy.status',
      found: 'disabled',
      needed: 'enabled',
    },
  );
}

/** A managed identity gets tokens of its own directory only. */
function otherTenant(
  world: World,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
): Finding | undefined {
  const [home, there] = [cluster.id, registry.id].map((id) => world.tenantOf(subscriptionOf(id)));
  if (home === undefined || there === undefined || sameId(home, there)) return undefined;
  return broken(`The cluster is in the directory ${home}, the registry in ${there}.`);
}

/**
 * What the roles of a cluster's identity come to at a registry, whatever else decides. Roles that aren't seen make it
 * unknown, and so does a condition, which isn't evaluated.
 */
function roleFinding(world: World, registry: ObservedRegistry, cluster: ObservedCluster): Finding {
  const needed = pullRole(registry.roleAssignmentMode).name;
  const { own, unseen } = world.roles(registry, cluster);
  const who = cluster.kubeletIdentity === undefined ? 'service principal' : 'kubelet identity';
  const grants = own
    .filter(({ scope }) => isAtOrBelow(registry.id, scope))
    .map((role) => ({ role, grant: pullOf(role, registry.roleAssignmentMode) }));
  const full = grants.find(({ grant }) => grant === 'all');
  if (full !== undefined) return ok(`The ${who} may pull.`, evidenceOf(registry, full.role, needed));
  const conditional = grants.find(({ grant }) => grant === 'some');
  if (conditional !== undefined) {
    return unknown(
      `The ${who} may pull what the condition of its role allows; conditions aren't evaluated.`,
      undefined,
      evidenceOf(registry, conditional.role, needed),
    );
  }
  const unread = grants.find(({ grant }) => grant === 'unknown');
  if (unread !== undefined) {
    return unknown(
      `What the role ${unread.role.roleId} of the ${who} permits isn't known.`,
      { what: unread.role.roleId, missingAction: 'Microsoft.Authorization/roleDefinitions/read' },
      evidenceOf(registry, unread.role, needed),
    );
  }
  const [reason] = unseen;
  // AcrPull on a registry in ABAC mode is the usual mistake: it grants nothing there.
  const ineffective = grants.some(({ role }) => role.roleId.toLowerCase() === roleIds.acrPull);
  const why = ineffective ? ' (AcrPull is not honoured by this registry)' : '';
  if (reason !== undefined) return unknown(`${reason}${why}`, { what: 'role assignments' });
  return broken(`Role ${needed} for the ${who}${why}`, {
    resourceId: registry.id,
    property: 'roleAssignments',
    found: ineffective ? 'AcrPull' : 'none',
    needed,
  });
}

/** Whether the identity has a role at the registry or above that has to do with images. */
export function isRelatedByRole(world: World, registry: ObservedRegistry, cluster: ObservedCluster): boolean {
  return world
    .roles(registry, cluster)
    .own.filter(({ scope }) => isAtOrBelow(registry.id, scope))
    .some(
      (role) =>
        mayLetPull(role, registry.roleAssignmentMode) || role.roleId.toLowerCase() === roleIds.acrPull,
    );
}

function evidenceOf(registry: ObservedRegistry, { roleId, scope }: SeenRole, needed: string): Evidence {
  const where = sameId(scope, registry.id) ? nameOf(scope) : scopeWords(scope);
  return { resourceId: scope, property: 'roleAssignments', found: `${roleId} at ${where}`, needed };
}
