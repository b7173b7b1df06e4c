/**
 * The link form's state machine. It lives in the extension host and outlives the panel that shows it: closing the panel
 * stops nothing, and opening it again shows where things are.
 */
import { idKey, sameId } from '../../model/armId';
import type { Failure } from '../../model/failure';
import { failureFrom } from '../../platform/failures';
import { awaitApproval, endpointsToApprove } from '../../provisioning/approving/awaitApproval';
import { changedSince } from '../../provisioning/planning/changedSince';
import type { Plan } from '../../provisioning/plan';
import { makeNew } from './draft';
import { keptOf, restoreEdits, takeEdit } from './edits';
import type { Engine, FormDeps } from './formDeps';
import {
  hadPlan,
  isRollBack,
  mayApply,
  type FormState,
  type Offers,
  type Pairs,
  type Parties,
  type ShownPlan,
  type Start,
} from './formState';
import { fill, offersFor, planAgain, planUndo, readNetwork, readWorld, type Filled } from './formTasks';
import type { World } from './parties';
import { withSubnet } from './place';
import { verificationOf } from './planView';
import type { Side, ToHost } from './protocol';
import type { VerificationView } from './protocol/plan';
import { errorsOf, sectionsOf } from './sections';
import { Canceller, resume, write } from './writing';

/** Messages that concern the form itself; the panel sees to the others. */
export type FormMessage = Exclude<
  ToHost,
  { type: 'ready' | 'copy' | 'insertManifest' | 'showInTree' | 'showJournal' }
>;

/** Milliseconds for which the form looks for an approval; after that a new preview looks again. */
const approvalLimit = 30 * 60_000;

const nothingOffered: Offers = { resume: false, rollBack: false, journal: false };

