/** A plan as the form shows it. */
import { nameOf } from '../../model/armId';
import type { Plan, Step, StepRequest } from '../../provisioning/plan';
import { drawingOf, type ClusterNetwork } from './drawingView';
import type { PlanView, StepView, VerificationView } from './protocol';

export function planView(
  plan: Plan,
  revision: number,
  acknowledged: ReadonlySet<string>,
  clusterNetwork: ClusterNetwork | undefined,
): PlanView {
  return {
    operationId: plan.operationId,
    revision,
    blockers: plan.blockers.map(({ message, wayOut, resourceIds }) => ({
      message,
      wayOut,
      resources: resourceIds.map((id) => ({ id, name: nameOf(id) })),
    })),
    hazards: plan.hazards.map(({ id, message, victims, mitigation }) => ({
      id,
      message,
      victims,
      mitigation,
      acknowledged: acknowledged.has(id),
    })),
    steps: plan.steps.map(stepView),
    drawing: drawingOf(plan, clusterNetwork),
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
  const titles = [...plan.blockers.map(({ message }) => message), ...left.map(({ title }) => title)];
  return titles.length === 0 ? { state: 'verified' } : { state: 'remaining', titles };
}

function stepView(step: Step): StepView {
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
    irreversible: step.undo.kind === 'impossible' ? step.undo.why : undefined,
  };
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
