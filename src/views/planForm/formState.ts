/** Where a form can be, with what belongs to each phase. */
import type { Failure } from '../../model/failure';
import type { AnyPlan, Step } from '../../provisioning';
import { nothingToDo } from './planView';
import type { Progress } from './progress';
import type { OffersView, Phase, SavedDraft } from './protocol';
import type { FormView } from './protocol/fields';
import type { VerificationView } from './protocol/plan';

/** A plan as it was shown: Apply must name its revision. */
export interface ShownPlan {
  readonly plan: AnyPlan;
  readonly revision: number;
  /** It is what is left of an interrupted operation: Apply resumes that one. */
  readonly resumes?: boolean;
}

/** What becomes of the steps that run when the user cancels. */
export type CancelChoice = 'await' | 'abandon';

export const nothingOffered: OffersView = { resume: false, rollBack: false, journal: false };

export type FormState =
  | { readonly phase: 'choosing'; readonly failure?: Failure }
  | { readonly phase: 'observing'; readonly failure?: Failure }
  | EditingState
  | {
      readonly phase: 'previewing';
      /** Where Cancel leads. */
      readonly back: FormState;
    }
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
      readonly cancelling: CancelChoice | undefined;
    }
  | DoneState
  | {
      readonly phase: 'failed';
      readonly shown: ShownPlan;
      readonly progress: Progress;
      /** The first is what stopped it. */
      readonly failures: readonly [Failure, ...Failure[]];
      readonly offers: OffersView;
    }
  | { readonly phase: 'interrupted'; readonly failure?: Failure; readonly offers: OffersView };

interface EditingState {
  readonly phase: 'editing';
  readonly notice?: string | undefined;
  readonly failure?: Failure;
  /** What the choices needed: it is being read, or couldn't be, and isn't asked for again with every letter. */
  readonly asked?: string;
  readonly reading?: FormView['reading'];
}

export interface DoneState {
  readonly phase: 'done';
  readonly shown: ShownPlan;
  readonly progress: Progress;
  readonly verification: VerificationView;
  /** The steps of the plan that was made afterwards; undefined until there is one. */
  readonly then?: readonly Step[] | undefined;
  /** It was looked at before: what is missing now was there, or may have been. */
  readonly later?: boolean;
  /** When Azure was read for it, in milliseconds since the epoch. */
  readonly lookedAt?: number;
}

/** Nothing in the way, something to do, and every hazard of this very plan agreed to. */
export function mayApply(
  { shown: { plan }, checking }: Extract<FormState, { phase: 'plan' }>,
  acknowledged: ReadonlySet<string>,
): boolean {
  if (checking || plan.blockers.length > 0 || nothingToDo(plan)) return false;
  return plan.hazards.every(({ id }) => acknowledged.has(id));
}

/** Back to the fields, with what went wrong. */
export function toFields(failure: Failure): FormState {
  return { phase: 'editing', failure };
}

/** What VS Code kept of a form over a reload; empty for a new form. */
export interface Restored {
  readonly phase?: Phase;
  readonly operationId?: string;
  readonly draft?: SavedDraft;
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
