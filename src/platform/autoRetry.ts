import type { Clock } from '../provisioning';

/** In milliseconds, one after the other; the last of them from then on. */
const waits = [5_000, 15_000, 30_000, 60_000, 300_000] as const;

/** Tries again what failed for the moment: after longer and longer waits, and only while somebody looks. */
export class AutoRetry {
  #waiting = new AbortController();
  #failures = 0;
  /** A try is due once somebody looks. */
  #isOwed = false;
  #isVisible: boolean;
  #isDisposed = false;

  constructor(
    private readonly clock: Clock,
    private readonly again: () => void,
    isVisible: boolean,
  ) {
    this.#isVisible = isVisible;
  }

  /** It failed, in a way that may pass. */
  failed(): void {
    this.#failures += 1;
    this.#isOwed = true;
    this.#wait();
  }

  /** It is well, or failed in a way that doesn't pass by itself. */
  settled(): void {
    this.#failures = 0;
    this.#isOwed = false;
    this.#waiting.abort();
  }

  set isVisible(isVisible: boolean) {
    this.#isVisible = isVisible;
    if (!isVisible) this.#waiting.abort();
    else if (this.#isOwed) this.#try();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#waiting.abort();
  }

  #wait(): void {
    this.#waiting.abort();
    if (this.#isDisposed || !this.#isVisible) return;
    const { signal } = (this.#waiting = new AbortController());
    const wait = waits[Math.min(this.#failures, waits.length) - 1] ?? waits[0];
    void this.clock.sleep(wait, signal).then(() => {
      if (!signal.aborted) this.#try();
    });
  }

  #try(): void {
    this.#waiting.abort();
    this.#isOwed = false;
    this.again();
  }
}
