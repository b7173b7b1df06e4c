import { clampedDelay } from '../model/delay';
import type { Clock } from '../provisioning/ports';

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, clampedDelay(milliseconds));
      signal?.addEventListener('abort', done);
    }),
};
