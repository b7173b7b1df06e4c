/**
 * The link form's state machine. It lives in the extension host and outlives the panel that shows it: closing the panel
 * stops nothing, and opening it again shows where things are.
 */
import { idKey, sameId } from '../../model/armId';
import type { Failure } from '../../model/failure';
import { failureFrom } from '../../platform/failures';
import { changedSince } from '../../provisioning/planning/changedSince';
import { makeNew, withSubnet } from './draft';
import { restoreEdits, takeEdit } from './edits';
import type { Engine, FormDeps } from './formDeps';
import { hadPlan, mayApply, type FormState, type Pair, type ShownPlan, type Start } from './formState';
import { fill, planAgain, readNetwork, readWorld, write, type Filled } from './formTasks';
import type { World } from './parties';
import { verificationOf } from './planView';
import type { Side, ToHost } from './protocol';
import { errorsOf, sectionsOf } from './sections';

/** Messages that concern the form itself; the panel sees to the others. */
export type FormMessage = Extract<
  ToHost,
  { type: 'choose' | 'chooseAgain' | 'edit' | 'preview' | 'acknowledge' | 'apply' | 'cancel' | 'retry' }
>;

export class LinkForm {
  #state: FormState = { phase: 'choosing' };
  #pair: Pair;
  #world: World | undefined;
  #filled: Filled | undefined;
  #restored: Start | undefined;
  #operationId: string;
  #acknowledged: ReadonlySet<string> = new Set();
  #edit = 0;
  #revision = 0;
  #reading = false;
  #abort = new AbortController();
  #task: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: FormDeps,
    private readonly engine: Engine,
    start: Start,
  ) {
    this.#pair = pairOf(start.registryId, start.clusterId);
    this.#restored = start.phase === undefined ? undefined : start;
    this.#operationId = deps.newId();
    if (start.phase === 'applying' || start.phase === 'interrupted') this.#state = { phase: 'interrupted' };
    else this.#begin();
  }

  /** What the view is made from. */
  get snapshot() {
    return {
      state: this.#state,
      pair: this.#pair,
      world: this.#world,
      context: this.#filled?.context,
      draft: this.#filled?.draft ?? this.#restored?.draft,
      sections: this.#filled === undefined ? [] : sectionsOf(this.#filled.draft, this.#filled.context),
      operationId: this.#operationId,
      acknowledged: this.#acknowledged,
      edit: this.#edit,
      reading: this.#reading,
    };
  }

  get pair(): Pair {
    return this.#pair;
  }

  /** Something is being written: the form must be kept. */
  get busy(): boolean {
    return this.#state.phase === 'applying';
  }

  /** Resolves when what is under way is finished. */
  async settled(): Promise<void> {
    for (let task: Promise<void> | undefined; task !== this.#task;) {
      task = this.#task;
      await task;
    }
  }

  dispose(): void {
    this.#abort.abort();
  }

  /** Does what the browser side asks, if it makes sense in this phase; a late click on a page that is gone doesn't. */
  handle(message: FormMessage): void {
    const { phase } = this.#state;
    switch (message.type) {
      case 'choose':
        if (phase === 'choosing') this.#choose(message.side, message.id);
        return;
      case 'chooseAgain':
        if (['choosing', 'observing', 'editing', 'plan'].includes(phase)) this.#chooseAgain(message.side);
        return;
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
        this.#cancel();
        return;
      case 'retry':
        if (phase !== 'applying') this.#begin();
        return;
      default:
        unreachable(message);
    }
  }

  #begin(): void {
    const { registryId, clusterId } = this.#pair;
    if (registryId !== undefined && clusterId !== undefined) {
      this.#fill({ registryId, clusterId });
      return;
    }
    this.#run(
      { phase: 'choosing' },
      async (signal) => {
        this.#world = await readWorld(this.deps, signal);
        this.#set({ phase: 'choosing' });
      },
      (failure) => ({ phase: 'choosing', failure }),
    );
  }

  #choose(side: Side, id: string): void {
    const { registries = [], clusters = [] } = this.#world?.inventory ?? {};
    // Only what was offered can be chosen.
    const chosen = (side === 'registry' ? registries : clusters).find((party) => sameId(party.id, id));
    if (chosen === undefined) return;
    this.#pair = { ...this.#pair, [side === 'registry' ? 'registryId' : 'clusterId']: chosen.id };
    if (this.#pair.registryId !== undefined && this.#pair.clusterId !== undefined) this.#begin();
    else this.#set({ phase: 'choosing' });
  }

  #chooseAgain(side: Side): void {
    const { registryId, clusterId } = this.#pair;
    this.#pair = side === 'registry' ? pairOf(undefined, clusterId) : pairOf(registryId, undefined);
    this.#filled = this.#restored = undefined;
    this.#begin();
  }

  #fill(pair: Required<Pair>): void {
    this.#run(
      { phase: 'observing' },
      async (signal) => {
        const filled = await fill(this.deps, this.engine, pair, signal);
        const restored = this.#restored;
        this.#world = filled.context;
        this.#filled = {
          ...filled,
          draft: restoreEdits(filled.draft, restored?.draft ?? {}, filled.context),
        };
        this.#restored = undefined;
        this.#set({ phase: 'editing' });
        if (hadPlan(restored?.phase)) this.#preview();
        else this.#readNetworkIfNew();
      },
      (failure) => ({ phase: 'observing', failure }),
    );
  }

  #applyEdit({ field, value, edit }: Extract<FormMessage, { type: 'edit' }>): void {
    const [state, filled] = [this.#state, this.#filled];
    if (filled === undefined || !['editing', 'previewing', 'plan'].includes(state.phase)) return;
    const draft = takeEdit(filled.draft, field, value, filled.proposed, filled.context);
    if (draft === undefined) return;
    this.#filled = { ...filled, draft };
    this.#edit = Math.max(this.#edit, edit);
    if (state.phase === 'editing') {
      this.#set(state);
    } else {
      // A preview that is on its way, and one that is shown, were made for other wishes.
      this.#abort.abort();
      const notice = 'The form was changed after the preview: preview again to see the plan for it.';
      this.#set({ phase: 'editing', ...(state.phase === 'plan' ? { notice } : {}) });
    }
    if (field === 'network' || field === 'endpoint') this.#readNetworkIfNew();
  }

  /** A network from the inventory is offered before its subnets are known: they are read when it is chosen. */
  #readNetworkIfNew(): void {
    const filled = this.#filled;
    if (filled === undefined) return;
    const { endpoint, network } = filled.draft;
    if (endpoint !== makeNew || network === makeNew) return;
    if (filled.context.observed.networks[idKey(network)] !== undefined) return;
    this.#run(
      { phase: 'editing' },
      async (signal) => {
        const context = await readNetwork(this.deps, filled, network, signal);
        const { draft } = this.#filled ?? filled;
        this.#filled = { ...filled, context, draft: withSubnet(draft, context) };
        this.#reading = false;
        this.#set({ phase: 'editing' });
      },
      (failure) => ({ phase: 'editing', failure }),
      true,
    );
  }

  #preview(): void {
    if (this.#filled === undefined) {
      this.#begin();
      return;
    }
    if (errorsOf(this.snapshot.sections) > 0) {
      this.#set({ phase: 'editing' });
      return;
    }
    // An operation's id stands for one journal: what was applied under it stays there.
    if (this.#state.phase === 'done' || this.#state.phase === 'failed') this.#operationId = this.deps.newId();
    this.#run(
      { phase: 'previewing' },
      async (signal) => {
        const shown = await this.#plan(signal);
        this.#set({ phase: 'plan', shown, changed: [], checking: false });
      },
      (failure) => ({ phase: 'editing', failure }),
    );
  }

  async #plan(signal: AbortSignal): Promise<ShownPlan> {
    const filled = this.#filled;
    if (filled === undefined) throw new Error('A plan needs a filled form.');
    const { context, plan } = await planAgain(this.deps, this.engine, filled, this.#operationId, signal);
    this.#filled = { ...filled, context };
    this.#revision += 1;
    return { plan, revision: this.#revision };
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
    const { plan } = state.shown;
    if (plan.operationId !== operationId || state.shown.revision !== revision) return;
    this.#run(
      { ...state, changed: [], checking: true },
      async (signal) => {
        const fresh = await this.#plan(signal);
        const changed = changedSince(plan, fresh.plan);
        if (changed.length > 0) this.#set({ phase: 'plan', shown: fresh, changed, checking: false });
        else await this.#write(fresh, signal);
      },
      (failure) => ({ phase: 'editing', failure }),
    );
  }

  async #write(shown: ShownPlan, signal: AbortSignal): Promise<void> {
    const { deps, engine } = this;
    const last = await write(deps, engine, shown, [...this.#acknowledged], signal, (state) => {
      this.#set(state);
    });
    this.#set(last);
    deps.linked();
    if (last.phase !== 'done') return;
    // Azure's "succeeded" is believed only when everything, read again, leaves nothing to plan.
    try {
      const { plan } = await this.#plan(signal);
      this.#set({ ...last, verification: verificationOf(plan) });
    } catch (error) {
      if (this.#state === last)
        this.#set({ ...last, verification: { state: 'unknown', reason: failureFrom(error).message } });
    }
  }

  #cancel(): void {
    const state = this.#state;
    if (state.phase === 'applying') this.#abort.abort();
    else if (state.phase === 'previewing' || (state.phase === 'plan' && state.checking)) {
      this.#abort.abort();
      this.#set(state.phase === 'plan' ? { ...state, checking: false } : { phase: 'editing' });
    }
  }

  /** Runs one task at a time: a new one makes the one before pointless. */
  #run(
    state: FormState,
    task: (signal: AbortSignal) => Promise<void>,
    failed: (failure: Failure) => FormState,
    reading = false,
  ): void {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    this.#reading = reading;
    this.#set(state);
    this.#task = task(abort.signal).catch((error: unknown) => {
      if (abort.signal.aborted) return;
      this.#reading = false;
      this.deps.log(error);
      this.#set(failed(failureFrom(error)));
    });
  }

  #set(state: FormState): void {
    this.#state = state;
    this.deps.changed();
  }
}

function pairOf(registryId: string | undefined, clusterId: string | undefined): Pair {
  return {
    ...(registryId === undefined ? {} : { registryId }),
    ...(clusterId === undefined ? {} : { clusterId }),
  };
}

function unreachable(value: never): never {
  throw new Error(`Not foreseen: ${JSON.stringify(value)}`);
}