export class LinkForm {
  #state: FormState = { phase: 'choosing' };
  #parties: Parties;
  /** The list of clusters is open, and those that are ticked aren't final. */
  #ticking: boolean;
  #world: World | undefined;
  #filled: Filled | undefined;
  #restored: Start | undefined;
  #operationId: string;
  #acknowledged: ReadonlySet<string> = new Set();
  #edit = 0;
  #revision = 0;
  #reading = false;
  #abort = new AbortController();
  #canceller: Canceller | undefined;
  #task: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: FormDeps,
    private readonly engine: Engine,
    start: Start,
  ) {
    const { registryId, clusterIds, phase } = start;
    this.#parties = partiesOf(registryId, clusterIds);
    this.#ticking = clusterIds.length === 0 || phase === 'choosing';
    this.#restored = phase === undefined ? undefined : start;
    const wasApplying = phase === 'applying' || phase === 'interrupted';
    this.#operationId = (wasApplying ? start.operationId : undefined) ?? deps.newId();
    if (wasApplying) this.#interrupted();
    else this.#begin();
  }

  /** What the view is made from. */
  get snapshot() {
    const filled = this.#filled;
    return {
      state: this.#state,
      parties: this.#parties,
      ticking: this.#ticking,
      world: this.#world,
      context: filled?.context,
      draft: filled === undefined ? this.#restored?.draft : keptOf(filled.draft, this.#parties.clusterIds),
      sections: filled === undefined ? [] : sectionsOf(filled.draft, filled.context),
      operationId: this.#operationId,
      acknowledged: this.#acknowledged,
      edit: this.#edit,
      reading: this.#reading,
    };
  }

  get parties(): Parties {
    return this.#parties;
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
    this.#canceller?.cancel('abandon');
  }

  /** Does what the browser side asks, if it makes sense in this phase; a late click on a page that is gone doesn't. */
  handle(message: FormMessage): void {
    const { phase } = this.#state;
    switch (message.type) {
      case 'choose':
        if (phase === 'choosing') this.#choose(message.id);
        return;
      case 'tick':
        if (phase === 'choosing' && this.#ticking) this.#tick(message.id, message.ticked);
        return;
      case 'continue':
        if (phase === 'choosing' && this.#parties.clusterIds.length > 0) this.#endTicking();
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
        this.#cancel(message.choice);
        return;
      case 'retry':
        if (phase === 'applying') return;
        if (phase === 'interrupted') this.#operationId = this.deps.newId();
        this.#begin();
        return;
      case 'resume':
        if (phase === 'interrupted' && this.#state.offers.resume) this.#resume();
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

  #begin(): void {
    const { registryId, clusterIds } = this.#parties;
    if (registryId !== undefined && clusterIds.length > 0 && !this.#ticking) {
      this.#fill({ registryId, clusterIds });
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

  #choose(id: string): void {
    // Only what was offered can be chosen.
    const chosen = this.#world?.inventory.registries.find((registry) => sameId(registry.id, id));
    if (chosen === undefined) return;
    this.#parties = partiesOf(chosen.id, this.#parties.clusterIds);
    if (this.#ticking) this.#set({ phase: 'choosing' });
    else this.#begin();
  }

  #tick(id: string, ticked: boolean): void {
    const { registryId, clusterIds } = this.#parties;
    const cluster = this.#world?.inventory.clusters.find((one) => sameId(one.id, id));
    if (cluster === undefined) return;
    const others = clusterIds.filter((one) => !sameId(one, id));
    this.#parties = partiesOf(registryId, ticked ? [...others, cluster.id] : others);
    this.#set({ phase: 'choosing' });
  }

  #endTicking(): void {
    this.#ticking = false;
    if (this.#parties.registryId === undefined) this.#set({ phase: 'choosing' });
    else this.#begin();
  }

  #chooseAgain(side: Side): void {
    const { clusterIds } = this.#parties;
    const filled = this.#filled;
    if (side === 'registry') {
      this.#parties = partiesOf(undefined, clusterIds);
      this.#restored = undefined;
    } else {
      this.#ticking = true;
      // What the user changed holds for other clusters, too; what was proposed is proposed anew.
      const draft = filled && keptOf(filled.draft, clusterIds, filled.proposed);
      this.#restored = draft === undefined ? undefined : { ...this.#parties, draft };
    }
    this.#filled = undefined;
    this.#begin();
  }

  #fill(pairs: Pairs): void {
    this.#run(
      { phase: 'observing' },
      async (signal) => {
        const { phase } = this.#restored ?? {};
        await this.#fillNow(pairs, signal);
        this.#set({ phase: 'editing' });
        if (hadPlan(phase)) this.#preview();
        else this.#readNetworkIfNew();
      },
      (failure) => ({ phase: 'observing', failure }),
    );
  }

  async #fillNow(pairs: Pairs, signal: AbortSignal): Promise<void> {
    const filled = await fill(this.deps, this.engine, pairs, signal);
    this.#world = filled.context;
    const draft = restoreEdits(filled.draft, this.#restored?.draft, filled.context);
    this.#filled = { ...filled, draft };
    this.#restored = undefined;
  }

  #applyEdit(message: Extract<FormMessage, { type: 'edit' }>): void {
    const [state, filled] = [this.#state, this.#filled];
    if (filled === undefined || !['editing', 'previewing', 'plan'].includes(state.phase)) return;
    const draft = takeEdit(filled.draft, message, filled.proposed, filled.context);
    if (draft === undefined) return;
    this.#filled = { ...filled, draft };
    this.#edit = Math.max(this.#edit, message.edit);
    if (state.phase === 'editing') {
      this.#set(state);
    } else {
      // A preview that is on its way, and one that is shown, were made for other wishes.
      this.#abort.abort();
      const notice = 'The form was changed after the preview: preview again to see the plan for it.';
      this.#set({ phase: 'editing', ...(state.phase === 'plan' ? { notice } : {}) });
    }
    if (message.field === 'network' || message.field === 'endpoint') this.#readNetworkIfNew();
  }

  /** A network from the inventory is offered before its subnets are known: they are read when it is chosen. */
  #readNetworkIfNew(): void {
    const filled = this.#filled;
    if (filled === undefined) return;
    const { endpoint, network } = filled.draft.shared;
    if (endpoint !== makeNew || network === makeNew) return;
    if (filled.context.observed.networks[idKey(network)] !== undefined) return;
    this.#run(
      { phase: 'editing' },
      async (signal) => {
        const context = await readNetwork(this.deps, filled, network, signal);
        const { draft } = this.#filled ?? filled;
        const shared = withSubnet(draft.shared, context);
        this.#filled = { ...filled, context, draft: { ...draft, shared } };
        this.#reading = false;
        this.#set({ phase: 'editing' });
      },
      (failure) => ({ phase: 'editing', failure }),
      true,
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

  async #plan(signal: AbortSignal): Promise<ShownPlan<Plan>> {
    const filled = this.#filled;
    if (filled === undefined) throw new Error('A plan needs a filled form.');
    const { context, plan } = await planAgain(this.deps, this.engine, filled, this.#operationId, signal);
    this.#filled = { ...filled, context };
    this.#revision += 1;
    return { plan, revision: this.#revision };
  }

  async #planUndo(undone: string, signal: AbortSignal): Promise<ShownPlan> {
    const plan = await planUndo(this.deps, undone, this.#operationId, signal);
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
    const { shown } = state;
    if (shown.plan.operationId !== operationId || shown.revision !== revision) return;
    this.#run(
      { ...state, changed: [], checking: true },
      async (signal) => {
        const fresh = isRollBack(shown)
          ? await this.#planUndo(shown.plan.purpose.operationId, signal)
          : await this.#plan(signal);
        const changed = changedSince(shown.plan, fresh.plan);
        if (changed.length > 0) this.#set({ phase: 'plan', shown: fresh, changed, checking: false });
        else {
          await this.#write(signal, (canceller, report) =>
            write(this.deps, this.engine, fresh, [...this.#acknowledged], canceller, report),
          );
        }
      },
      (failure) => ({ phase: 'editing', failure }),
    );
  }

  #resume(): void {
    const { deps, engine } = this;
    this.#run(
      { phase: 'previewing' },
      (signal) =>
        this.#write(signal, (canceller, report) => {
          this.#revision += 1;
          return resume(deps, engine, this.#operationId, this.#revision, canceller, report);
        }),
      (failure) => ({ phase: 'interrupted', failure, offers: nothingOffered }),
    );
  }

  async #write(
    signal: AbortSignal,
    work: (
      canceller: Canceller,
      report: (state: FormState) => void,
    ) => Promise<Extract<FormState, { phase: 'done' | 'failed' }>>,
  ): Promise<void> {
    const canceller = (this.#canceller = new Canceller());
    const last = await work(canceller, (state) => {
      this.#set(state);
    });
    this.#set(last);
    this.deps.linked();
    if (last.phase !== 'done') return;
    const verification = await this.#verify(last.shown, signal);
    if (this.#state !== last) return;
    const checked = { ...last, verification };
    this.#set(checked);
    if (verification.state === 'pending') await this.#awaitApproval(checked, signal);
  }

  /** The registry's owner may take a while: looks for as long as nothing else is asked of the form, up to a limit. */
  async #awaitApproval(done: Extract<FormState, { phase: 'done' }>, signal: AbortSignal): Promise<void> {
    const reader = await this.deps.azure();
    const { clock } = this.deps;
    for (const endpointId of endpointsToApprove(done.shown.plan)) {
      const outcome = await awaitApproval(endpointId, { reader, clock }, approvalLimit, signal);
      if (outcome.kind === 'pending' || outcome.kind === 'cancelled') return;
    }
    const verification = await this.#verify(done.shown, signal);
    if (this.#state !== done) return;
    this.#set({ ...done, verification });
    this.deps.linked();
  }

  /** Azure's "succeeded" is believed only when everything, read again, leaves nothing to plan. */
  async #verify(shown: ShownPlan, signal: AbortSignal): Promise<VerificationView> {
    try {
      if (isRollBack(shown)) {
        const { plan } = await this.#planUndo(shown.plan.purpose.operationId, signal);
        return verificationOf(plan);
      }
      const { registryId, clusterIds } = this.#parties;
      if (this.#filled === undefined && registryId !== undefined) {
        await this.#fillNow({ registryId, clusterIds }, signal);
      }
      return verificationOf((await this.#plan(signal)).plan);
    } catch (error) {
      return { state: 'unknown', reason: failureFrom(error).message };
    }
  }

  #cancel(choice: 'await' | 'abandon'): void {
    const state = this.#state;
    if (state.phase === 'applying') {
      this.#canceller?.cancel(choice);
      this.#set({ ...state, cancelling: this.#canceller?.choice });
    } else if (state.phase === 'previewing' || (state.phase === 'plan' && state.checking)) {
      this.#abort.abort();
      this.#set(state.phase === 'plan' ? { ...state, checking: false } : { phase: 'editing' });
    }
  }

  /** A reload in the middle of an operation: its journal says what can be done with it. */
  #interrupted(): void {
    this.#run(
      { phase: 'interrupted', offers: nothingOffered },
      async () => {
        const offers = await offersFor(this.deps, this.#operationId);
        if (this.#state.phase === 'interrupted') this.#set({ phase: 'interrupted', offers });
      },
      (failure) => ({ phase: 'interrupted', failure, offers: nothingOffered }),
    );
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

function partiesOf(registryId: string | undefined, clusterIds: readonly string[]): Parties {
  return { ...(registryId === undefined ? {} : { registryId }), clusterIds };
}

function unreachable(value: never): never {
  throw new Error(`Not foreseen: ${JSON.stringify(value)}`);
}
