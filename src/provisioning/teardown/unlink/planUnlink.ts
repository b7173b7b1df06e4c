import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../../model/armId';
import type { UnlinkPlan, UnlinkSpec } from '../../plan/unlinkSpec';
import { factOf } from '../../observed/lookup';
import type { Observed, ObservedRoleAssignment } from '../../observed/observed';
import type { Choice } from '../../plan/choice';
import { hazard, needed } from '../../plan/findings';
import type { Blocker, Hazard, Step } from '../../plan/plan';
import { reuseStep } from '../../plan/stepBuilder';
import { stopsStartingNodes } from '../../planning/bootstrap';
import { lastEndpointDangers } from '../lastEndpoint';
import { lockBlockers } from '../locks';
import { lostPulls } from '../lostPulls';
import { nameWithoutRecord } from '../nameWithoutRecord';
import { whilePullersAre } from '../pullersThen';
import { keptStep, teardown } from '../teardown';
import type { ExistingLink } from './link';
import type { UnlinkObserved } from './observeUnlink';
import { Others } from './others';
import { marksWords, tickedByDefault, type Part } from './part';
import { partsOf } from './parts';

/** What the user can choose from; empty when the registry or the cluster can't be read. */
export function unlinkParts({ observed, link, present, records }: UnlinkObserved): Part[] {
  if (link === undefined) return [];
  return partsOf({ link, others: new Others(observed, link), present, records });
}

/** The same as the user sees them, with what lets the cluster pull besides, which stays. */
export function unlinkChoices(input: UnlinkObserved): Choice[] {
  return choicesOf(unlinkParts(input), input);
}

/** `parts` are all that can be chosen from. Also a container in which something else lives stays, whatever is ticked. */
export function choicesOf(parts: readonly Part[], { link, present }: UnlinkObserved): Choice[] {
  if (link === undefined) return [];
  const free = parts.filter(({ keep }) => keep === undefined);
  const held = new Map(teardown(free, present).kept.map(({ resourceId, reason }) => [resourceId, reason]));
  const others = link.otherRoles.map((role) => keptRole(role, link));
  return [
    ...parts
      .filter(({ goesWith }) => goesWith === undefined)
      .map((part): Choice => {
        const { resourceId: id, title, serves, ownership, caution } = part;
        const keep = part.keep ?? held.get(id);
        const whose =
          ownership.kind === 'recorded' ? t('Created by this extension.') : t`It ${marksWords(ownership)}.`;
        const notes = [whose, ...(caution === undefined ? [] : [caution])];
        return { id, title, serves, notes, keep, ticked: keep === undefined && tickedByDefault(part) };
      }),
    ...others.map(({ resourceId: id, title, reason }): Choice => ({
      id,
      title,
      serves: 'pair',
      notes: [],
      keep: reason,
      ticked: false,
    })),
  ];
}

/**
 * The plan that deletes what is ticked of a pair's link, in the safe order. Pure. What is ticked and needed by somebody
 * else is a blocker; what isn't ticked is in the plan as kept. An inherited role assignment is never deleted.
 */
export function planUnlink(spec: UnlinkSpec, input: UnlinkObserved, operationId: string): UnlinkPlan {
  const common = { operationId, purpose: { kind: 'unlink', spec } as const, requirements: [], basedOn: [] };
  const { link, observed, present, endangered, pullers } = input;
  if (link === undefined)
    return { ...common, steps: [], blockers: unreadablePair(spec, observed), hazards: [] };
  const parts = unlinkParts(input);
  const isTicked = ({ resourceId, goesWith }: Part) =>
    spec.ticked.some((id) => sameId(id, goesWith ?? resourceId));
  const going = parts.filter(isTicked);
  const { deletions: all, kept } = teardown(going, present);
  const deletions = whilePullersAre(pullers, all);
  const left = parts.filter((part) => !isTicked(part)).map(leftStep);
  const otherRoles = link.otherRoles.map((role) => keptRole(role, link));
  const steps = [...deletions, ...kept, ...left, ...otherRoles];
  const last =
    endangered === undefined
      ? { hazards: [], blockers: [] }
      : lastEndpointDangers(endangered, deletions, { meant: [spec.clusterId], saysOpen: true });
  return {
    ...common,
    steps,
    blockers: [
      ...missing(spec, parts),
      ...inUse(going, kept),
      ...lockBlockers(deletions, present),
      ...last.blockers,
    ],
    hazards: [
      ...lostPulls(observed, deletions, last.hazards),
      ...stopsStartingNodes(link.registry.id, [link.cluster], deletions),
      ...last.hazards,
      ...nameWithoutRecord(observed, deletions, present),
      ...hazardsOf(deletions, going),
    ],
  };
}

