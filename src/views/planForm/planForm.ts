/**
 * The state machine of a form that plans and applies. It lives in the extension host and outlives the panel that shows
 * it: closing the panel stops nothing, and opening it again shows where things are.
 */
import type { Failure } from '../../model/failure';
import { failureFrom } from '../../platform/failures';
import { changedSince } from '../../provisioning/planning/changedSince';
import { checkAfter } from './checking';
import { errorsOf } from './fields';
import type { Engine, FormDeps } from './formDeps';
import type { FormKind, FormTypes } from './formKind';
import {
  hadPlan,
  isRollBack,
  mayApply,
  nothingOffered,
  type CancelChoice,
  type FormState,
  type Restored,
  type ShownPlan,
} from './formState';
import { offersFor, planUndo } from './journaled';
import { OneTask } from './oneTask';
import type { CommonToHost, OffersView } from './protocol';
import type { FormView } from './protocol/fields';
import { Canceller, resume, write, type Following } from './writing';

/** Messages that concern every form; the panel sees to the others. */
export type FormMessage = Exclude<CommonToHost, { type: 'ready' | 'copy' | 'showJournal' }>;

export class PlanForm<T extends FormTypes, K extends FormKind<T> = FormKind<T>> {
  #state: FormState = { phase: 'choosing' };
  #filled: T['filled'] | undefined;
  #restored: Restored | undefined;
  #operationId: string;
  #acknowledged: ReadonlySet<string> = new Set();
  #edit = 0;
  #revision = 0;
  #reading: FormView['reading'];
  readonly #task = new OneTask();
  #canceller: Canceller | undefined;

  constructor(
    private readonly deps: FormDeps,
    private readonly engine: Engine,
    readonly kind: K,
    restored: Restored,
  ) {
    const { phase, operationId } = restored;
    this.#restored = phase === undefined ? undefined : restored;
    const wasApplying = phase === 'applying' || phase === 'interrupted';
    this.#operationId = (wasApplying ? operationId : undefined) ?? deps.newId();
    if (wasApplying) this.#interrupted();
    else this.#begin();
  }

  /** What the view is made from. */
  get snapshot() {
    const filled = this.#filled;
    return {
      state: this.#state,
      filled,
      draft: filled === undefined ? this.#restored?.draft : this.kind.kept(filled),
      sections: filled === undefined ? [] : this.kind.sections(filled),
      operationId: this.#operationId,
      acknowledged: this.#acknowledged,
      edit: this.#edit,
      reading: this.#reading,
    };
  }

  /** Something is being written: the form must be kept. */
  get busy(): boolean {
    return this.#state.phase === 'applying';
  }

  /** Resolves when what is under way is finished. */
  settled(): Promise<void> {
    return this.#task.settled();
  }

  /** What is being written isn't cancelled: at the window's end it is interrupted, and can be resumed. */
  dispose(): void {
    this.#task.stop();
    this.kind.dispose?.();
  }

  /** Does what the browser side asks, if it makes sense in this phase; a late click on a page that is gone doesn't. */
  handle(message: FormMessage): void {
    const { phase } = this.#state;
    switch (message.type) {
      case 'edit':
        this.#applyEdit(message);
        return;
      case 'preview':
        if (phase !== 'applying' && phase !== 'previewing') this.#preview();
        return;
      case 'acknowledge':
        this.#acknowledge(message.hazardId, message.acknowledged);
        return;
      case 'apply':
        this.#apply(message.operationId, message.revision);
        return;
      case 'cancel':
        this.#cancel(message.choice);
        return;
      case 'retry':
        if (phase === 'applying') return;
        if (phase === 'interrupted') this.#operationId = this.deps.newId();
        this.#begin();
        return;
      case 'resume':
        if (phase === 'interrupted' && this.#state.offers.resume) this.#resume(this.#state.offers);
        return;
      case 'rollBack':
        if ((phase === 'interrupted' || phase === 'failed') && this.#state.offers.rollBack) {
          this.#previewUndo(this.#operationId);
        }
        return;
      default:
        unreachable(message);
    }
  }

  /** Does what the choosing page asks. */
  choose(message: T['message']): void {
    const taken = this.kind.choosing?.take(message, this.#state.phase, this.#filled);
    switch (taken?.then) {
      case 'show':
        this.#set({ phase: 'choosing' });
        return;
      case 'refill':
        this.#restored = taken.draft && { draft: taken.draft };
        this.#filled = undefined;
        this.#begin();
        return;
      case 'begin':
        this.#begin();
        return;
      case undefined:
    }
  }

  #begin(): void {
    const { choosing } = this.kind;
    // An operation's id stands for one journal: what was applied under it stays there.
    if (['done', 'failed'].includes(this.#state.phase)) this.#operationId = this.deps.newId();
    if (choosing === undefined || choosing.over) {
      this.#fill();
      return;
    }
    this.#run(
      { phase: 'choosing' },
      async (signal) => {
        await choosing.list(signal);
        this.#set({ phase: 'choosing' });
      },
      (failure) => ({ phase: 'choosing', failure }),
    );
  }

  #fill(): void {
    this.#run(
      { phase: 'observing' },
      async (signal) => {
        const { phase } = this.#restored ?? {};
        await this.#fillNow(signal);
        this.#set({ phase: 'editing' });
        if (hadPlan(phase)) this.#preview();
        else this.#readMore(undefined);
      },
      (failure) => ({ phase: 'observing', failure }),
    );
  }

