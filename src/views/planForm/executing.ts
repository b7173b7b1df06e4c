/** The way of a form from a plan that is shown to the end of its operation: Apply, Resume, Cancel, and the check after. */
import type { Failure } from '../../model/failure';
import { type AnyPlan, changedSince } from '../../provisioning';
import { checkAfter } from './checking';
import type { Filling } from './filling';
import type { Engine, FormDeps } from './formDeps';
import type { FormKind, FormTypes } from './formKind';
import {
  mayApply,
  nothingOffered,
  toFields,
  type CancelChoice,
  type DoneState,
  type FormState,
  type ShownPlan,
} from './formState';
import { endOfOperation, offersFor } from './journaled';
import type { Phases } from './phases';
import type { Planning } from './planning';
import { nothingToDo } from './planView';
import { Canceller, resume, write, type Following } from './writing';

export class Executing<T extends FormTypes> {
  #canceller: Canceller | undefined;

  constructor(
    private readonly deps: FormDeps,
    private readonly engine: Engine,
    private readonly kind: FormKind<T>,
    private readonly phases: Phases,
    private readonly filling: Filling<T>,
    private readonly planning: Planning<T>,
    /** Something was written: what is shown besides is out of date. */
    private readonly renew: () => void,
  ) {}

  /** Applies the plan that is shown, if it is this one: reads and plans once more, and writes if nothing has changed. */
  apply(operationId: string, revision: number): void {
    const { phases, planning } = this;
    const { state } = phases;
    if (state.phase !== 'plan' || !mayApply(state, planning.acknowledged)) return;
    const { shown } = state;
    if (shown.plan.operationId !== operationId || shown.revision !== revision) return;
    phases.run(
      { ...state, changed: [], checking: true },
      async (signal) => {
        const fresh = await planning.again(shown, signal);
        const changed = changedSince(shown.plan, fresh.plan);
        if (changed.length > 0) phases.set({ phase: 'plan', shown: fresh, changed, checking: false });
        else {
          planning.begin();
          await (fresh.resumes === true ? this.#goOn(signal) : this.#start(fresh, signal));
        }
      },
      (failure) => (shown.resumes === true ? this.#interruptedAgain(failure) : toFields(failure)),
    );
  }

  /** A plan that was shown before: it is made again, and what has changed since is shown with it. */
  planAgain(): void {
    const { phases, planning } = this;
    const { state } = phases;
    if (state.phase !== 'plan' || state.checking) return;
    const { shown } = state;
    phases.run(
      state,
      async (signal) => {
        const fresh = await planning.again(shown, signal);
        const changed = changedSince(shown.plan, fresh.plan);
        if (changed.length > 0) phases.set({ phase: 'plan', shown: fresh, changed, checking: false });
      },
      (failure) =>
        shown.resumes === true && failure.kind !== 'transient'
          ? { phase: 'interrupted', offers: nothingOffered, failure }
          : // Apply reads again, and says what keeps it from that.
            phases.state,
    );
  }

  /**
   * A reload in the middle of an operation, or one that is to be gone on with: its journal says what can be done with it.
   * `showsLeft`: what is left of it is shown at once, where it can be resumed.
   */
  lookAtInterrupted(showsLeft: boolean): void {
    const { deps, kind, phases, planning } = this;
    phases.run(
      { phase: 'interrupted', offers: nothingOffered },
      async (signal) => {
        const offers = await offersFor(deps, planning.operationId, (plan) => kind.isOwn(plan));
        const failure = await endOfOperation(deps, planning.operationId);
        signal.throwIfAborted();
        phases.set({ phase: 'interrupted', offers, ...(failure && { failure }) });
        if (showsLeft) this.resume();
      },
      (failure) => ({ phase: 'interrupted', failure, offers: nothingOffered }),
    );
  }

  /** Shows what is left of an interrupted operation, if resuming is offered; goes on at once where nothing is. */
  resume(): void {
    const { phases, planning } = this;
    const { state } = phases;
    const offered = state.phase === 'interrupted' && state.offers.resume;
    if (!offered && !(state.phase === 'plan' && state.shown.resumes === true)) return;
    phases.run(
      { phase: 'previewing', back: state },
      async (signal) => {
        const shown = await planning.left(signal);
        if (nothingToDo(shown.plan)) await this.#goOn(signal);
        else phases.set({ phase: 'plan', shown, changed: [], checking: false });
      },
      (failure) => this.#interruptedAgain(failure),
    );
  }

  /** Stops what can be stopped: what is being read at once, what is being written as the choice says. */
  cancel(choice: CancelChoice): void {
    const { state } = this.phases;
    if (state.phase === 'applying') {
      this.#canceller?.cancel(choice);
      this.phases.set({ ...state, cancelling: this.#canceller?.choice });
      return;
    }
    const back = backFrom(state);
    if (back === undefined) return;
    this.phases.stop();
    this.phases.set(back);
  }

  #start(fresh: ShownPlan, signal: AbortSignal): Promise<void> {
    const acknowledged = [...this.planning.acknowledged];
    return this.#write(signal, (following) => write(this.deps, this.engine, fresh, acknowledged, following));
  }

  #goOn(signal: AbortSignal): Promise<void> {
    const { deps, engine, planning } = this;
    const acknowledged = [...planning.acknowledged];
    const number = (plan: AnyPlan) => planning.number(plan);
    return this.#write(signal, (following) =>
      resume(deps, engine, planning.operationId, acknowledged, number, following),
    );
  }

  async #write(signal: AbortSignal, work: (following: Following) => ReturnType<typeof write>): Promise<void> {
    const { deps, phases } = this;
    const canceller = (this.#canceller = new Canceller());
    const report = (state: FormState) => {
      phases.set(state);
    };
    const last = await work({ signal, canceller, isOwn: (plan) => this.kind.isOwn(plan), report });
    phases.set(last);
    deps.written();
    this.renew();
    if (last.phase === 'done') await this.#check(last, signal);
  }

  /** A success that was shown before: everything is read again before anything is said of it. */
  checkAgain(): void {
    const { phases } = this;
    const { state } = phases;
    if (state.phase !== 'done') return;
    const { phase, shown, progress, then } = state;
    const verification = { state: 'checking' } as const;
    const again: DoneState = { phase, shown, progress, verification, then, later: true };
    phases.run(
      again,
      (signal) => this.#check(again, signal),
      ({ message }) => ({ ...again, verification: { state: 'unknown', reason: message } }),
    );
  }

  /** What can be done with an operation that failed: another window may have gone on with it. */
  async offerAgain(): Promise<void> {
    const { deps, kind, phases, planning } = this;
    const { state } = phases;
    const offers = await offersFor(deps, planning.operationId, (plan) => kind.isOwn(plan));
    if (phases.state !== state || state.phase !== 'failed') return;
    phases.set({ ...state, offers: { ...offers, resume: false } });
  }

  /** As before, and may be resumed later, unless it has come to its end elsewhere. */
  async #interruptedAgain(failure: Failure): Promise<FormState> {
    const { deps, kind, planning } = this;
    const offers = await offersFor(deps, planning.operationId, (plan) => kind.isOwn(plan));
    return { phase: 'interrupted', offers, failure };
  }

  async #check(done: DoneState, signal: AbortSignal): Promise<void> {
    const { deps, filling, phases, planning } = this;
    await checkAfter(done, deps, signal, {
      planAgain: async (shown) => {
        const left = this.kind.planLeft?.(shown.plan, signal);
        if (left !== undefined) return left;
        const mayFill = this.kind.choosing?.over !== false;
        if (filling.filled === undefined && mayFill) await filling.fill(signal);
        return (await planning.again(shown, signal)).plan;
      },
      isCurrent: (state) => phases.state === state,
      show: (state) => {
        phases.set(state);
      },
    });
  }
}

/** Where cancelling what is being read leads; undefined while nothing is. */
function backFrom(state: FormState): FormState | undefined {
  if (state.phase === 'previewing') return state.back;
  return state.phase === 'plan' && state.checking ? { ...state, checking: false } : undefined;
}
