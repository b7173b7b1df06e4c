import * as v from 'valibot';
import { shortRegion } from '../../arm/clouds';
import { ArmError } from '../../arm/errors';
import { at, same, textAt } from '../../arm/json';
import type { ArmRequest } from '../../arm/provider';
import type { ArmResource, Estate } from '../../estate';
import { isAtOrAbove, matches } from '../authorization/access';

export const POLICY_ASSIGNMENT = 'Microsoft.Authorization/policyAssignments';

/**
 * What a policy denies: resources of these types and names (with `*`; left out: all), and of those only the ones in
 * other regions than `allowedLocations`, or without `requiredTag`, where one of these is given.
 */
export const policyRule = v.strictObject({
  types: v.optional(v.array(v.string())),
  names: v.optional(v.array(v.string())),
  allowedLocations: v.optional(v.array(v.string())),
  requiredTag: v.optional(v.string()),
});

export type PolicyRule = v.InferOutput<typeof policyRule>;

export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly scope: string;
  readonly definitionId: string;
  readonly rule: PolicyRule;
}

/** A resource as policies look at it. */
export interface PolicyTarget {
  readonly scope: string;
  readonly type: string;
  readonly name: string;
  readonly location?: string | undefined;
  readonly tags?: unknown;
}

/** The policies that are assigned at or above a scope, but not in a part that an assignment leaves out. */
export function policiesAt(estate: Estate, scope: string): Policy[] {
  return estate.ofType(POLICY_ASSIGNMENT).flatMap((resource) => {
    const { properties, id, name } = resource;
    const rule = v.safeParse(policyRule, resource['rule']);
    const assigned = textAt(properties, 'scope') ?? '';
    const notScopes = (at(properties, 'notScopes') ?? []) as string[];
    const isLeftOut = notScopes.some((left) => isAtOrAbove(left, scope));
    if (!rule.success || isLeftOut || !isAtOrAbove(assigned, scope)) return [];
    const displayName = textAt(properties, 'displayName') ?? name;
    const definitionId = textAt(properties, 'policyDefinitionId') ?? '';
    return [{ id, name, displayName, scope: assigned, definitionId, rule: rule.output }];
  });
}

/** Whether a policy denies the resource. */
export function isDenied({ rule }: Policy, target: PolicyTarget): boolean {
  if (rule.types !== undefined && !rule.types.some((type) => matches(type, target.type))) return false;
  if (rule.names !== undefined && !rule.names.some((name) => matches(name, target.name))) return false;
  const { allowedLocations, requiredTag } = rule;
  if (allowedLocations === undefined && requiredTag === undefined) return true;
  const isElsewhere =
    allowedLocations !== undefined &&
    target.location !== undefined &&
    shortRegion(target.location) !== 'global' &&
    !allowedLocations.some((region) => shortRegion(region) === shortRegion(target.location ?? ''));
  // A required tag is asked of what can have tags: that is what has a location.
  const lacksTag =
    requiredTag !== undefined && target.location !== undefined && !hasTag(target.tags, requiredTag);
  return isElsewhere || lacksTag;
}

function hasTag(tags: unknown, wanted: string): boolean {
  return typeof tags === 'object' && tags !== null && Object.keys(tags).some((name) => same(name, wanted));
}

/** Refuses what a policy denies: 403 with the violation in `additionalInfo` (A: Resource Manager's error codes). */
export function checkPolicies(request: ArmRequest): void {
  const { estate, id, method, body } = request;
  if (method !== 'PUT' && method !== 'PATCH') return;
  // Assignments, locks and the like are no resources of a policy's kind.
  if (id.type.startsWith('Microsoft.Authorization/')) return;
  const before = method === 'PATCH' ? estate.get(id.path) : undefined;
  const target: PolicyTarget = {
    scope: id.path,
    type: policyType(id.type),
    name: id.name,
    location: textAt(body, 'location') ?? before?.location,
    tags: body['tags'] ?? before?.tags,
  };
  const denying = policiesAt(estate, id.path).filter((policy) => isDenied(policy, target));
  if (denying.length > 0) throw disallowedByPolicy(id.name, denying);
}

export function policyType(type: string): string {
  return type.replace(
    /^Microsoft\.Resources\/resourceGroups$/i,
    'Microsoft.Resources/subscriptions/resourceGroups',
  );
}

export function disallowedByPolicy(name: string, policies: readonly Policy[]): ArmError {
  const identifiers = policies.map((policy) => ({
    policyAssignment: { name: policy.displayName, id: policy.id },
    policyDefinition: { name: policy.displayName, id: policy.definitionId },
  }));
  return new ArmError(
    403,
    'RequestDisallowedByPolicy',
    `Resource '${name}' was disallowed by policy. Policy identifiers: '${JSON.stringify(identifiers)}'.`,
    {
      target: name,
      additionalInfo: policies.map((policy) => ({
        type: 'PolicyViolation',
        info: {
          policyDefinitionDisplayName: policy.displayName,
          policyDefinitionId: policy.definitionId,
          policyDefinitionName: policy.definitionId.split('/').at(-1) ?? '',
          policyDefinitionEffect: 'deny',
          policyAssignmentId: policy.id,
          policyAssignmentName: policy.name,
          policyAssignmentDisplayName: policy.displayName,
          policyAssignmentScope: policy.scope,
          policyAssignmentParameters: {},
        },
      })),
    },
  );
}

/** A policy assignment as a scenario seeds it. */
export function policyResource(seed: {
  readonly name: string;
  readonly displayName: string;
  readonly scope: string;
  readonly notScopes: readonly string[];
  readonly rule: PolicyRule;
}): ArmResource {
  return {
    id: `${seed.scope}/providers/${POLICY_ASSIGNMENT}/${seed.name}`,
    name: seed.name,
    type: POLICY_ASSIGNMENT,
    rule: seed.rule,
    properties: {
      displayName: seed.displayName,
      policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${seed.name}`,
      scope: seed.scope,
      notScopes: [...seed.notScopes],
      parameters: {},
      enforcementMode: 'Default',
    },
  };
}
