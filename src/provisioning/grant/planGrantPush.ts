import { t } from '@vscode/l10n';
import { apiVersions } from '../../model/apiVersions';
import { extensionId, nameOf, sameId, scopeWords } from '../../model/armId';
import { isGuid, roleAssignmentName } from '../../model/guid';
import {
  catalogGrant,
  catalogRole,
  principalNoun,
  pushGrant,
  pushRole,
  roleDefinitionId,
  type Grants,
  type Role,
} from '../../model/roles';
import { shellCommand } from '../../model/shell';
import type { GrantPushPlan, GrantPushSpec } from '../plan/grantPushSpec';
import type { ObservedRegistry, ObservedRoleAssignment } from '../observed/observed';
import { hazard, needed } from '../plan/findings';
import type { Blocker, Hazard, Requirement, Step } from '../plan/plan';
import { aspectOf, fingerprint } from '../plan/fingerprint';
import { ownedDescription } from '../plan/ownership';
import { createStep, put, reuseStep } from '../plan/stepBuilder';
import type { ObservedGrant } from '../observed/observedGrant';

/**
 * The plan that lets a principal push to a registry, and to no other. Pure. What the principal may do already is in it
 * as kept, with where that comes from. A registry in ABAC mode doesn't honour AcrPush.
 */
export function planGrantPush(
  spec: GrantPushSpec,
  { registry, assignments }: ObservedGrant,
  operationId: string,
): GrantPushPlan {
  const { registryId, principalId } = spec;
  const common = {
    operationId,
    purpose: { kind: 'grantPush', spec } as const,
    basedOn: [
      { resourceId: registryId, hash: fingerprint(registry) },
      { resourceId: aspectOf(registryId, 'roleAssignments'), hash: fingerprint(assignments) },
    ],
  };
  const unusable = [
    ...(isGuid(principalId) ? [] : [notAnObjectId(spec)]),
    ...needed(t`Registry ${nameOf(registryId)}`, registryId, registry, { consequence }),
    ...needed(t`Role assignments on registry ${nameOf(registryId)}`, registryId, assignments, {
      consequence,
    }),
  ];
  if (registry.state !== 'known' || assignments.state !== 'known' || unusable.length > 0) {
    return { ...common, steps: [], blockers: unusable, hazards: [], requirements: [] };
  }
  const mode = registry.value.roleAssignmentMode;
  const wanted: Wanted[] = [
    {
      id: 'roleAssignment.push',
      role: pushRole(mode),
      reason:
        mode === 'abac'
          ? t(
              'Allows pushing to and pulling from every repository. The registry uses ABAC repository permissions and doesn’t honor AcrPush.',
            )
          : t('Allows pushing to and pulling from every repository of this registry.'),
      grants: ({ permissions, condition }) => pushGrant(permissions ?? [], mode, condition),
    },
    ...(mode === 'abac' && spec.browse
      ? [
          {
            id: 'roleAssignment.browse',
            role: catalogRole,
            reason: t('Allows listing the repositories, which the push role doesn’t.'),
            grants: ({ permissions, condition }: ObservedRoleAssignment) =>
              catalogGrant(permissions ?? [], condition),
          },
        ]
      : []),
  ];
  const planned = wanted.map((one) => grant(one, spec, registry.value, assignments.value, operationId));
  const steps = planned.flatMap(({ step }) => step ?? []);
  return {
    ...common,
    steps,
    blockers: planned.flatMap(({ blocker }) => blocker ?? []),
    hazards: steps.some(({ action }) => action === 'create') ? hazardsOf(spec, registry.value) : [],
    requirements:
      mode === 'abac' && !spec.browse ? [browsing(spec, registry.value, assignments.value)].flat() : [],
  };
}

interface Wanted {
  readonly id: string;
  readonly role: Role;
  readonly reason: string;
  readonly grants: (assignment: ObservedRoleAssignment) => Grants;
}

