/** A plan as the form shows it. */
import { nameOf, sameId } from '../../model/armId';
import type { Changes, RollBackPlan } from '../../provisioning/anyPlan';
import type { Blocker, Plan, Requirement, Step, StepRequest } from '../../provisioning/plan';
import { drawingOf, type NetworkOf } from './drawingView';
import type {
  BlockerView,
  PlanView,
  RequirementView,
  ResourceView,
  StepGroupView,
  StepView,
  SwitchView,
  VerificationView,
} from './protocol/plan';
import { sharedScope } from './protocol/fields';
import { rightsView } from './rightsView';

export interface PlanContext {
  readonly revision: number;
  readonly acknowledged: ReadonlySet<string>;
  readonly networkOf: NetworkOf;
  /** Clusters whose endpoint could be in their own network instead. */
  readonly canMoveIn: readonly string[];
}

export function planView(plan: Plan | RollBackPlan, context: PlanContext): PlanView {
  const { revision, acknowledged, networkOf } = context;
  return {
    purpose: 'purpose' in plan ? 'rollBack' : 'link',
    operationId: plan.operationId,
    revision,
    blockers: plan.blockers.map((blocker) => blockerView(blocker, context)),
    hazards: plan.hazards.map(({ id, message, victims, mitigation }) => ({
      id,
      message,
      victims,
      mitigation,
      acknowledged: acknowledged.has(id),
    })),
    requirements: plan.requirements.map(requirementView),
    steps: plan.steps.map((step) => stepView(step, plan)),
    groups: 'purpose' in plan ? [{ title: '', stepIds: plan.steps.map(({ id }) => id) }] : groupsOf(plan),
    drawing: 'purpose' in plan ? undefined : drawingOf(plan, networkOf),
    typicalSeconds: criticalPath(plan.steps),
    nothingToDo: nothingToDo(plan),
  };
}

/** A blocked plan may have no steps and still leave everything to do. */
export function nothingToDo(plan: Changes): boolean {
  return plan.blockers.length === 0 && plan.steps.every(({ action }) => action === 'reuse');
}

/** What a plan made after everything was done says about that. */
export function verificationOf(plan: Changes): VerificationView {
  const left = plan.steps.filter(({ action }) => action !== 'reuse');
  const titles = [...plan.blockers.map(({ message }) => message), ...left.map(({ title }) => title)];
  if (titles.length > 0) return { state: 'remaining', titles };
  const approvals = plan.requirements.filter(({ code }) => code === 'approval').map(requirementView);
  return approvals.length > 0 ? { state: 'pending', approvals } : { state: 'verified' };
}

function requirementView({ message, command, resourceIds }: Requirement): RequirementView {
  return { message, command, resources: resourceIds.map(resourceView) };
}

export function resourceView(id: string): ResourceView {
  return { id, name: nameOf(id) };
}

function blockerView(blocker: Blocker, context: PlanContext): BlockerView {
  const { message, wayOut, command, resourceIds } = blocker;
  return {
    message,
    wayOut,
    command,
    switches: switchesOf(blocker, context),
    resources: resourceIds.map(resourceView),
  };
}

/** Choices of the form that are ways out, so that nobody has to look for them. */
function switchesOf(
  { code, resourceIds }: Blocker,
  { canMoveIn, networkOf }: PlanContext,
): readonly SwitchView[] {
  if (code === 'notPremium') {
    return [{ label: 'Raise it to Premium', scope: sharedScope, field: 'upgrade', value: 'true' }];
  }
  if (!/overlap/i.test(code)) return [];
  return canMoveIn.flatMap((clusterId) => {
    const network = networkOf(clusterId);
    if (network === undefined || !resourceIds.some((id) => sameId(id, network.id))) return [];
    return [
      {
        label: `Put an endpoint into ${nameOf(network.id)}`,
        scope: clusterId,
        field: 'placement' as const,
        value: 'own',
      },
    ];
  });
}

/** What several clusters need comes first, then each cluster's own. */
function groupsOf({ spec, steps }: Plan): readonly StepGroupView[] {
  if (spec.links.length === 1) return [{ title: '', stepIds: steps.map(({ id }) => id) }];
  const of = (clusterId: string) =>
    steps.filter(({ clusterIds }) => clusterIds.length === 1 && sameId(clusterIds[0], clusterId));
  const shared = steps.filter(({ clusterIds }) => clusterIds.length !== 1);
  return [
    { title: 'For several clusters', stepIds: shared.map(({ id }) => id) },
    ...spec.links.map(({ clusterId }) => ({
      title: nameOf(clusterId),
      stepIds: of(clusterId).map(({ id }) => id),
    })),
  ].filter(({ stepIds }) => stepIds.length > 0);
}

function stepView(step: Step, { preflight }: Changes): StepView {
  return {
    id: step.id,
    action: step.action,
    title: step.title,
    resourceId: step.resourceId,
    name: nameOf(step.resourceId),
    reason: step.reason,
    request: step.request && { line: requestLine(step, step.request), body: bodyText(step.request) },
    knownAfterApply: step.knownAfterApply,
    typicalSeconds: step.action === 'reuse' ? 0 : step.typicalSeconds,
    irreversible: irreversible(step),
    rights: rightsView(preflight?.steps[step.id]),
  };
}

function irreversible({ undo }: Step): string | undefined {
  if (undo.kind === 'impossible') return undo.why;
  return undo.kind === 'delete' ? undo.leaves : undefined;
}

function requestLine(step: Step, request: StepRequest): string {
  const query = new URLSearchParams({ 'api-version': request.apiVersion, ...request.query });
  return `${request.method} ${step.resourceId}?${query.toString()}`;
}

function bodyText(request: StepRequest): string {
  return request.method === 'DELETE' ? '(no body)' : JSON.stringify(request.body, null, 2);
}

/** Seconds along the longest chain of steps; steps that hold the same network run one after the other. */
export function criticalPath(steps: readonly Step[]): number {
  const ends = new Map<string, number>();
  const busyUntil = new Map<string, number>();
  // Steps come in an order in which each follows what it depends on.
  for (const step of steps) {
    const free = [
      ...step.dependsOn.map((id) => ends.get(id) ?? 0),
      ...step.holds.map((id) => busyUntil.get(id.toLowerCase()) ?? 0),
    ];
    const end = Math.max(0, ...free) + (step.action === 'reuse' ? 0 : step.typicalSeconds);
    ends.set(step.id, end);
    for (const id of step.holds) busyUntil.set(id.toLowerCase(), end);
  }
  return Math.max(0, ...ends.values());
}
