/**
 * What the two sides of a form that plans and applies say to each other. View models only: the browser side gets words
 * to show and never a plan to send back; it asks for Apply with the plan's id and the revision that it showed. A form
 * adds messages, members of its view and a choosing page of its own.
 */
import type { Failure } from '../../model/failure';
import type { FormView } from './protocol/fields';
import type { PlanView, ProgressView, ResourceView, VerificationView } from './protocol/plan';

/** What a field takes at most: what is longer could not be sent, and the host would plan something else than is shown. */
export const longestText = 4096;

/** Typed values by scope and field. */
export type SavedDraft<Field extends string = string> = Readonly<
  Record<string, Readonly<Partial<Record<Field, string>>>>
>;

/** What a form is rebuilt from after a reload, with what it is about: typed text, nothing that Azure answered. */
export interface SavedProgress<Field extends string = string> {
  readonly operationId: string;
  readonly phase: Phase;
  readonly draft?: SavedDraft<Field>;
}

export const phases = [
  'choosing',
  'observing',
  'editing',
  'previewing',
  'plan',
  'applying',
  'done',
  'failed',
  'interrupted',
] as const;
export type Phase = (typeof phases)[number];

/** `Drawing` is what the form draws of a plan, `Choosing` its choosing page. */
export interface PlanFormView<Drawing = unknown, Choosing = never> {
  readonly emulatorName: string | undefined;
  /** Of the panel and the page, e.g. "Link contosodata → 3 clusters". */
  readonly title: string;
  readonly page: PageView<Drawing> | Choosing;
}

export type PageView<Drawing = unknown> =
  | { readonly phase: 'observing'; readonly problem: ProblemView | undefined }
  | {
      readonly phase: 'editing' | 'previewing';
      readonly form: FormView;
      /** Why the plan that was here is gone. */
      readonly notice: string | undefined;
      readonly problem: ProblemView | undefined;
    }
  | {
      readonly phase: 'plan';
      readonly form: FormView;
      readonly plan: PlanView<Drawing>;
      /** Apply found these things changed since the plan that it was asked to apply; this is the new plan. */
      readonly changed: readonly string[];
      /** Apply is reading everything again before the first write. */
      readonly checking: boolean;
    }
  | {
      readonly phase: 'applying';
      readonly plan: PlanView<Drawing>;
      readonly progress: ProgressView;
      /** What becomes of what runs, once the user has cancelled. */
      readonly cancelling: 'await' | 'abandon' | undefined;
    }
  | {
      readonly phase: 'done';
      readonly plan: PlanView<Drawing>;
      readonly progress: ProgressView;
      readonly verification: VerificationView;
      /** When everything was read for it, in milliseconds since the epoch; undefined while it is. */
      readonly lookedAt: number | undefined;
      /** It isn't the first look after the operation. */
      readonly later: boolean;
      /** It can be rolled back. */
      readonly canBeUndone: boolean;
    }
  | {
      readonly phase: 'failed';
      /** The user ended it: nothing went wrong. */
      readonly cancelled: boolean;
      readonly plan: PlanView<Drawing>;
      readonly progress: ProgressView;
      readonly problem: ProblemView;
      /** What else went wrong: steps that ran side by side can fail side by side. */
      readonly others: readonly ProblemView[];
      readonly offers: OffersView;
    }
  | { readonly phase: 'interrupted'; readonly problem: ProblemView; readonly offers: OffersView };

/** What can be done with an operation that didn't come to its end. */
export interface OffersView {
  readonly resume: boolean;
  readonly rollBack: boolean;
  readonly journal: boolean;
}

export interface ProblemView {
  readonly message: string;
  readonly nextAction: string;
  /** On what it happened. */
  readonly resource: ResourceView | undefined;
  /** Azure's own words. */
  readonly azure:
    { readonly code: string; readonly message: string; readonly requestId: string | undefined } | undefined;
  /** Where a sign-in is what helps. */
  readonly signIn: Failure['signIn'] | undefined;
  readonly retryLabel: string | undefined;
}
