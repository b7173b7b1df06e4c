import { type Clock, untilLeaseEnds } from '../provisioning';
import type { Operation } from './operations';

/** A window that is gone can't say so: its operation counts as interrupted once the lease has run out. */
export class LeaseWatch {
  #waiting = new AbortController();
  #isDisposed = false;

  constructor(
    private readonly clock: Clock,
    /** Called once when the first lease of what was given to `watch` has ended. */
    private readonly ended: () => void,
  ) {}

  /** Takes what runs now in place of what was watched before. */
  watch(operations: readonly Operation[]): void {
    this.#waiting.abort();
    if (this.#isDisposed) return;
    const expiries = operations.flatMap((each) => (each.state === 'running' ? [each.leaseExpires] : []));
    const wait = untilLeaseEnds(expiries, this.clock.now());
    if (wait === undefined) return;
    const { signal } = (this.#waiting = new AbortController());
    void this.clock.sleep(wait, signal).then(() => {
      if (!signal.aborted) this.ended();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#waiting.abort();
  }
}
