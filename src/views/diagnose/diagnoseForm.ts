/** The state of one page, without VS Code: it looks when it is opened and when it is told to. */
import type { Diagnosis } from '../../diagnosis/finding';
import { readDiagnosis } from '../../diagnosis/read';
import type { Failure } from '../../model/failure';
import { failureFrom } from '../../platform/failures';
import type { Azure } from '../../provisioning';
import type { SavedDiagnose } from './protocol';

export interface DiagnoseDeps {
  readonly azure: () => Promise<Pick<Azure, 'observe'>>;
  readonly changed: () => void;
}

export type State =
  | { readonly phase: 'reading' }
  | { readonly phase: 'failed'; readonly failure: Failure }
  /** `isReading`: it looks again, and shows what it saw before until then. */
  | { readonly phase: 'done'; readonly diagnosis: Diagnosis; readonly isReading: boolean };

export class DiagnoseForm {
  #state: State = { phase: 'reading' };
  #start: SavedDiagnose;
  #look = new AbortController();

  constructor(
    private readonly deps: DiagnoseDeps,
    start: SavedDiagnose,
  ) {
    this.#start = start;
    void this.#read();
  }

  get start(): SavedDiagnose {
    return this.#start;
  }

  get state(): State {
    return this.#state;
  }

  dispose(): void {
    this.#look.abort();
  }

  /** Looks again; with what a pod's text said, where that is why. */
  async lookAgain(told: SavedDiagnose['told'] = this.#start.told): Promise<void> {
    const { registryId, clusterId } = this.#start;
    this.#start = { registryId, clusterId, ...(told === undefined ? {} : { told }) };
    this.#look.abort();
    this.#look = new AbortController();
    await this.#read();
  }

  async #read(): Promise<void> {
    const { signal } = this.#look;
    const before = this.#state;
    this.#set(before.phase === 'done' ? { ...before, isReading: true } : { phase: 'reading' });
    try {
      const diagnosis = await readDiagnosis(this.#start, await this.deps.azure(), signal);
      if (!signal.aborted) this.#set({ phase: 'done', diagnosis, isReading: false });
    } catch (error) {
      // What took its place, or the end of the page, is no failure.
      if (!signal.aborted) this.#set({ phase: 'failed', failure: failureFrom(error) });
    }
  }

  #set(state: State): void {
    this.#state = state;
    this.deps.changed();
  }
}
