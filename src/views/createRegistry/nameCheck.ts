/** Asks Azure whether a registry's name is free, once the typing pauses. */
import { nameProblem } from '../../model/names';
import { failureFrom } from '../../platform/failures';
import type { Clock, NameAvailability } from '../../provisioning';

export type NameState =
  | { readonly state: 'asking' }
  | { readonly state: 'answered'; readonly answer: NameAvailability }
  /** Azure didn't say; that is no reason to wait. */
  | { readonly state: 'unknown'; readonly reason: string };

/** Milliseconds without a further letter. */
const pause = 400;

export class NameCheck {
  #asked = '';
  #state: NameState | undefined;
  #abort = new AbortController();

  constructor(
    private readonly check: (name: string, signal: AbortSignal) => Promise<NameAvailability>,
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  /** What is known of the name; undefined if it hasn't been asked for. */
  stateOf(name: string): NameState | undefined {
    return name === this.#asked ? this.#state : undefined;
  }

  /** Asks unless it has been asked already, or the name can't be one anyway; calls `changed` with the answer. */
  ask(name: string): void {
    if (name === this.#asked && this.#state?.state !== 'unknown') return;
    this.stop();
    this.#asked = name;
    this.#state = undefined;
    if (nameProblem('registry', name) !== undefined) return;
    this.#state = { state: 'asking' };
    void this.#answer(name, this.#abort.signal);
  }

  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#asked = '';
  }

  async #answer(name: string, signal: AbortSignal): Promise<void> {
    const isGivenUp = () => signal.aborted;
    await this.clock.sleep(pause, signal);
    if (isGivenUp()) return;
    const state = await this.check(name, signal).then(
      (answer): NameState => ({ state: 'answered', answer }),
      (error: unknown): NameState => ({ state: 'unknown', reason: failureFrom(error).message }),
    );
    // Another name may have been asked for meanwhile, and this one again.
    if (isGivenUp()) return;
    this.#state = state;
    this.changed();
  }
}
