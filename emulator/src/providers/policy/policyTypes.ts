import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { resourceNotFound } from '../../arm/errors';
import { objectAt, textAt } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import type { ArmResource } from '../../estate';
import { isAtOrAbove } from '../authorization/access';
import { requireRegistered } from '../providerRegistrations';
import {
  isDenied,
  policiesAt,
  policyType,
  POLICY_ASSIGNMENT,
  type Policy,
  type PolicyTarget,
} from './policies';

/** Policy assignments, for reading: a scenario seeds them. */
export const policyAssignments: ResourceType = {
  type: POLICY_ASSIGNMENT,
  apiVersions: ['2025-03-01', '2024-05-01', '2024-04-01', '2023-04-01', '2022-06-01', '2021-06-01'],
  scope: 'any',
  get: (request) => {
    const assignment = request.estate.get(request.id.path);
    if (assignment === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
    return { status: 200, body: shown(assignment) };
  },
  list: (request) => {
    const here = request.id.path;
    const items = request.estate.ofType(POLICY_ASSIGNMENT).filter((assignment) => {
      const scope = textAt(assignment.properties, 'scope') ?? '';
      return isAtOrAbove(scope, here) || isAtOrAbove(here, scope);
    });
    return listAnswer(request, items, shown);
  },
};

function shown({ id, name, type, properties }: ArmResource): Record<string, unknown> {
  return { id, name, type, properties };
}

const restrictionsBody = v.strictObject({
  resourceDetails: v.strictObject({
    resourceContent: v.record(v.string(), v.unknown()),
    apiVersion: v.optional(v.string()),
    scope: v.optional(v.string()),
  }),
  pendingFields: v.optional(
    v.array(v.strictObject({ field: v.string(), values: v.optional(v.array(v.string())) })),
  ),
  includeAuditEffect: v.optional(v.boolean()),
});

/**
 * `POST {subscription or group}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`: what policies would say
 * to a resource, without making it (A: its REST reference).
 */
export const policyRestrictions: ResourceType = {
  type: 'Microsoft.PolicyInsights/policyRestrictions',
  apiVersions: ['2024-10-01', '2023-03-01', '2022-03-01', '2020-07-01'],
  scope: 'any',
  schemas: { actions: { checkPolicyRestrictions: restrictionsBody } },
  actions: { checkPolicyRestrictions },
};

function checkPolicyRestrictions(request: ArmRequest): ArmAnswer {
  requireRegistered(request.estate, request.id.subscriptionId, 'Microsoft.PolicyInsights');
  const { resourceDetails, pendingFields = [] } = v.parse(restrictionsBody, request.body);
  const content = resourceDetails.resourceContent;
  const scope = resourceDetails.scope ?? request.id.path;
  const target: PolicyTarget = {
    scope,
    type: policyType(textAt(content, 'type') ?? ''),
    name: textAt(content, 'name')?.split('/').at(-1) ?? '',
    location: textAt(content, 'location'),
    tags: objectAt(content, 'tags'),
  };
  const policies = policiesAt(request.estate, scope);
  return {
    status: 200,
    body: {
      fieldRestrictions: pendingFields
        .map(({ field }) => ({
          field,
          restrictions: policies.flatMap((policy) => restriction(policy, field)),
        }))
        .filter(({ restrictions }) => restrictions.length > 0),
      contentEvaluationResult: {
        policyEvaluations: policies
          .filter((policy) => isDenied(policy, target))
          .map((policy) => ({
            policyInfo: policyInfo(policy),
            evaluationResult: 'NonCompliant',
            evaluationDetails: { evaluatedExpressions: [] },
            effectDetails: { policyEffect: 'Deny' },
          })),
      },
    },
  };
}

/** What a policy wants of a field that is still open. */
function restriction(policy: Policy, field: string): Record<string, unknown>[] {
  const { allowedLocations, requiredTag } = policy.rule;
  const common = { policyEffect: 'Deny', policy: policyInfo(policy) };
  if (field.toLowerCase() === 'location' && allowedLocations !== undefined) {
    return [{ result: 'Required', values: allowedLocations, ...common }];
  }
  const asksTags =
    field.toLowerCase() === 'tags' || field.toLowerCase() === `tags.${requiredTag?.toLowerCase()}`;
  return asksTags && requiredTag !== undefined ? [{ result: 'Required', ...common }] : [];
}

function policyInfo({ definitionId, id }: Policy): Record<string, string> {
  return { policyDefinitionId: definitionId, policyAssignmentId: id };
}
