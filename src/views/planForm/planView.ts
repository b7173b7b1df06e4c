/** A plan as a form shows it. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import type { AnyPlan, Blocker, Plan, Requirement, Step, StepRequest } from '../../provisioning';
import type { OwnPlanView } from './formKind';
import type { Progress } from './progress';
import type {
  BlockerView,
  PlanView,
  RequirementView,
  ResourceView,
  StepView,
  VerificationView,
} from './protocol/plan';
import { rightsView } from './rightsView';

export interface PlanContext<Drawing> {
  readonly revision: number;
  readonly resumes?: boolean | undefined;
  readonly acknowledged: ReadonlySet<string>;
  /** Undefined before Apply. */
  readonly progress?: Progress | undefined;
  /** What the form shows in a way of its own. */
  readonly own?: OwnPlanView<Drawing> | undefined;
}

export function planView<Drawing>(
  plan: AnyPlan,
  { revision, resumes = false, acknowledged, progress, own }: PlanContext<Drawing>,
): PlanView<Drawing> {
  return {
    purpose: resumes ? 'resume' : plan.purpose.kind === 'rollBack' ? 'rollBack' : 'form',
    operationId: plan.operationId,
    revision,
    blockers: plan.blockers.map((blocker) => blockerView(blocker, own)),
    hazards: plan.hazards.map(({ id, message, affected, mitigation }) => ({
      id,
      message,
      affected,
      mitigation,
      acknowledged: acknowledged.has(id),
    })),
    requirements: plan.requirements.map(requirementView),
    steps: plan.steps.map((step) => stepView(step, plan, progress?.steps[step.id]?.state === 'done')),
    groups: own?.groups ?? [{ title: '', stepIds: plan.steps.map(({ id }) => id) }],
    drawing: own?.drawing,
    typicalSeconds: criticalPath(plan.steps),
    nothingToDo: nothingToDo(plan),
  };
}

/** A blocked plan may have no steps and still leave everything to do. */
export function nothingToDo(plan: Plan): boolean {
  return plan.blockers.length === 0 && plan.steps.every(({ action }) => action === 'reuse');
}

/** What a plan made after everything was done says about that. */
export function verificationOf(plan: Plan): VerificationView {
  const left = plan.steps.filter(({ action }) => action !== 'reuse');
  // A plan that writes nothing has hazards only where the nodes can't pull all the same, or nobody can tell.
  const titles = [
    ...plan.blockers.map(({ message }) => message),
    ...(left.length === 0 ? plan.hazards.map(({ message }) => message) : left.map(leftWords)),
  ];
  if (titles.length > 0) return { state: 'remaining', titles };
  const approvals = plan.requirements.filter(({ code }) => code === 'approval').map(requirementView);
  return approvals.length > 0 ? { state: 'pending', approvals } : { state: 'verified' };
}

/** The name alone wouldn't say whether it is there. */
function leftWords({ action, title }: Step): string {
  const state = { create: t('missing'), update: t('has other settings'), delete: t('exists'), reuse: '' }[
    action
  ];
  return `${title} (${state})`;
}

function requirementView({ message, command, resourceIds }: Requirement): RequirementView {
  return { message, command, resources: resourceIds.map(resourceView) };
}

export function resourceView(id: string): ResourceView {
  return { id, name: nameOf(id) };
}

function blockerView(blocker: Blocker, own: OwnPlanView<unknown> | undefined): BlockerView {
  const { message, wayOut, command, resourceIds } = blocker;
  return {
    message,
    wayOut,
    command,
    switches: own?.switches?.(blocker) ?? [],
    resources: resourceIds.map(resourceView),
  };
}

function stepView(step: Step, { preflight }: Plan, isDone: boolean): StepView {
  return {
    id: step.id,
    action: step.action,
    title: step.title,
    resourceId: step.resourceId,
    name: nameOf(step.resourceId),
    reason: isDone ? '' : step.reason,
    request: step.request && { line: requestLine(step, step.request), body: bodyText(step.request) },
    knownAfterApply: step.knownAfterApply,
    typicalSeconds: step.action === 'reuse' ? 0 : step.typicalSeconds,
    irreversible: isDone ? undefined : irreversible(step),
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
  return request.method === 'DELETE' ? t('(no body)') : JSON.stringify(request.body, null, 2);
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
