import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../src/platform/clock';

describe('the computer’s clock', () => {
  it('sleeps longer than timers can, until it is woken', async () => {
    for (const wait of [3_000_000_000, Infinity]) {
      const abort = new AbortController();
      let isOver = false;
      const sleeping = systemClock.sleep(wait, abort.signal).then(() => (isOver = true));
      await pause(30);
      assert.equal(isOver, false);
      abort.abort();
      await sleeping;
    }
  });
});
