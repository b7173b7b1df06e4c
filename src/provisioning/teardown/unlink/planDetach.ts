import { apiVersions } from '../../../model/apiVersions';
import { nameOf, sameId } from '../../../model/armId';
import { asObject, type JsonObject } from '../../../model/json';
import { pullGrant } from '../../../model/roles';
import type { DetachPlan, UnlinkSpec } from '../../plan/unlinkSpec';
import type { Fact, ObservedRoleAssignment } from '../../observed/observed';
import { hazard, unread } from '../../plan/findings';
import type { Blocker, Hazard, Step } from '../../plan/plan';
import { factOf, known } from '../../observed/lookup';
import { put, reuseStep } from '../../plan/stepBuilder';
import { stopsStartingNodes } from '../../planning/bootstrap';
import { lockBlockers } from '../locks';
import type { Present } from '../../observed/present';
import { keptStep, teardown } from '../teardown';
import type { ExistingLink } from './link';
import type { UnlinkObserved } from './observeUnlink';
import type { Part } from './part';
import { inUse, missing, unlinkParts, unmarked, unreadablePair } from './planUnlink';

/** Pull roles of the cluster's kubelet identity on the registry itself: what can be ticked. */
export function detachParts(input: UnlinkObserved): Part[] {
  return unlinkParts(input).filter(({ kind }) => kind === 'roleAssignment');
}

/**
 * Unlinking of the role alone, which can be rolled back. Pure. What lets the cluster pull besides, inherited or by
 * another role, is never touched, and is in the plan as kept, with where it comes from.
 */
export function planDetach(spec: UnlinkSpec, input: UnlinkObserved, operationId: string): DetachPlan {
  const common = { operationId, purpose: { kind: 'detach', spec } as const, requirements: [], basedOn: [] };
  const { link, present, observed } = input;
  const assignments = factOf(observed.roleAssignments, spec.clusterId);
  if (link === undefined) {
    return { ...common, steps: [], blockers: unreadablePair(spec, observed), hazards: [] };
  }
  if (assignments.state !== 'known') {
    return { ...common, steps: [], blockers: rolesUnread(spec, assignments), hazards: [] };
  }
  const parts = detachParts(input);
  const isTicked = ({ resourceId }: Part) => spec.ticked.some((id) => sameId(id, resourceId));
  const going = parts.filter(isTicked);
  const deletions = teardown(going, present).deletions.map((step) => ({
    ...step,
    undo: undoOf(step, present),
  }));
  const left = parts
    .filter((part) => !isTicked(part))
    .map((part) => keptStep(part, part.keep ?? part.caution ?? 'It was not ticked.'));
  const others = otherGrants(link, known(assignments) ?? [], parts);
  return {
    ...common,
    steps: [...deletions, ...left, ...others.map((other) => stillPulls(other, link))],
    blockers: [...missing(spec, parts), ...inUse(going, []), ...lockBlockers(deletions, present)],
    hazards: [
      ...stopsStartingNodes(link.registry.id, [link.cluster], deletions),
      ...(deletions.length > 0 && left.length === 0 && others.length === 0 ? [stops(link)] : []),
      ...unmarked(going),
    ],
  };
}

/** What lets the cluster pull that this plan doesn't delete, whatever is ticked. */
function otherGrants(
  { registry }: ExistingLink,
  assignments: readonly ObservedRoleAssignment[],
  parts: readonly Part[],
): ObservedRoleAssignment[] {
  return assignments.filter(
    ({ id, permissions, condition }) =>
      !parts.some(({ resourceId }) => sameId(resourceId, id)) &&
      pullGrant(permissions, registry.roleAssignmentMode, condition) !== 'none',
  );
}

function stillPulls(assignment: ObservedRoleAssignment, { registry, cluster }: ExistingLink): Step {
  const { id, scope, roleName, principalId } = assignment;
  const isOwn = sameId(principalId, cluster.kubeletIdentity?.objectId);
  const group = isOwn ? '' : ` It is held by the group ${principalId}.`;
  const from = sameId(scope, registry.id)
    ? `It ${isOwn ? 'gives more than pulling, on' : 'is assigned on'} ${registry.name} itself.`
    : `It is inherited from ${nameOf(scope)}, and gives more than this pair.`;
  return reuseStep({
    id: `kept.role:${nameOf(id)}`,
    kind: 'roleAssignment',
    title: `Role ${roleName} for the kubelet identity of ${cluster.name}`,
    resourceId: id,
    reason: `${from}${group} Because of it the cluster can still pull.`,
  });
}

/** The same assignment anew: name, principal, role, condition and whose mark it bore. */
function undoOf({ resourceId, undo }: Step, present: Present): Step['undo'] {
  const fact = factOf(present.resources, resourceId);
  if (fact.state !== 'known') return undo;
  const properties = asObject(fact.value['properties']);
  const body: JsonObject = Object.fromEntries(
    writable.flatMap((name) => {
      const value = properties[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
  return { kind: 'restore', request: put(apiVersions.authorization, { properties: body }) };
}

/** Members of a role assignment that a request may set; the rest Azure adds. */
const writable = [
  'roleDefinitionId',
  'principalId',
  'principalType',
  'description',
  'condition',
  'conditionVersion',
  'delegatedManagedIdentityResourceId',
];

function stops({ registry, cluster }: ExistingLink): Hazard {
  return hazard({
    code: 'stopsPulling',
    about: [registry.id, cluster.id],
    message: `${cluster.name} can’t pull from ${registry.name} any more: pods with its images start only on nodes that have them already.`,
    affected: [cluster.name],
  });
}

function rolesUnread({ registryId, clusterId }: UnlinkSpec, fact: Fact<unknown>): Blocker[] {
  // A cluster without a kubelet identity has no assignments that Resource Manager could name.
  const reason = 'The cluster has no kubelet identity whose roles could be looked up.';
  const read: Fact<unknown> = fact.state === 'absent' ? { state: 'unreadable', reason } : fact;
  return unread(`What lets ${nameOf(clusterId)} pull from ${nameOf(registryId)}`, registryId, read);
}
