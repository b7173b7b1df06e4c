/** What a form supplies of its own on the browser side. */
import type { nothing, TemplateResult } from '../../ui/html';
import type { PageView, PlanFormView } from '../protocol';
import type { PlanView, ProgressView, VerificationView } from '../protocol/plan';

/** A choosing page, as far as the frame knows it; `never` for a form without one. */
export interface AnyChoosing {
  readonly phase: 'choosing';
}

export type View<Header, Drawing, C extends AnyChoosing> = PlanFormView<Drawing, C> & Header;

export interface FormUi<Header, Drawing = never, C extends AnyChoosing = never> {
  /** Below the title: what the form is about. */
  header(view: View<Header, Drawing, C>): TemplateResult | typeof nothing;
  readonly choosing?: ChoosingUi<Header, Drawing, C>;
  /** Of a plan, and of its progress; left out where nothing is drawn. */
  drawing?(plan: PlanView<Drawing>, progress: ProgressView | undefined): TemplateResult | typeof nothing;
  /** Fields, by id, that have a row of their own because what follows depends on them. */
  readonly wide: ReadonlySet<string>;
  /** What is there now, with what to do next; shown when everything was read again and nothing is left to do. */
  done(view: View<Header, Drawing, C>): { readonly title: string; readonly body: TemplateResult };
  /** Buttons at the end, by what was found there; of what isn’t in place any more the frame has the primary one. */
  doneActions(
    view: View<Header, Drawing, C>,
    state: VerificationView['state'],
  ): TemplateResult | typeof nothing;
  /** Buttons of a plan that has nothing to do. */
  nothingToDoActions?(view: View<Header, Drawing, C>): TemplateResult | typeof nothing;
  /** Buttons of a plan that something is in the way of. */
  blockedActions?(view: View<Header, Drawing, C>): TemplateResult | typeof nothing;
  /** Buttons of what has failed or was interrupted. */
  failedActions?(view: View<Header, Drawing, C>): TemplateResult | typeof nothing;
  words(view: View<Header, Drawing, C>): FormWords;
}

interface ChoosingUi<Header, Drawing, C extends AnyChoosing> {
  page(page: C, redraw: () => void): TemplateResult;
  actions(view: View<Header, Drawing, C>, page: C): TemplateResult | undefined;
  /** Selectors of what takes the focus, the first that is there. */
  readonly focus: readonly string[];
}

export interface FormWords {
  /** "Reading the registry and its network…" */
  readonly reading: string;
  /** How to see the form again that was closed while it writes: "opening the form of … shows it again". */
  readonly shownAgain: string;
  /** "The link is not complete". */
  readonly failed: string;
  /** "This link was interrupted". */
  readonly interrupted: string;
  /** "What the link needs besides". */
  readonly requirements: string;
  /** "Back to the link", from the plan of what is left; undefined where nothing else is there. */
  readonly back?: string;
  /** "Link again…", a new form after a success; left out where the form has a way of its own. */
  readonly another?: string;
  /** "Everything is in place already": what a plan says that has nothing to do. */
  readonly nothingToDo?: string;
  /** Said aloud at the end: "Linked". */
  readonly done: string;
}

/** The page of a phase, which may share its shape with another phase. */
export type Page<P extends PageView['phase'], Drawing = unknown> = Extract<
  PageView<Drawing>,
  { readonly phase: P }
>;
