/** Whether the registry lets the nodes' identity pull: roles, tokens, directories. */
import { t } from '@vscode/l10n';
import { pullRole } from '../../model/roles';
import { azOf, instructions, whoever } from '../commands';
import { shellCommand } from '../../model/shell';
import type { Instructions } from '../finding';
import { asTheHopSays, hopRule, type HopRule, type SeenHop, type Subject } from '../rule';
import { sources } from '../sources';

const ofIdentity = ({ family, hop }: SeenHop, state: 'broken' | 'unknown') =>
  family === 'identity' && hop.state === state;

/** What roles came to, where that was seen. */
const roleSeen = ({ seen }: SeenHop) => (seen?.property === 'roleAssignments' ? seen.found : undefined);

function assign({ registry, cluster }: Subject): Instructions {
  const role = pullRole(registry.roleAssignmentMode).name;
  const { objectId } = cluster.kubeletIdentity ?? {};
  return instructions(
    whoever.roles,
    t`Assign ${role} on ${registry.name} to the kubelet identity of ${cluster.name}, not to its control plane identity. It takes effect after a few minutes.`,
    objectId === undefined
      ? undefined
      : shellCommand(
          ...['az', 'role', 'assignment', 'create', '--role', role, '--scope', registry.id],
          ...['--assignee-object-id', objectId, '--assignee-principal-type', 'ServicePrincipal'],
        ),
  );
}

const otherTenant = hopRule('identity.otherTenant', sources.otherTenant, (hop, { cluster, registry }) =>
  ofIdentity(hop, 'broken') && hop.seen === undefined
    ? {
        message: hop.hop.message,
        evidence: [
          {
            resourceId: cluster.id,
            property: 'tenantId',
            found: t('a different directory than the registry’s'),
            needed: t('the same directory'),
          },
        ],
        instructions: instructions(
          whoever.cluster,
          t`A managed identity gets tokens from its own directory only. Pull with a multitenant application or a token of ${registry.name} in an imagePullSecret, or copy the images to a registry in the cluster’s directory.`,
        ),
      }
    : undefined,
);

const roleNotHonoured = hopRule('identity.roleNotHonoured', sources.repositoryRoles, (hop, subject) =>
  ofIdentity(hop, 'broken') && roleSeen(hop) === 'AcrPull'
    ? {
        message: t`${subject.registry.name} uses ABAC repository permissions, which ignore AcrPull. The kubelet identity needs ${pullRole('abac').name}.`,
        evidence: [
          {
            resourceId: subject.registry.id,
            property: 'roleAssignmentMode',
            found: 'AbacRepositoryPermissions',
            needed: pullRole('abac').name,
          },
          ...hop.hop.evidence,
        ],
        instructions: assign(subject),
      }
    : undefined,
);

const noRole = hopRule('identity.noRole', sources.attach, (hop, subject) =>
  ofIdentity(hop, 'broken') && roleSeen(hop) !== undefined
    ? {
        message: t`The kubelet identity of ${subject.cluster.name} has no pull role on ${subject.registry.name}.`,
        instructions: assign(subject),
      }
    : undefined,
);

const leftOut = hopRule('identity.leftOutByCondition', sources.repositoryRoles, (hop) =>
  ofIdentity(hop, 'broken') && hop.seen?.property === 'roleAssignments.condition'
    ? {
        message: hop.hop.message,
        instructions: instructions(
          whoever.roles,
          t('Include the repository in the condition, or assign the role without a condition.'),
        ),
      }
    : undefined,
);

const armTokens = hopRule('identity.armTokens', sources.armTokens, (hop, { registry }) =>
  hop.seen?.property === 'policies.azureADAuthenticationAsArmPolicy.status'
    ? {
        message: hop.hop.message,
        confidence: 'suggested',
        ask: {
          what: t(
            'whether the nodes are recent enough to request tokens for the container registry audience',
          ),
        },
        instructions: instructions(
          whoever.registry,
          t('Accept Azure Resource Manager tokens again, or update the node image of every node pool.'),
          shellCommand(
            ...['az', 'acr', 'config', 'authentication-as-arm', 'update'],
            ...['--registry', registry.name, '--status', 'enabled'],
          ),
        ),
      }
    : undefined,
);

const condition = hopRule('identity.condition', sources.repositoryRoles, (hop, { registry }) =>
  ofIdentity(hop, 'unknown') && roleSeen(hop) !== undefined && hop.hop.unread === undefined
    ? {
        message: hop.hop.message,
        ask: { what: t`the condition of the role assignment on ${registry.name}` },
        instructions: instructions(
          whoever.roles,
          t('Check that the condition includes the repository of the image.'),
        ),
      }
    : undefined,
);

const servicePrincipal = hopRule('identity.servicePrincipal', sources.attach, (hop, { cluster, registry }) =>
  ofIdentity(hop, 'unknown') && cluster.kubeletIdentity === undefined
    ? {
        message: hop.hop.message,
        ask: {
          what: t('the role assignments of the cluster’s service principal, and when its secret expires'),
        },
        instructions: instructions(
          whoever.cluster,
          t(
            'Check that the service principal has a pull role and that its secret hasn’t expired. A managed identity needs no secret.',
          ),
          cluster.servicePrincipalClientId === undefined
            ? undefined
            : shellCommand(
                ...['az', 'role', 'assignment', 'list', '--include-inherited', '--scope', registry.id],
                ...['--assignee', cluster.servicePrincipalClientId],
              ),
          azOf(cluster.id, 'aks', 'update', '--enable-managed-identity'),
        ),
      }
    : undefined,
);

export const identityRules: readonly HopRule[] = [
  otherTenant,
  roleNotHonoured,
  noRole,
  leftOut,
  armTokens,
  condition,
  servicePrincipal,
  asTheHopSays('identity', sources.attach),
];