  async #fillNow(signal: AbortSignal): Promise<void> {
    const filled = await this.kind.fill(signal);
    const { draft } = this.#restored ?? {};
    this.#filled = draft === undefined ? filled : this.kind.restore(filled, draft);
    this.#restored = undefined;
  }

  #applyEdit(message: Extract<FormMessage, { type: 'edit' }>): void {
    const [state, filled] = [this.#state, this.#filled];
    if (filled === undefined || !['editing', 'previewing', 'plan'].includes(state.phase)) return;
    const edited = this.kind.edit(filled, message);
    if (edited === undefined) return;
    this.#filled = edited;
    this.#edit = Math.max(this.#edit, message.edit);
    if (state.phase === 'editing') {
      this.#set(state);
    } else {
      // A preview that is on its way, and one that is shown, were made for other wishes.
      this.#task.stop();
      const notice = 'The form was changed after the preview: preview again to see the plan for it.';
      this.#set({ phase: 'editing', ...(state.phase === 'plan' ? { notice } : {}) });
    }
    this.#readMore(message.field);
  }

  /** E.g. a network from the inventory is offered before its subnets are known: they are read when it is chosen. */
  #readMore(edited: string | undefined): void {
    const filled = this.#filled;
    if (filled === undefined) return;
    const reading = this.kind.unread?.(filled, edited);
    if (reading === undefined) return;
    this.#run(
      { phase: 'editing' },
      async (signal) => {
        const taking = await reading.read(signal);
        this.#filled = taking(this.#filled ?? filled);
        this.#reading = undefined;
        this.#set({ phase: 'editing' });
      },
      (failure) => ({ phase: 'editing', failure }),
      reading,
    );
  }

  #preview(): void {
    const state = this.#state;
    if ('shown' in state && isRollBack(state.shown)) {
      this.#previewUndo(state.shown.plan.purpose.operationId);
      return;
    }
    // An operation's id stands for one journal: what was applied under it stays there.
    if (['done', 'failed', 'interrupted'].includes(state.phase)) this.#operationId = this.deps.newId();
    if (this.#filled === undefined) {
      this.#begin();
      return;
    }
    if (errorsOf(this.snapshot.sections) > 0) {
      this.#set({ phase: 'editing' });
      return;
    }
    this.#run(
      { phase: 'previewing' },
      async (signal) => {
        const shown = await this.#plan(signal);
        this.#set({ phase: 'plan', shown, changed: [], checking: false });
      },
      (failure) => ({ phase: 'editing', failure }),
    );
  }

  /** Shows what rolling an operation back would do. */
  #previewUndo(undone: string): void {
    this.#operationId = this.deps.newId();
    this.#acknowledged = new Set();
    this.#run(
      { phase: 'previewing' },
      async (signal) => {
        const shown = await this.#planUndo(undone, signal);
        this.#set({ phase: 'plan', shown, changed: [], checking: false });
      },
      (failure) => ({ phase: 'interrupted', failure, offers: nothingOffered }),
    );
  }

  async #plan(signal: AbortSignal): Promise<ShownPlan> {
    if (this.#filled === undefined) throw new Error('A plan needs a filled form.');
    const { filled, plan } = await this.kind.plan(this.#filled, this.#operationId, signal);
    this.#filled = filled;
    this.#revision += 1;
    return { plan, revision: this.#revision };
  }

  async #planUndo(undone: string, signal: AbortSignal): Promise<ShownPlan> {
    const plan = await planUndo(this.deps, undone, this.#operationId, signal);
    this.#revision += 1;
    return { plan, revision: this.#revision };
  }

  /** The plan for the present state, of what was shown. */
  #planAgain(shown: ShownPlan, signal: AbortSignal): Promise<ShownPlan> {
    return isRollBack(shown) ? this.#planUndo(shown.plan.purpose.operationId, signal) : this.#plan(signal);
  }

  #acknowledge(hazardId: string, on: boolean): void {
    if (this.#state.phase !== 'plan' || this.#state.checking) return;
    const others = [...this.#acknowledged].filter((id) => id !== hazardId);
    this.#acknowledged = new Set(on ? [...others, hazardId] : others);
    this.#set(this.#state);
  }

  #apply(operationId: string, revision: number): void {
    const state = this.#state;
    if (state.phase !== 'plan' || !mayApply(state, this.#acknowledged)) return;
    const { shown } = state;
    if (shown.plan.operationId !== operationId || shown.revision !== revision) return;
    this.#run(
      { ...state, changed: [], checking: true },
      async (signal) => {
        const fresh = await this.#planAgain(shown, signal);
        const changed = changedSince(shown.plan, fresh.plan);
        if (changed.length > 0) this.#set({ phase: 'plan', shown: fresh, changed, checking: false });
        else {
          await this.#write(signal, (following) =>
            write(this.deps, this.engine, fresh, [...this.#acknowledged], following),
          );
        }
      },
      (failure) => ({ phase: 'editing', failure }),
    );
  }

  #resume(offers: OffersView): void {
    const { deps, engine } = this;
    this.#run(
      { phase: 'previewing' },
      (signal) =>
        this.#write(signal, (following) => {
          this.#revision += 1;
          return resume(deps, engine, this.#operationId, this.#revision, following);
        }),
      (failure) => ({ phase: 'interrupted', failure, offers }),
    );
  }

  async #write(signal: AbortSignal, work: (following: Following) => ReturnType<typeof write>): Promise<void> {
    const canceller = (this.#canceller = new Canceller());
    const last = await work({
      canceller,
      isOwn: (plan) => this.kind.isOwn(plan),
      report: (state) => {
        this.#set(state);
      },
    });
    this.#set(last);
    this.deps.written();
    if (last.phase !== 'done') return;
    await checkAfter(last, this.deps, signal, {
      planAgain: async (shown) => {
        const mayFill = this.kind.choosing?.over !== false && !isRollBack(shown);
        if (this.#filled === undefined && mayFill) await this.#fillNow(signal);
        return (await this.#planAgain(shown, signal)).plan;
      },
      isCurrent: (state) => this.#state === state,
      show: (state) => {
        this.#set(state);
      },
    });
  }

  #cancel(choice: CancelChoice): void {
    const state = this.#state;
    if (state.phase === 'applying') {
      this.#canceller?.cancel(choice);
      this.#set({ ...state, cancelling: this.#canceller?.choice });
    } else if (state.phase === 'previewing' || (state.phase === 'plan' && state.checking)) {
      this.#task.stop();
      this.#set(state.phase === 'plan' ? { ...state, checking: false } : { phase: 'editing' });
    }
  }

  /** A reload in the middle of an operation: its journal says what can be done with it. */
  #interrupted(): void {
    this.#run(
      { phase: 'interrupted', offers: nothingOffered },
      async () => {
        const offers = await offersFor(this.deps, this.#operationId, (plan) => this.kind.isOwn(plan));
        if (this.#state.phase === 'interrupted') this.#set({ phase: 'interrupted', offers });
      },
      (failure) => ({ phase: 'interrupted', failure, offers: nothingOffered }),
    );
  }

  /** Goes to a state and runs its task; what was under way is stopped. */
  #run(
    state: FormState,
    task: (signal: AbortSignal) => Promise<void>,
    failed: (failure: Failure) => FormState,
    reading?: FormView['reading'],
  ): void {
    this.#task.stop();
    this.#reading = reading && { section: reading.section, words: reading.words };
    this.#set(state);
    this.#task.run(task, (error) => {
      this.#reading = undefined;
      this.deps.log(error);
      this.#set(failed(failureFrom(error)));
    });
  }

  #set(state: FormState): void {
    this.#state = state;
    this.deps.changed();
  }
}

function unreachable(value: never): never {
  throw new Error(`Not foreseen: ${JSON.stringify(value)}`);
}
