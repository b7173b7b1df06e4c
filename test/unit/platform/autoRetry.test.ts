import assert from 'node:assert/strict';
import { AutoRetry } from '../../../src/platform/autoRetry';
import type { Clock } from '../../../src/provisioning/ports';

/** Sleeps end when the test says so. */
function started(isVisible = true) {
  const sleeping: { readonly wait: number; readonly end: () => void; readonly signal: AbortSignal }[] = [];
  const clock: Clock = {
    now: () => 0,
    sleep: (wait, signal) =>
      new Promise((resolve) => {
        assert.ok(signal);
        sleeping.push({ wait, end: resolve, signal });
        signal.addEventListener('abort', () => {
          resolve();
        });
      }),
  };
  const state = { tries: 0 };
  const retry = new AutoRetry(clock, () => (state.tries += 1), isVisible);
  /** The wait that is on. */
  const waits = () => sleeping.filter(({ signal }) => !signal.aborted);
  const pass = async () => {
    waits().at(-1)?.end();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { retry, state, waits, pass };
}

describe('what failed for the moment', () => {
  it('is tried again by itself, after longer and longer waits up to five minutes', async () => {
    const { retry, state, waits, pass } = started();
    const seen: number[] = [];
    for (let failure = 1; failure <= 7; failure += 1) {
      retry.failed();
      seen.push(waits().at(-1)?.wait ?? 0);
      await pass();
      assert.equal(state.tries, failure);
    }
    assert.deepEqual(seen, [5000, 15_000, 30_000, 60_000, 300_000, 300_000, 300_000]);
    retry.settled();
    retry.failed();
    assert.equal(waits().at(-1)?.wait, 5000);
  });

  it('is left alone once it is well', async () => {
    const { retry, state, waits } = started();
    retry.failed();
    retry.settled();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([waits().length, state.tries], [0, 0]);
  });

  it('isn’t tried while nobody looks, and at once when somebody does', async () => {
    const { retry, state, waits } = started();
    retry.failed();
    retry.isVisible = false;
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([waits().length, state.tries], [0, 0]);
    retry.isVisible = true;
    assert.equal(state.tries, 1);
    retry.isVisible = false;
    retry.isVisible = true;
    assert.equal(state.tries, 1, 'nothing is due');
  });

  it('begins no wait in a view that is hidden', () => {
    const { retry, state, waits } = started(false);
    retry.failed();
    assert.equal(waits().length, 0);
    retry.isVisible = true;
    assert.equal(state.tries, 1);
  });

  it('is tried no more when the window closes', async () => {
    const { retry, state, waits } = started();
    retry.failed();
    retry.dispose();
    retry.failed();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([waits().length, state.tries], [0, 0]);
  });
});
