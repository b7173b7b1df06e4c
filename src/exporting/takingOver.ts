/** A plan together with what of it is there already, so that code takes that over instead of creating it again. */
import { sameId } from '../model/armId';
import type { AnyPlan, Existing } from '../provisioning';
import { refersTo, stepsThere } from './existing';
import { titleOfStep, type WrittenStep, writesOf } from './model';

/** What the plan reuses as it is there, then its writes; of these, what is there as it is, with the tags that it has. */
export function writesTakingOver(plan: AnyPlan, { things }: Existing): WrittenStep[] {
  const writes = writesOf(plan).map((write): WrittenStep => {
    const thing = things.find(({ resourceId }) => sameId(resourceId, write.resourceId));
    return write.action !== 'create' || thing === undefined
      ? write
      : { ...write, request: thing.request, isThere: true };
  });
  const isWritten = (id: string) =>
    writes.some(({ action, resourceId }) => action === 'create' && sameId(resourceId, id));
  const reused = stepsThere(things.filter(({ resourceId }) => !isWritten(resourceId)));
  return [...reused.map((step) => reusedStep(step, plan, writes)), ...writes];
}

/** Named apart from the plan's steps, and without the name of a person. Nothing of it is written, so it holds nothing up. */
function reusedStep(step: WrittenStep, plan: AnyPlan, writes: readonly WrittenStep[]): WrittenStep {
  const planned = plan.steps.find(({ resourceId }) => sameId(resourceId, step.resourceId));
  const title = planned === undefined ? step.title : titleOfStep(planned, plan);
  const there = writes.filter((write) => write.isThere === true && refersTo(step, write.resourceId));
  return {
    ...step,
    id: named(step.id),
    title,
    reason: `${title}.`,
    dependsOn: [...step.dependsOn.map(named), ...there.map(({ id }) => id)],
    holds: [],
  };
}

function named(id: string): string {
  return `existing.${id}`;
}
