/**
 * What the two sides of the link form say to each other. View models only: the browser side gets words to show and
 * never a plan to send back; it asks for Apply with the plan's id and the revision that it showed.
 */
import type { FieldId, FormView } from './protocol/fields';
import type { PlanView, ProgressView, ResourceView, VerificationView } from './protocol/plan';

export type Side = 'registry' | 'cluster';

/** From the browser side to the host. */
export type ToHost =
  | { readonly type: 'ready' }
  /** Takes the registry. */
  | { readonly type: 'choose'; readonly id: string }
  /** Takes a cluster into the form, or out of it. */
  | { readonly type: 'tick'; readonly id: string; readonly ticked: boolean }
  /** The clusters that are ticked are all. */
  | { readonly type: 'continue' }
  | { readonly type: 'chooseAgain'; readonly side: Side }
  /** `edit` counts up: the host's views say which edits they contain, so that typing is never overwritten. */
  | {
      readonly type: 'edit';
      readonly scope: string;
      readonly field: FieldId;
      readonly value: string;
      readonly edit: number;
    }
  | { readonly type: 'preview' }
  | { readonly type: 'acknowledge'; readonly hazardId: string; readonly acknowledged: boolean }
  | { readonly type: 'apply'; readonly operationId: string; readonly revision: number }
  /** `abandon`: what Azure is at work on isn't waited for. Without meaning but for an operation that runs. */
  | { readonly type: 'cancel'; readonly choice: 'await' | 'abandon' }
  /** Read everything again, after a failure or an interruption. */
  | { readonly type: 'retry' }
  /** Go on with the operation that was interrupted. */
  | { readonly type: 'resume' }
  | { readonly type: 'rollBack' }
  | { readonly type: 'showJournal' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insertManifest' }
  | { readonly type: 'showInTree' };

/** From the host to the browser side. `saved` is kept by VS Code for the time after a reload. */
export type ToApp =
  | { readonly type: 'view'; readonly view: LinkView; readonly saved: SavedForm }
  /** The panel was brought to the front by a command: put the keyboard focus into it. */
  | { readonly type: 'focus' };

export type SavedFields = Readonly<Partial<Record<FieldId, string>>>;

/** What a form is rebuilt from after a reload: choices and typed text, nothing that Azure answered. */
export interface SavedForm {
  readonly schemaVersion: 2;
  readonly registryId?: string;
  readonly clusterIds: readonly string[];
  readonly operationId: string;
  readonly phase: Phase;
  /** By scope. */
  readonly draft?: Readonly<Record<string, SavedFields>>;
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

export interface LinkView {
  readonly emulatorName: string | undefined;
  /** "Link contosodata → 3 clusters". */
  readonly title: string;
  readonly registry: PartyView | undefined;
  readonly clusters: readonly PartyView[];
  readonly page: PageView;
}

export interface PartyView {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

export type PageView =
  | {
      readonly phase: 'choosing';
      /** The sides that are to be chosen now. */
      readonly sides: readonly Side[];
      /** Undefined while they are being listed. */
      readonly registries: readonly PartyView[] | undefined;
      readonly clusters: readonly (PartyView & { readonly ticked: boolean })[] | undefined;
      readonly problem: ProblemView | undefined;
    }
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
      readonly plan: PlanView;
      /** Apply found these things changed since the plan that it was asked to apply; this is the new plan. */
      readonly changed: readonly string[];
      /** Apply is reading everything again before the first write. */
      readonly checking: boolean;
    }
  | {
      readonly phase: 'applying';
      readonly plan: PlanView;
      readonly progress: ProgressView;
      /** What becomes of what runs, once the user has cancelled. */
      readonly cancelling: 'await' | 'abandon' | undefined;
    }
  | {
      readonly phase: 'done';
      readonly plan: PlanView;
      readonly progress: ProgressView;
      readonly verification: VerificationView;
    }
  | {
      readonly phase: 'failed';
      readonly plan: PlanView;
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
  readonly retryLabel: string | undefined;
}
