/** The state of one page, without VS Code: it looks when it is opened and when it is told to. */
import type { Diagnosis } from '../../diagnosis/finding';
import { type AskedPair, readDiagnoses } from '../../diagnosis/read';
import { isOutdated, pairIn, pairsOf } from '../../diagnosis/scope';
import { samePair, type Pair } from '../../model/armId';
import type { Failure } from '../../model/failure';
import { failureFrom } from '../../platform/failures';
import type { Azure, Inventory } from '../../provisioning';
import { FailingPods, type FailingPodsDeps } from './failingPods';
import type { DiagnoseStart, SavedDiagnose } from './protocol/messages';

export interface DiagnoseDeps extends FailingPodsDeps {
  readonly azure: () => Promise<Pick<Azure, 'look' | 'readCommandTarget' | 'readRights' | 'runInCluster'>>;
  /** What the tree has. */
  readonly inventory: () => Promise<Inventory>;
  /** The tree says something else than what was found: Azure has changed since it was read. */
  readonly outdated: () => void;
}

export type State =
  | { readonly phase: 'reading'; readonly read: number; readonly of: number }
  | { readonly phase: 'failed'; readonly failure: Failure }
  | {
      readonly phase: 'done';
      readonly diagnoses: readonly Diagnosis[];
      /** Further pairs, which nobody looked at yet. */
      readonly left: readonly Pair[];
      /** It looks again, or at more, and shows what it saw before until then. */
      readonly isReading: boolean;
    };

/** Pairs that are looked at in one go, unless the user asked for more: a subscription may have hundreds. */
export const pairsAtOnce = 50;

export class DiagnoseForm {
  #state: State = { phase: 'reading', read: 0, of: 1 };
  #start: DiagnoseStart;
  /** Of the page of a cluster. */
  readonly pods: FailingPods | undefined;
  #look = new AbortController();

  constructor(
    private readonly deps: DiagnoseDeps,
    start: DiagnoseStart,
  ) {
    this.#start = start;
    const { registryId, clusterId } = start;
    this.pods =
      clusterId === undefined || registryId !== undefined
        ? undefined
        : new FailingPods(clusterId, start.forPods === true, deps);
    void this.#read();
  }

  get start(): DiagnoseStart {
    return this.#start;
  }

  get state(): State {
    return this.#state;
  }

  dispose(): void {
    this.#look.abort();
    this.pods?.dispose();
  }

  /** Looks again; with what a pod's text said, where that is why. */
  async lookAgain(told?: SavedDiagnose['told']): Promise<void> {
    if (told !== undefined) this.#start = { ...this.#start, told };
    await this.#read();
  }

  /** The page has come back to the front: others may have changed what it shows since. */
  cameToFront(): void {
    const state = this.#state;
    // What was looked at bit by bit takes too long for that, and says when it was.
    const isSeenAtOnce = state.phase === 'done' && !state.isReading && state.diagnoses.length <= pairsAtOnce;
    if (isSeenAtOnce || state.phase === 'failed') void this.#read();
  }

  /** Looks at further pairs, too. */
  async lookAtMore(): Promise<void> {
    if (this.#state.phase !== 'done') return;
    const { diagnoses, left } = this.#state;
    await this.#read({ diagnoses, pairs: left });
  }

  async #read(more?: {
    readonly diagnoses: readonly Diagnosis[];
    readonly pairs: readonly Pair[];
  }): Promise<void> {
    this.#look.abort();
    this.#look = new AbortController();
    const { signal } = this.#look;
    const before = this.#state;
    this.#set(
      before.phase === 'done' ? { ...before, isReading: true } : { phase: 'reading', read: 0, of: 1 },
    );
    try {
      const pairs = more?.pairs ?? (await this.#pairs());
      const seen = more === undefined && before.phase === 'done' ? before.diagnoses.length : 0;
      const now = pairs.slice(0, Math.max(pairsAtOnce, seen));
      let read = 0;
      const found = await readDiagnoses(now, await this.deps.azure(), signal, ({ length }) => {
        read += length;
        if (!signal.aborted && this.#state.phase === 'reading')
          this.#set({ phase: 'reading', read, of: now.length });
      });
      const diagnoses = [...(more?.diagnoses ?? []), ...found];
      if (signal.aborted) return;
      this.#set({ phase: 'done', diagnoses, left: pairs.slice(now.length), isReading: false });
      await this.#compare(found);
    } catch (error) {
      // What took its place, or the end of the page, is no failure.
      if (!signal.aborted) this.#set({ phase: 'failed', failure: failureFrom(error) });
    }
  }

  /** What the tree can't be read for, it says itself. */
  async #compare(found: readonly Diagnosis[]): Promise<void> {
    const inventory = await this.deps.inventory().catch(() => undefined);
    if (inventory !== undefined && found.some((one) => isOutdated(inventory, one))) this.deps.outdated();
  }

  /** Those that the tree has, and those that the page shows: a role that was taken away makes no pair well. */
  async #pairs(): Promise<readonly AskedPair[]> {
    const pair = pairIn(this.#start);
    const { repository } = this.#start.told ?? {};
    if (pair !== undefined) return [{ ...pair, ...(repository !== undefined && { repository }) }];
    const shown = this.#state.phase === 'done' ? this.#state.diagnoses : [];
    const found = pairsOf(this.#start, await this.deps.inventory());
    const gone = shown.filter((one) => !found.some((other) => samePair(one, other)));
    return [...gone.map(({ registryId, clusterId }) => ({ registryId, clusterId })), ...found];
  }

  #set(state: State): void {
    this.#state = state;
    this.deps.changed();
  }
}
