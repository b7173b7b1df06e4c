/** What an interrupted operation would still do, planned from the state of now. */
import { t } from '@vscode/l10n';
import { idKey } from '../../model/armId';
import type { Journal } from '../journal/journalSchema';
import { recordsIn } from '../journal/records';
import type { Blocker, Hazard, Plan, Step } from '../plan/plan';
import type { World } from './operation';
import { prepare } from './prepare';
import { verify, type Change, type Verified } from './recorded';
import type { OperationKind } from './kinds';
import { operations, type AnyPlan, type PlanOf } from './table';

export interface Remaining {
  /**
   * The steps that are left as they were shown, and the others as done. In the way is what is no longer as the operation
   * left it, and what a plan made now would be blocked by; at stake is what nobody has agreed to yet.
   */
  readonly plan: AnyPlan;
  readonly verified: Verified;
  /** The plan to go on with: who has got a role on a registry since, has been looked at. */
  readonly toRun: AnyPlan;
}

/** Reads every resource of the plan, and plans what is left. Rejects with FailureError when nothing can be said. */
export async function remainingOf<Kind extends OperationKind>(
  plan: PlanOf<Kind>,
  journal: Journal,
  world: World,
  signal: AbortSignal,
): Promise<Remaining> {
  const { kind, spec } = plan.purpose;
  const verified = await verify(journal, world.azure, await recordsIn(world.journal), signal);
  const isDone = (stepId: string) => verified.done.has(stepId);
  const left = plan.steps.some(({ id, action }) => action !== 'reuse' && !isDone(id));
  const changes = verified.changes.map(changed);
  if (!left || changes.length > 0) {
    return { plan: shown(plan, isDone, changes, []), verified, toRun: plan as AnyPlan };
  }
  const wish = {
    kind,
    spec: operations[kind].left?.(spec, plan, isDone) ?? spec,
    operationId: plan.operationId,
  };
  const { plan: fresh } = await prepare(wish, world, signal);
  const begun = unfinished(journal, isDone);
  const blockers = fresh.blockers.filter((blocker) => !isOwnWork(blocker, begun));
  const hazards = fresh.hazards.filter((hazard) => !isAgreedTo(hazard, journal));
  const toRun = withPullersOf(fresh, plan) as AnyPlan;
  return { plan: shown(toRun, isDone, blockers, hazards, fresh.preflight), verified, toRun };
}

/** Whoever may pull by now is in the new plan's findings: only who comes after it still stands in the way. */
function withPullersOf(fresh: Plan, plan: Plan): Plan {
  const steps = plan.steps.map((step): Step => {
    const pullers = fresh.steps.find(({ id }) => id === step.id)?.guard?.pullers;
    return step.guard === undefined || pullers === undefined
      ? step
      : { ...step, guard: { ...step.guard, pullers } };
  });
  return { ...plan, steps };
}

function shown(
  plan: Plan,
  isDone: (stepId: string) => boolean,
  blockers: readonly Blocker[],
  hazards: readonly Hazard[],
  preflight?: Plan['preflight'],
): AnyPlan {
  const { operationId, purpose, requirements, basedOn } = plan;
  const steps = plan.steps.map((step): Step => {
    const dependsOn = step.dependsOn.filter((id) => !isDone(id));
    if (!isDone(step.id)) return { ...step, dependsOn };
    return {
      ...step,
      action: 'reuse',
      request: undefined,
      dependsOn: [],
      reason: t('It was done before the interruption.'),
    };
  });
  // The purpose is that of the plan that was given.
  const asked = preflight === undefined ? {} : { preflight };
  return { operationId, purpose, steps, blockers, hazards, requirements, basedOn, ...asked } as AnyPlan;
}

function changed({ words, resourceId }: Change): Blocker {
  return {
    code: 'stateChanged',
    message: words,
    wayOut: t('Restore it, or roll back or discard the operation.'),
    resourceIds: [resourceId],
  };
}

/** Keys of what was sent, and may still be under way. */
function unfinished({ plan, steps }: Journal, isDone: (stepId: string) => boolean): ReadonlySet<string> {
  const begun = plan.steps.filter(({ id }) => steps[id] !== undefined && !isDone(id));
  return new Set(begun.map(({ resourceId }) => idKey(resourceId)));
}

/** Codes of blockers that say that Azure is at work on something, or isn't through with it. */
const atWork = new Set([
  'registryNotReady',
  'replicaNotReady',
  'endpointNotApproved',
  'connectionBusy',
  'peeringDisconnected',
  'beingDeleted',
]);

/** Azure is still at work on what this operation sent: resuming waits for that. */
function isOwnWork({ code, resourceIds }: Blocker, begun: ReadonlySet<string>): boolean {
  return atWork.has(code) && resourceIds.every((id) => begun.has(idKey(id)));
}

/** Half of a plan endangers no more than the whole did: the same things, nobody besides, and in no other way. */
function isAgreedTo(hazard: Hazard, { plan, acknowledged }: Journal): boolean {
  if (acknowledged.includes(hazard.id)) return true;
  const agreed = plan.hazards.filter(({ id }) => acknowledged.includes(id));
  return agreed.some(
    ({ code, about, affected, message, typed }) =>
      code === hazard.code &&
      typed === hazard.typed &&
      hazard.about.every((thing) => about.includes(thing)) &&
      hazard.affected.every((name) => affected.includes(name)) &&
      wordsOf(hazard.message).every((word) => wordsOf(message).includes(word)),
  );
}

/** A message that names fewer things has no other words; one that names more, or says something else, has. */
function wordsOf(message: string): readonly string[] {
  return message.split(/[\s,;:()]+/).map((word) => word.replace(/\.$/, ''));
}
