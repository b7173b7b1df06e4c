/** What a form that plans and applies supplies of its own, on the host side. The rest is the same for all of them. */
import type { Failure } from '../../model/failure';
import type { AnyPlan, Blocker } from '../../provisioning';
import type { Phase, SavedDraft } from './protocol';
import type { SectionView } from './protocol/fields';
import type { StepGroupView, SwitchView } from './protocol/plan';

/** The types in which forms differ. */
export interface FormTypes {
  /** What the fields are shown from: facts, proposals, and what the user made of them. Replaced, never changed. */
  readonly filled: object;
  readonly plan: AnyPlan;
  readonly drawing: unknown;
  /** Ids of what the form is about: kept over a reload, and told to what the end offers. */
  readonly subject: object;
  /** Members of the view besides those that all forms have. */
  readonly header: object;
  /** View and messages of the choosing page; `never` without one. */
  readonly choosing: { readonly phase: 'choosing' };
  readonly message: { readonly type: string };
}

export interface FormKind<T extends FormTypes> {
  /** Of the panel and the page. */
  readonly title: string;
  readonly subject: T['subject'];
  readonly header: T['header'];
  /** Id of an operation that the form is there to go on with: what is left of it is shown at once. */
  readonly resumes?: string | undefined;
  /** Undefined for a form that is about something given. */
  readonly choosing?: Choosing<T>;
  /** Reads and proposes; rejects with FailureError where the form can't be filled. */
  fill(signal: AbortSignal): Promise<T['filled']>;
  /** The sections that apply, their fields checked. */
  sections(filled: T['filled']): readonly SectionView[];
  /** With the edit and what follows from it; undefined when it isn't taken. */
  edit(filled: T['filled'], edit: Edit): T['filled'] | undefined;
  /** What is kept over a reload and for the next opening: what the user changed, or every value. */
  kept(filled: T['filled'], which: 'changes' | 'all'): SavedDraft;
  /** With what was kept, as far as it can still be filled in. */
  restore(filled: T['filled'], kept: SavedDraft): T['filled'];
  /** What has to be read because a choice needs it. */
  unread?(filled: T['filled']): Reading<T['filled']> | undefined;
  /** Where the fields themselves say what is there: what has to be read again when the page comes back to the front. */
  again?(filled: T['filled']): Reading<T['filled']> | undefined;
  /** Reads everything that the fields name and plans anew, with rights; rejects with FailureError. */
  plan(
    filled: T['filled'],
    operationId: string,
    signal: AbortSignal,
  ): Promise<{ readonly filled: T['filled']; readonly plan: T['plan'] }>;
  /** There is nothing more to choose: the plan is shown at once. */
  isDecided?(filled: T['filled']): boolean;
  /** The plan of what is left to do after this one; by default that of the fields. Rejects with FailureError. */
  planLeft?(plan: AnyPlan, signal: AbortSignal): Promise<AnyPlan>;
  /** Which journaled plans are this form's. */
  isOwn(plan: AnyPlan): plan is T['plan'];
  /** Whether one of them is about what this form is about now, whoever made it. */
  concerns(plan: T['plan']): boolean;
  /** What the form shows of its plan in a way of its own. */
  show(plan: T['plan'], filled: T['filled'] | undefined): OwnPlanView<T['drawing']>;
  /**
   * Reads again what the form shows of Azure besides fields and plan: after something was written, and when the page comes
   * back to the front. Rejects with FailureError.
   */
  renew?(signal: AbortSignal, after: 'writing' | 'return'): Promise<void>;
  dispose?(): void;
}

export interface Edit {
  readonly scope: string;
  readonly field: string;
  readonly value: string;
}

export interface Reading<Filled> {
  /** Id of what is read: it isn't read twice for one choice. */
  readonly about: string;
  /** Id of the section that waits for it. */
  readonly section: string;
  readonly words: string;
  /** Gives what was read to the form as it is then: the user may have gone on typing. */
  read(signal: AbortSignal): Promise<(latest: Filled) => Filled>;
}

/** Everything may be left out: then the steps are one group, nothing is drawn, and blockers have no buttons. */
export interface OwnPlanView<Drawing> {
  readonly groups?: readonly StepGroupView[];
  readonly drawing?: Drawing | undefined;
  readonly switches?: (blocker: Blocker) => readonly SwitchView[];
}

/** The page on which what the form is about is chosen. */
export interface Choosing<T extends FormTypes> {
  /** Everything is chosen: the form can be filled. */
  readonly over: boolean;
  /** Reads what is offered. */
  list(signal: AbortSignal): Promise<void>;
  view(failure: Failure | undefined): T['choosing'];
  take(message: T['message'], phase: Phase, filled: T['filled'] | undefined): Taken | undefined;
}

/** What follows from a message of the choosing page: it is shown anew, or the form begins again. */
export type Taken =
  | { readonly then: 'show' }
  | { readonly then: 'begin' }
  /** What was filled in is gone, but for this draft. */
  | { readonly then: 'refill'; readonly draft: SavedDraft | undefined };
