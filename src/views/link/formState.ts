/** Where a link form can be, with what belongs to each phase. */
import type { Failure } from '../../model/failure';
import type { Plan } from '../../provisioning/plan';
import { nothingToDo } from './planView';
import type { Progress } from './progress';
import type { FieldId, Phase, VerificationView } from './protocol';

/** A plan as it was shown: Apply must name its revision. */
export interface ShownPlan {
  readonly plan: Plan;
  readonly revision: number;
}

export type FormState =
  | { readonly phase: 'choosing'; readonly failure?: Failure }
  | { readonly phase: 'observing'; readonly failure?: Failure }
  | { readonly phase: 'editing'; readonly notice?: string; readonly failure?: Failure }
  | { readonly phase: 'previewing' }
  | {
      readonly phase: 'plan';
      readonly shown: ShownPlan;
      readonly changed: readonly string[];
      readonly checking: boolean;
    }
  | {
      readonly phase: 'applying';
      readonly shown: ShownPlan;
      readonly progress: Progress;
      readonly cancelling: boolean;
    }
  | {
      readonly phase: 'done';
      readonly shown: ShownPlan;
      readonly progress: Progress;
      readonly verification: VerificationView;
    }
  | {
      readonly phase: 'failed';
      readonly shown: ShownPlan;
      readonly progress: Progress;
      readonly failure: Failure;
    }
  | { readonly phase: 'interrupted' };

/** Nothing in the way, something to do, and every hazard of this very plan agreed to. */
export function mayApply(
  { shown: { plan }, checking }: Extract<FormState, { phase: 'plan' }>,
  acknowledged: ReadonlySet<string>,
): boolean {
  if (checking || plan.blockers.length > 0 || nothingToDo(plan)) return false;
  return plan.hazards.every(({ id }) => acknowledged.has(id));
}

export interface Pair {
  readonly registryId?: string;
  readonly clusterId?: string;
}

/** What a form starts with: a pair, or what VS Code kept of one over a reload. */
export interface Start extends Pair {
  readonly phase?: Phase;
  readonly draft?: Readonly<Partial<Record<FieldId, string>>>;
}

/** Phases in which somebody reads a plan or more: after a reload the plan is made anew. */
export function hadPlan(phase: Phase | undefined): boolean {
  return (
    phase === 'previewing' ||
    phase === 'plan' ||
    phase === 'done' ||
    phase === 'failed' ||
    phase === 'interrupted' ||
    phase === 'applying'
  );
}
