import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../src/platform/clock';
import { untilLeaseEnds, type KnownOperation, type Operation } from '../../../src/platform/operations';

const now = Date.parse('2026-06-18T09:12:44Z');

function running(leaseExpires: number, state: KnownOperation['state'] = 'running'): Operation {
  const operation = { state, operationId: 'op-1', title: 'x', kind: 'link' as const, startedAt: now };
  return { ...operation, stepsDone: 0, stepsTotal: 1, leaseExpires };
}

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

describe('the wait until a lease ends', () => {
  it('is until a second after the first of them', () => {
    assert.equal(untilLeaseEnds([running(now + 60_000), running(now + 20_000)], now), 21_000);
    assert.equal(untilLeaseEnds([running(now - 60_000)], now), 1000);
    assert.equal(untilLeaseEnds([running(now + 20_000, 'interrupted')], now), undefined);
    assert.equal(untilLeaseEnds([], now), undefined);
  });

  it('is one that a timer can take where a clock was ahead by years, or the journal says nothing sensible', () => {
    const year = 365 * 24 * 3_600_000;
    assert.equal(untilLeaseEnds([running(now + year)], now), 2 ** 31 - 1);
    assert.equal(untilLeaseEnds([running(Infinity)], now), 2 ** 31 - 1);
    assert.equal(untilLeaseEnds([running(NaN)], now), 1000);
  });
});
