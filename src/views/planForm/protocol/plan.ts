/** A plan, and how far it is, as the browser side sees them. */

export interface PlanView<Drawing = unknown> {
  /** `rollBack`: undoes what an operation did. `resume`: what is left of an interrupted operation. */
  readonly purpose: 'form' | 'rollBack' | 'resume';
  readonly operationId: string;
  /** Counts the plans that this form has shown; Apply names the one it means. */
  readonly revision: number;
  readonly blockers: readonly BlockerView[];
  readonly hazards: readonly HazardView[];
  readonly requirements: readonly RequirementView[];
  readonly steps: readonly StepView[];
  /** E.g. by cluster; one group without a title where there is nothing to tell apart. */
  readonly groups: readonly StepGroupView[];
  /** Undefined where there is nothing to draw. */
  readonly drawing: Drawing | undefined;
  /** Length of the longest chain of steps. */
  readonly typicalSeconds: number;
  /** Everything is as it should be already. */
  readonly nothingToDo: boolean;
}

export interface StepGroupView {
  readonly title: string;
  readonly stepIds: readonly string[];
}

export interface BlockerView {
  readonly message: string;
  readonly wayOut: string;
  /** For somebody to run in a terminal; undefined where no command helps. */
  readonly command: string | undefined;
  /** Choices of the form that lead out. */
  readonly switches: readonly SwitchView[];
  readonly resources: readonly ResourceView[];
}

/** An edit that a button makes, followed by a new preview. */
export interface SwitchView {
  readonly label: string;
  readonly scope: string;
  readonly field: string;
  readonly value: string;
}

export interface ResourceView {
  readonly id: string;
  readonly name: string;
}

/** Something that others have to see to, or that nobody has checked. */
export interface RequirementView {
  readonly message: string;
  readonly command: string | undefined;
  readonly resources: readonly ResourceView[];
}

export interface HazardView {
  readonly id: string;
  readonly message: string;
  readonly affected: readonly string[];
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
  /** Why it is done, or kept; empty once it is done: it may say what isn't so any more. */
  readonly reason: string;
  /** Exactly what will be sent; undefined when nothing is. */
  readonly request: { readonly line: string; readonly body: string } | undefined;
  readonly knownAfterApply: readonly string[];
  readonly typicalSeconds: number;
  /** That it can't be undone, in a sentence; undefined if it can, and once it is done. */
  readonly irreversible: string | undefined;
  /** Undefined for a step that writes nothing. */
  readonly rights: RightsView | undefined;
}

/** Whether the signed-in person may do what a step does. */
export interface RightsView {
  /** `unknown`: nothing is known to lack, but not everything could be told. */
  readonly state: 'granted' | 'missing' | 'unknown';
  readonly missing: readonly {
    readonly message: string;
    readonly wayOut: string;
    readonly command: string | undefined;
  }[];
  /** What could not be told, each in a sentence. */
  readonly unsure: readonly string[];
}

/** `missing` and `notInEffect`: it was done, and what was found afterwards isn't so, or isn't so any more. */
export type StepState = 'waiting' | 'running' | 'done' | 'failed' | 'notStarted' | 'missing' | 'notInEffect';

/** Instants are milliseconds since the epoch on the host's clock. */
export interface StepProgressView {
  readonly state: StepState;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** What Azure says about the running operation, or what went wrong. */
  readonly note?: string;
  /** Waiting for another try: its number, and when it is made. */
  readonly retry?: { readonly attempt: number; readonly at: number };
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
  /** Everything is written, but endpoints wait for the registry's owner: until then nothing is pulled. */
  | { readonly state: 'pending'; readonly approvals: readonly RequirementView[] }
  | { readonly state: 'unknown'; readonly reason: string };
