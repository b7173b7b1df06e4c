/** Time that passes only when nothing else can happen: hours of waiting take no time, and every run is the same. */
import type { Clock } from '../../src/provisioning/ports';

interface Timer {
  readonly due: number;
  readonly fire: () => void;
}

export class VirtualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const stop = () => {
        this.#timers.delete(timer);
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const timer: Timer = { due: this.#now + milliseconds, fire: stop };
      this.#timers.add(timer);
      signal?.addEventListener('abort', stop);
    });
  }

  /** Lets time pass until the promise is settled; throws if it waits for nothing that time could bring. */
  async run<T>(promise: Promise<T>): Promise<T> {
    const state = { settled: false };
    const end = promise.finally(() => {
      state.settled = true;
    });
    // Whoever awaits the result below hears of a rejection; until then nobody listens.
    end.catch(() => undefined);
    for (;;) {
      // A macrotask: everything that is ready to happen at this instant has happened after it.
      await new Promise((resolve) => setImmediate(resolve));
      if (state.settled) return end;
      const next = [...this.#timers].toSorted((a, b) => a.due - b.due)[0];
      if (next === undefined) throw new Error('Everything waits, and no timer is set');
      this.#timers.delete(next);
      this.#now = next.due;
      next.fire();
    }
  }
}
