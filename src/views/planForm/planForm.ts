/**
 * The state machine of a form that plans and applies: which phase it is in, what leads to another one, and what is under
 * way. It lives in the extension host and outlives the panel that shows it: closing the panel stops nothing, and opening it
 * again shows where things are.
 */
import { Editing } from './editing';
import { Executing } from './executing';
import { Filling } from './filling';
import type { Engine, FormDeps } from './formDeps';
import type { FormKind, FormTypes } from './formKind';
import { isUnfinished, noticeOfOpen } from './journaled';
import { hadPlan, type Restored } from './formState';
import { Phases } from './phases';
import { Planning } from './planning';
import { Renewal } from './renewal';
import type { CommonToHost } from './protocol/messages';

/** Messages that concern every form; the panel sees to the others. */
export type FormMessage = Exclude<
  CommonToHost,
  {
    type:
      'ready' | 'copy' | 'signIn' | 'viewProperties' | 'copyPlan' | 'exportPlan' | 'showJournal' | 'rollBack';
  }
>;

export class PlanForm<T extends FormTypes, K extends FormKind<T> = FormKind<T>> {
  readonly #phases: Phases;
  readonly #renewal: Renewal<T>;
  readonly #filling: Filling<T>;
  readonly #planning: Planning<T>;
  readonly #executing: Executing<T>;
  readonly #editing: Editing<T>;
  /** What is said above the fields of an operation for the same that is open. */
  #open: string | undefined;
  #lookAtOpen: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: FormDeps,
    engine: Engine,
    readonly kind: K,
    restored: Restored,
  ) {
    const { phase, operationId } = restored;
    const wasApplying = phase === 'applying' || phase === 'interrupted';
    this.#filling = new Filling<T>(kind, phase === undefined ? undefined : restored);
    const begun = wasApplying ? operationId : kind.resumes;
    this.#planning = new Planning(deps, engine, this.#filling, begun);
    this.#phases = new Phases(deps);
    this.#renewal = new Renewal<T>(kind, deps);
    this.#executing = new Executing<T>(
      deps,
      engine,
      kind,
      this.#phases,
      this.#filling,
      this.#planning,
      () => {
        this.#renewal.renew('writing');
      },
    );
    this.#editing = new Editing<T>(
      this.#phases,
      this.#filling,
      this.#planning,
      this.#executing,
      () => {
        this.#begin();
      },
      () => this.#isDecided(),
    );
    const mayHaveBegun = kind.resumes === undefined && hadPlan(phase);
    if (wasApplying) this.#executing.lookAtInterrupted(false);
    else if (mayHaveBegun && operationId !== undefined) this.#lookForBegun(operationId);
    else this.#begin();
  }

  /** What the view is made from. */
  get snapshot() {
    const { filled, draft, sections, edit } = this.#filling;
    const { operationId, acknowledged } = this.#planning;
    const { state } = this.#phases;
    return { state, filled, draft, sections, edit, operationId, acknowledged, open: this.#open };
  }

  /** Something is being written: the form must be kept. */
  get busy(): boolean {
    return this.#phases.state.phase === 'applying';
  }

  /** Resolves when what is under way is finished. */
  async settled(): Promise<void> {
    await this.#phases.settled();
    await this.#renewal.settled();
    await this.#lookAtOpen;
  }

  /** The page has come back to the front: others may have changed since what it shows, and it is read again before. */
  cameToFront(): void {
    const { phase } = this.#phases.state;
    this.operationsChanged();
    if (phase === 'editing') this.#editing.readAgain();
    if (phase === 'plan') this.#executing.planAgain();
    if (phase === 'done') this.#executing.checkAgain();
    if (phase === 'interrupted') this.#executing.lookAtInterrupted(false);
    if (phase === 'failed') void this.#executing.offerAgain();
    if (phase !== 'applying' && phase !== 'observing') this.#renewal.renew('return');
  }

  /** Something has become of an operation, here or in another window. */
  operationsChanged(): void {
    if (this.#phases.state.phase !== 'editing') return;
    const { deps, kind } = this;
    // One after the other, so that the newest answer is the last.
    this.#lookAtOpen = this.#lookAtOpen
      .then(async () => {
        const words = await noticeOfOpen(deps, kind);
        if (words === this.#open) return;
        this.#open = words;
        deps.changed();
      })
      .catch((error: unknown) => {
        deps.log(error);
      });
  }

  /** What is being written isn't cancelled: at the window's end it is interrupted, and can be resumed. */
  dispose(): void {
    this.#phases.stop();
    this.#renewal.stop();
    this.kind.dispose?.();
  }

  /** Does what the browser side asks, if it makes sense in this phase; a late click on a page that is gone doesn't. */
  handle(message: FormMessage): void {
    const state = this.#phases.state;
    switch (message.type) {
      case 'edit':
        this.#editing.edit(message);
        return;
      case 'preview':
        if (state.phase === 'applying' || state.phase === 'previewing') return;
        this.#editing.preview();
        // What is shown beside the plan is to be as new as that.
        this.#renewal.renew('return');
        return;
      case 'acknowledge':
        if (state.phase !== 'plan' || state.checking) return;
        this.#planning.acknowledge(message.hazardId, message.acknowledged);
        this.#phases.set(state);
        return;
      case 'apply':
        this.#executing.apply(message.operationId, message.revision);
        return;
      case 'cancel':
        this.#executing.cancel(message.choice);
        return;
      case 'retry':
        if (state.phase !== 'applying') this.#begin();
        return;
      case 'resume':
        this.#executing.resume();
        return;
      default:
        unreachable(message);
    }
  }

  /** Does what the choosing page asks. */
  choose(message: T['message']): void {
    const taken = this.kind.choosing?.take(message, this.#phases.state.phase, this.#filling.filled);
    switch (taken?.then) {
      case 'show':
        this.#phases.set({ phase: 'choosing' });
        return;
      case 'refill':
        this.#filling.empty(taken.draft);
        this.#begin();
        return;
      case 'begin':
        this.#begin();
        return;
      case undefined:
    }
  }

  #begin(): void {
    const { choosing, resumes } = this.kind;
    if (resumes !== undefined) {
      this.#executing.lookAtInterrupted(true);
      return;
    }
    if (choosing === undefined || choosing.over) {
      this.#fill();
      return;
    }
    this.#phases.run(
      { phase: 'choosing' },
      async (signal) => {
        await choosing.list(signal);
        signal.throwIfAborted();
        this.#phases.set({ phase: 'choosing' });
      },
      (failure) => ({ phase: 'choosing', failure }),
    );
  }

  /** A window that is closed in the middle may not have kept that Apply was chosen: the journal knows. */
  #lookForBegun(operationId: string): void {
    this.#phases.run(
      { phase: 'observing' },
      async (signal) => {
        const isBegun = await isUnfinished(this.deps, operationId);
        signal.throwIfAborted();
        if (!isBegun) {
          this.#begin();
          return;
        }
        this.#planning.goOnWith(operationId);
        this.#executing.lookAtInterrupted(false);
      },
      (failure) => ({ phase: 'observing', failure }),
    );
  }

  #isDecided(): boolean {
    const { filled } = this.#filling;
    return filled !== undefined && this.#open === undefined && this.kind.isDecided?.(filled) === true;
  }

  #fill(): void {
    this.#phases.run(
      { phase: 'observing' },
      async (signal) => {
        const { awaitsPlan } = this.#filling;
        await this.#filling.fill(signal);
        this.#open = await noticeOfOpen(this.deps, this.kind);
        signal.throwIfAborted();
        this.#phases.set({ phase: 'editing' });
        if (awaitsPlan || this.#isDecided()) this.#editing.preview();
        else this.#editing.readMore();
      },
      (failure) => ({ phase: 'observing', failure }),
    );
  }
}

function unreachable(value: never): never {
  throw new Error(`Not foreseen: ${JSON.stringify(value)}`);
}
