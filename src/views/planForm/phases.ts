/** The phase that a form is in, and the one task that leads to the next: a new one makes the one before pointless. */
import type { Failure } from '../../model/failure';
import { failureFrom } from '../../platform/failures';
import type { FormDeps } from './formDeps';
import type { FormState } from './formState';

/** The state that a failure leads to, which may have to be read first. Never rejects. */
export type Failed = (failure: Failure) => FormState | Promise<FormState>;

export class Phases {
  #state: FormState = { phase: 'choosing' };
  #abort = new AbortController();
  #task: Promise<void> = Promise.resolve();

  constructor(private readonly deps: Pick<FormDeps, 'changed' | 'log'>) {}

  get state(): FormState {
    return this.#state;
  }

  set(state: FormState): void {
    this.#state = state;
    this.deps.changed();
  }

  /**
   * Goes to a state and runs its task. A task whose signal is aborted has been stopped: it sets nothing any more, and how
   * it ends is nobody's business.
   */
  run(state: FormState, task: (signal: AbortSignal) => Promise<void>, failed: Failed): void {
    this.stop();
    this.set(state);
    const { signal } = this.#abort;
    const isStopped = () => signal.aborted;
    this.#task = task(signal).catch(async (error: unknown) => {
      if (isStopped()) return;
      this.deps.log(error);
      const state = await failed(failureFrom(error));
      if (!isStopped()) this.set(state);
    });
  }

  /** Stops what is under way. */
  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Resolves when what is under way, and what that began, is finished. */
  async settled(): Promise<void> {
    for (let task: Promise<void> | undefined; task !== this.#task;) {
      task = this.#task;
      await task;
    }
  }
}
