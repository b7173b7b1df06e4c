/** The time of a walk, the same in all windows: it passes while somebody waits for a short while, and between commands. */
import { heartbeatMilliseconds } from '../../../src/provisioning/journal/lease';
import type { Clock } from '../../../src/provisioning/ports';

interface Timer {
  readonly due: number;
  readonly fire: () => void;
}

/** Waits that go on by themselves for as long as something else does: they end when the time has passed otherwise. */
const patient = new Set([
  heartbeatMilliseconds,
  // Between two looks for an approval.
  15_000,
]);

/** Time passes in pieces, so that whoever renews a lease meanwhile has done so before it runs out. */
const piece = 10_000;

export class WalkClock implements Clock {
  #now = Date.now();
  readonly #timers = new Set<Timer>();

  /** No two moments are the same. */
  now(): number {
    this.#now += 1;
    return this.#now;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return;
    const due = this.#now + milliseconds;
    const over = new Promise<void>((resolve) => {
      const timer: Timer = {
        due,
        fire: () => {
          this.#timers.delete(timer);
          signal?.removeEventListener('abort', timer.fire);
          resolve();
        },
      };
      this.#timers.add(timer);
      signal?.addEventListener('abort', timer.fire);
    });
    if (!patient.has(milliseconds)) void this.pass(milliseconds);
    await over;
  }

  /** Resolves when that much time has passed for everybody. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    while (this.#now < end) {
      // What is under way in this process goes on meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 1));
      this.#now = Math.min(Math.max(this.#now, end), this.#now + piece);
      const due = [...this.#timers].filter((timer) => timer.due <= this.#now);
      for (const { fire } of due.toSorted((a, b) => a.due - b.due)) fire();
    }
  }
}