function grant(
  { id, role, reason, grants }: Wanted,
  spec: GrantPushSpec,
  registry: ObservedRegistry,
  assignments: readonly ObservedRoleAssignment[],
  operationId: string,
): { readonly step?: Step; readonly blocker?: Blocker } {
  const common = { id, kind: 'roleAssignment' } as const;
  const holder = `${principalNoun(spec.principalType)} ${spec.principalName}`;
  const held = assignments.find((assignment) => grants(assignment) === 'all');
  if (held) {
    const step = reuseStep({
      ...common,
      title: t`${held.roleName} role assignment for ${holder}`,
      resourceId: held.id,
      reason: t`No change is needed: ${whence(held, spec, registry)}.`,
    });
    return { step };
  }
  // The same role can be assigned once only at a scope: a conditional one can't be joined by a free one.
  const conditional = assignments.find(
    ({ scope, roleId, principalId }) =>
      sameId(scope, registry.id) && sameId(roleId, role.id) && sameId(principalId, spec.principalId),
  );
  if (conditional) {
    return {
      blocker: {
        code: 'conditionalAssignment',
        message: t`${holder} has ${role.name} on ${registry.name} with a condition that allows only some repositories. Azure doesn’t allow a second assignment of this role.`,
        wayOut: t`Ask an administrator to extend the condition of assignment ${nameOf(conditional.id)}, or to remove the assignment.`,
        resourceIds: [conditional.id],
      },
    };
  }
  const name = roleAssignmentName(registry.id, spec.principalId, role.id);
  const step = createStep({
    ...common,
    title: t`${role.name} role assignment for ${holder}`,
    resourceId: extensionId(registry.id, 'Microsoft.Authorization/roleAssignments', name),
    reason,
    request: put(apiVersions.authorization, {
      properties: {
        roleDefinitionId: roleDefinitionId(registry.id, role.id),
        principalId: spec.principalId,
        // Without the type Azure looks the principal up, and fails for one that isn't replicated yet.
        principalType: spec.principalType,
        description: ownedDescription(operationId),
      },
    }),
  });
  return { step };
}

/** Where a right comes from that is there already. */
function whence(
  { scope, roleName, principalId }: ObservedRoleAssignment,
  spec: GrantPushSpec,
  registry: ObservedRegistry,
): string {
  const through = sameId(principalId, spec.principalId) ? '' : t`, through the group ${principalId}`;
  if (sameId(scope, registry.id)) return t`${roleName} is assigned on the registry${through}`;
  return t`${roleName} is inherited from ${scopeWords(scope)}${through}`;
}

function hazardsOf(spec: GrantPushSpec, { name }: ObservedRegistry): Hazard[] {
  if (spec.principalType !== 'Group') return [];
  return [
    hazard({
      code: 'group',
      about: [spec.registryId, spec.principalId],
      message: t`All current and future members of the group can push to ${name} and replace images under tags that clusters pull. The group’s owners control its membership.`,
      affected: [spec.principalName],
      mitigation: t('Grant access to individual users or identities instead.'),
    }),
  ];
}

function browsing(
  { principalId, principalType }: GrantPushSpec,
  { id, name }: ObservedRegistry,
  assignments: readonly ObservedRoleAssignment[],
): Requirement[] {
  if (assignments.some(({ permissions, condition }) => catalogGrant(permissions ?? [], condition) === 'all'))
    return [];
  return [
    {
      code: 'browsing',
      message: t`Listing the repositories of ${name} isn’t included. It also requires ${catalogRole.name}.`,
      command: shellCommand(
        ...['az', 'role', 'assignment', 'create', '--assignee-object-id', principalId],
        ...['--assignee-principal-type', principalType, '--role', catalogRole.name, '--scope', id],
      ),
      resourceIds: [id],
    },
  ];
}

function notAnObjectId({ registryId, principalId }: GrantPushSpec): Blocker {
  return {
    code: 'notAnObjectId',
    message: t`“${principalId}” isn’t an object ID.`,
    wayOut: t('Enter the object ID from the directory: hexadecimal digits in groups of 8-4-4-4-12.'),
    resourceIds: [registryId],
  };
}

const consequence = t('what is already allowed');
