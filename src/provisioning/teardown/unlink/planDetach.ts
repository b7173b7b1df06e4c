import { t } from '@vscode/l10n';
import { apiVersions } from '../../../model/apiVersions';
import { nameOf, sameId } from '../../../model/armId';
import { asObject, type JsonObject } from '../../../model/json';
import { pullOf } from '../../../model/roles';
import type { DetachPlan, UnlinkSpec } from '../../plan/unlinkSpec';
import type { Fact, ObservedRoleAssignment } from '../../observed/observed';
import type { Choice } from '../../plan/choice';
import { unread } from '../../plan/findings';
import { stopsStartingNodes } from '../../planning/bootstrap';
import type { Blocker, Requirement, Step } from '../../plan/plan';
import { factOf } from '../../observed/lookup';
import { put } from '../../plan/stepBuilder';
import { lockBlockers } from '../locks';
import { lostPulls } from '../lostPulls';
import type { Present } from '../../observed/present';
import { keptStep, teardown } from '../teardown';
import type { ExistingLink } from './link';
import type { UnlinkObserved } from './observeUnlink';
import type { Part } from './part';
import { choicesOf, inUse, keptRole, missing, unlinkParts, unmarked, unreadablePair } from './planUnlink';

/** Roles of the cluster's kubelet identity on the registry itself that let it pull: what can be ticked. */
export function detachParts(input: UnlinkObserved): Part[] {
  return unlinkParts(input).filter(({ kind }) => kind === 'roleAssignment');
}

/** The same as the user sees them, with what lets the cluster pull besides, which stays. */
export function detachChoices(input: UnlinkObserved): Choice[] {
  return choicesOf(detachParts(input), input);
}

/**
 * Unlinking of the role alone, which can be rolled back. Pure. What lets the cluster pull besides, inherited or by
 * a group, is never touched, and is in the plan as kept, with where it comes from.
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
    .map((part) => keptStep(part, part.keep ?? part.caution ?? t('Not selected.')));
  const still = link.otherRoles.flatMap((role) => stillPulls(role, link));
  return {
    ...common,
    steps: [...deletions, ...left, ...still],
    blockers: [...missing(spec, parts), ...inUse(going, []), ...lockBlockers(deletions, present)],
    hazards: [
      ...lostPulls(observed, deletions),
      ...stopsStartingNodes(link.registry.id, [link.cluster], deletions),
      ...unmarked(going),
    ],
    requirements: link.registry.anonymousPull === true && deletions.length > 0 ? [everybodyPulls(link)] : [],
  };
}

/** Empty for a role that is left and lets nobody pull, such as AcrPull on a registry that doesn't honour it. */
function stillPulls(role: ObservedRoleAssignment, link: ExistingLink): Step[] {
  const grant = pullOf(role, link.registry.roleAssignmentMode);
  if (grant === 'none') return [];
  const step = keptRole(role, link);
  const consequence =
    grant === 'unknown' ? t('Its permissions can’t be read.') : t('It still allows the cluster to pull.');
  return [{ ...step, reason: `${step.reason} ${consequence}` }];
}

function everybodyPulls({ registry, cluster }: ExistingLink): Requirement {
  return {
    code: 'anonymousPull',
    message: t`${registry.name} allows anonymous pull, so ${cluster.name} can still pull.`,
    command: undefined,
    resourceIds: [registry.id],
  };
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

function rolesUnread({ registryId, clusterId }: UnlinkSpec, fact: Fact<unknown>): Blocker[] {
  // A cluster without a kubelet identity has no assignments that Resource Manager could name.
  const reason = t('The cluster has no kubelet identity, so its roles can’t be looked up.');
  const read: Fact<unknown> = fact.state === 'absent' ? { state: 'unreadable', reason } : fact;
  return unread(t`The pull permission of ${nameOf(clusterId)} on ${nameOf(registryId)}`, registryId, read);
}
