/**
 * What the two sides of the link form say to each other. View models only: the browser side gets words to show and
 * never a plan to send back; it asks for Apply with the plan's id and the revision that it showed.
 */

export type Side = 'registry' | 'cluster';

/**
 * Everything that the user can fill in, choices before what depends on them. Values are strings; `true` and `false` for
 * a check.
 */
export const fieldIds = [
  'mode',
  'upgrade',
  'endpoint',
  'network',
  'subnet',
  'zone',
  'endpointGroup',
  'endpointName',
  'networkSubscription',
  'networkGroup',
  'networkName',
  'networkLocation',
  'networkPrefix',
  'subnetName',
  'subnetPrefix',
  'zoneSubscription',
  'zoneGroup',
  'fallback',
  'zoneGroupName',
  'registryZoneLink',
  'clusterZoneLink',
  'peeringToCluster',
  'peeringToRegistry',
  'tags',
] as const;
export type FieldId = (typeof fieldIds)[number];

/** From the browser side to the host. */
export type ToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'choose'; readonly side: Side; readonly id: string }
  | { readonly type: 'chooseAgain'; readonly side: Side }
  /** `edit` counts up: the host's views say which edits they contain, so that typing is never overwritten. */
  | { readonly type: 'edit'; readonly field: FieldId; readonly value: string; readonly edit: number }
  | { readonly type: 'preview' }
  | { readonly type: 'acknowledge'; readonly hazardId: string; readonly acknowledged: boolean }
  | { readonly type: 'apply'; readonly operationId: string; readonly revision: number }
  | { readonly type: 'cancel' }
  /** Read everything again, after a failure or an interruption. */
  | { readonly type: 'retry' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insertManifest' }
  | { readonly type: 'showInTree' };

/** From the host to the browser side. `saved` is kept by VS Code for the time after a reload. */
export type ToApp =
  | { readonly type: 'view'; readonly view: LinkView; readonly saved: SavedForm }
  /** The panel was brought to the front by a command: put the keyboard focus into it. */
  | { readonly type: 'focus' };

/** What a form is rebuilt from after a reload: choices and typed text, nothing that Azure answered. */
export interface SavedForm {
  readonly schemaVersion: 1;
  readonly registryId?: string;
  readonly clusterId?: string;
  readonly operationId: string;
  readonly phase: Phase;
  readonly draft?: Readonly<Partial<Record<FieldId, string>>>;
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
  readonly registry: PartyView | undefined;
  readonly cluster: PartyView | undefined;
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
      /** Undefined while they are being listed. */
      readonly registries: readonly PartyView[] | undefined;
      readonly clusters: readonly PartyView[] | undefined;
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
      readonly cancelling: boolean;
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
    }
  | { readonly phase: 'interrupted'; readonly problem: ProblemView };

export interface FormView {
  readonly sections: readonly SectionView[];
  /** Highest `edit` of the edits that this view contains. */
  readonly edit: number;
  readonly errors: number;
  /** Facts about a newly chosen network are being read. */
  readonly reading: boolean;
}

export interface SectionView {
  readonly id: string;
  readonly title: string;
  readonly intro: string;
  /** Rarely changed: shown folded unless a field in it is in error. */
  readonly advanced: boolean;
  readonly fields: readonly FieldView[];
}

interface FieldBase {
  readonly id: FieldId;
  readonly label: string;
  readonly help: string | undefined;
  readonly error: string | undefined;
}

export interface OptionView {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}

export type FieldView =
  | (FieldBase & { readonly kind: 'text'; readonly value: string })
  | (FieldBase & { readonly kind: 'choice'; readonly value: string; readonly options: readonly OptionView[] })
  | (FieldBase & { readonly kind: 'radio'; readonly value: string; readonly options: readonly OptionView[] })
  | (FieldBase & { readonly kind: 'check'; readonly checked: boolean })
  /** Follows from another choice. */
  | (FieldBase & { readonly kind: 'fact'; readonly text: string });

export interface PlanView {
  readonly operationId: string;
  /** Counts the plans that this form has shown; Apply names the one it means. */
  readonly revision: number;
  readonly blockers: readonly BlockerView[];
  readonly hazards: readonly HazardView[];
  readonly steps: readonly StepView[];
  readonly drawing: DrawingView;
  /** Length of the longest chain of steps. */
  readonly typicalSeconds: number;
  /** Everything is as it should be already. */
  readonly nothingToDo: boolean;
}

export interface BlockerView {
  readonly message: string;
  readonly wayOut: string;
  readonly resources: readonly ResourceView[];
}

export interface ResourceView {
  readonly id: string;
  readonly name: string;
}

export interface HazardView {
  readonly id: string;
  readonly message: string;
  readonly victims: readonly string[];
  readonly mitigation: string | undefined;
  readonly acknowledged: boolean;
}

export type StepActionView = 'create' | 'update' | 'reuse' | 'delete';

export interface StepView {
  readonly id: string;
  readonly action: StepActionView;
  readonly title: string;
  readonly resourceId: string;
  readonly name: string;
  readonly reason: string;
  /** Exactly what will be sent; undefined when nothing is. */
  readonly request: { readonly line: string; readonly body: string } | undefined;
  readonly knownAfterApply: readonly string[];
  readonly typicalSeconds: number;
  /** Why it can't be undone; undefined if it can. */
  readonly irreversible: string | undefined;
}

export type StepState = 'waiting' | 'running' | 'done' | 'failed' | 'notStarted';

/** Instants are milliseconds since the epoch on the host's clock. */
export interface StepProgressView {
  readonly state: StepState;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** What Azure says about the running operation, or what went wrong. */
  readonly note?: string;
}

export interface ProgressView {
  /** The host's clock when the view was made: the browser may be on another machine. */
  readonly now: number;
  readonly startedAt: number;
  readonly finishedAt: number | undefined;
  readonly steps: Readonly<Record<string, StepProgressView>>;
}

export type VerificationView =
  | { readonly state: 'checking' }
  /** Observed and planned again: nothing is left to do. */
  | { readonly state: 'verified' }
  | { readonly state: 'remaining'; readonly titles: readonly string[] }
  | { readonly state: 'unknown'; readonly reason: string };

export interface ProblemView {
  readonly message: string;
  readonly nextAction: string;
  /** Azure's own words. */
  readonly azure:
    { readonly code: string; readonly message: string; readonly requestId: string | undefined } | undefined;
  readonly retryLabel: string | undefined;
}

export type PartId = 'registry' | 'endpoint' | 'registryNetwork' | 'zone' | 'clusterNetwork' | 'cluster';
export type WireId = 'access' | 'zoneGroup' | 'registryZoneLink' | 'clusterZoneLink' | 'peering' | 'role';

/** One thing in the drawing. Its state follows from its steps; without steps it exists already. */
export interface PartView {
  readonly name: string;
  readonly kind: string;
  readonly detail: string;
  readonly steps: readonly string[];
}

export interface DrawingView {
  /** `shared`: the endpoint is in the cluster's own network. */
  readonly topology: 'public' | 'peered' | 'shared';
  readonly parts: Readonly<Partial<Record<PartId, PartView>>>;
  readonly wires: Readonly<Partial<Record<WireId, PartView>>>;
}