/** What may let the cluster pull besides the pair's own role, and why it stays. */
export function keptRole(role: ObservedRoleAssignment, { registry, cluster }: ExistingLink): Step {
  const { id, scope, roleName, principalId } = role;
  const from = sameId(scope, registry.id)
    ? t`It’s assigned on ${registry.name}.`
    : t`It’s inherited from ${nameOf(scope)} and applies to more than this pair.`;
  const isOwn = sameId(principalId, cluster.kubeletIdentity?.objectId);
  return reuseStep({
    id: `kept.role:${nameOf(id)}`,
    kind: 'roleAssignment',
    title: t`${roleName} role assignment for the kubelet identity of ${cluster.name}`,
    resourceId: id,
    reason: t`Kept. ${from}${isOwn ? '' : t` It’s assigned to the group ${principalId}.`}`,
  });
}

function leftStep(part: Part): Step {
  const offered =
    part.serves === 'shared' ? t('Other clusters of the registry may use it.') : t('Not selected.');
  return keptStep(part, part.keep ?? part.caution ?? offered);
}

/** Ticked, and not there any more, or never a part of this link. */
export function missing({ ticked }: UnlinkSpec, parts: readonly Part[]): Blocker[] {
  return ticked
    .filter((id) => !parts.some(({ resourceId }) => sameId(resourceId, id)))
    .map((id) => ({
      code: 'notAPart',
      message: t`${nameOf(id)} isn’t part of this link.`,
      wayOut: t('Select from the current resources.'),
      resourceIds: [id],
    }));
}

/** Ticked, and needed by somebody else, or holding what isn't ticked. */
export function inUse(going: readonly Part[], kept: readonly Step[]): Blocker[] {
  const reasons = new Map([
    ...going.flatMap((part) => (part.keep === undefined ? [] : [[part, part.keep] as const])),
    ...kept.flatMap((step) => {
      const part = going.find(({ resourceId }) => sameId(resourceId, step.resourceId));
      return part === undefined ? [] : [[part, step.reason] as const];
    }),
  ]);
  return [...reasons].map(([{ title, resourceId }, reason]) => ({
    code: 'inUse',
    message: t`${title} can’t be deleted. ${reason}`,
    wayOut: t('Clear its selection.'),
    resourceIds: [resourceId],
  }));
}

function hazardsOf(deletions: readonly Step[], going: readonly Part[]): Hazard[] {
  return [
    ...deletions
      .filter(({ kind }) => kind === 'zone')
      .map(({ resourceId }) =>
        hazard({
          code: 'deletesZone',
          about: [resourceId],
          message: t`The zone ${nameOf(resourceId)} is deleted with all its contents.`,
          typed: nameOf(resourceId),
        }),
      ),
    ...going
      .filter(({ caution }) => caution !== undefined)
      .map(({ resourceId, title, caution, endangered = [] }) =>
        hazard({
          code: 'caution',
          about: [resourceId],
          affected: endangered,
          message: `${title}: ${caution ?? ''}`,
        }),
      ),
    ...unmarked(going),
  ];
}

/** Ticked, though others may have created it. */
export function unmarked(going: readonly Part[]): Hazard[] {
  return going.flatMap(({ ownership, resourceId, title }) =>
    ownership.kind === 'recorded'
      ? []
      : [
          hazard({
            code: ownership.kind === 'marked' ? 'foreignMark' : 'unmarked',
            about: [resourceId],
            message: t`${title} ${marksWords(ownership)}: others may have created it.`,
          }),
        ],
  );
}

/** Registry or cluster isn't there, or can't be read: then nothing is known of what links them. */
export function unreadablePair(
  { registryId, clusterId }: UnlinkSpec,
  { registry, clusters }: Observed,
): Blocker[] {
  const consequence = t('the parts of the link');
  return [
    ...needed(t`Registry ${nameOf(registryId)}`, registryId, registry, { consequence }),
    ...needed(t`Cluster ${nameOf(clusterId)}`, clusterId, factOf(clusters, clusterId), { consequence }),
  ];
}
