import assert from 'node:assert/strict';
import fc from 'fast-check';
import { systemClock } from '../../../src/platform/clock';
import { JournalWriter } from '../../../src/provisioning/journal/journal';
import { recordedOperations } from '../../../src/provisioning/journal/operations';
import { discardOperation } from '../../../src/provisioning/operations/journaled';
import { holds, leaseMilliseconds, leaseOf } from '../../../src/provisioning/journal/lease';
import type { Clock } from '../../../src/provisioning/ports';
import { MemoryStorage } from '../../support/fakeWriter';
import { planOf, step } from '../../support/steps';
import { VirtualClock } from '../../support/virtualClock';

const year = 365 * 24 * 3_600_000;

/** A clock that is set to another time in between; sleeping goes on as before. */
class SetClock implements Clock {
  constructor(
    private readonly real: VirtualClock,
    public ahead = 0,
  ) {}

  now(): number {
    return this.real.now() + this.ahead;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.real.sleep(milliseconds, signal);
  }
}

/** What a window of that clock has begun; its heartbeat goes on as long as time passes. */
async function begunBy(clock: Clock, real: VirtualClock, storage = new MemoryStorage()) {
  const begin = { plan: planOf([step('a')]), title: 'Made up', acknowledged: [], owner: 'w1' };
  const writer = await real.run(JournalWriter.open(storage, clock, begin));
  assert.ok(writer instanceof JournalWriter);
  return { storage, writer };
}

/** The journal of a window that died at once. */
async function leftBy(ahead: number) {
  const real = new VirtualClock();
  const { storage } = await begunBy(new SetClock(new VirtualClock(), ahead), real);
  return { storage, real };
}

describe('a lease', () => {
  it('holds for its own length and no longer, whatever the clock that gave it said', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2 * year, max: 2 * year }), fc.nat(2 * year), (given, now) => {
        const lease = leaseOf('w', given);
        assert.equal(holds(lease, now), given <= now && now < given + leaseMilliseconds);
      }),
    );
    assert.equal(holds({ owner: 'w', expires: Number.MAX_VALUE }, Date.now()), false);
  });

  for (const ahead of [leaseMilliseconds, 3_600_000, year, 100 * year]) {
    it(`of a clock that was ${ahead / 1000} s ahead keeps nobody from going on`, async () => {
      const { storage, real } = await leftBy(ahead);
      const { running, interrupted } = await recordedOperations(storage, real.now());
      assert.deepEqual([running.length, interrupted.length], [0, 1]);
      const taken = await real.run(JournalWriter.takeOver(storage, real, 'op-1', 'w2'));
      assert.ok(taken instanceof JournalWriter);
      await real.run(taken.release());
      assert.equal(await real.run(discardOperation(storage, real, 'op-1', 'w2')), undefined);
      assert.equal((await recordedOperations(storage, real.now())).ended.length, 1);
    });
  }

  it('holds again with the next sign of life of a window whose clock was set back', async () => {
    const real = new VirtualClock();
    const clock = new SetClock(real, year);
    const { storage, writer } = await begunBy(clock, real);
    clock.ahead = 0;
    assert.equal((await recordedOperations(storage, clock.now())).running.length, 0);
    await real.run(writer.record('a', { state: 'running', at: clock.now(), attempt: 1 }));
    assert.equal((await recordedOperations(storage, clock.now())).running.length, 1);

    clock.ahead = -year;
    await real.run(real.sleep(leaseMilliseconds / 2));
    assert.equal((await recordedOperations(storage, clock.now())).running.length, 1);
  });

  it('that was taken over while the clock was set back stops the window that had it', async () => {
    const real = new VirtualClock();
    const clock = new SetClock(real, year);
    const { storage, writer } = await begunBy(clock, real);
    clock.ahead = 0;
    const taken = await real.run(JournalWriter.takeOver(storage, clock, 'op-1', 'w2'));
    assert.ok(taken instanceof JournalWriter);
    const late = await real.run(writer.record('a', { state: 'running', at: 0, attempt: 1 }));
    assert.deepEqual([late?.code, writer.lost.aborted], ['operation.takenOver', true]);
  });
});

describe('the computer’s clock', () => {
  it('sleeps also for longer than a timer takes', async () => {
    for (const milliseconds of [2 ** 31, 2 ** 40, Infinity]) {
      const waking = new AbortController();
      let isAwake = false;
      const sleeping = systemClock.sleep(milliseconds, waking.signal).then(() => (isAwake = true));
      await systemClock.sleep(20);
      assert.equal(isAwake, false, `${milliseconds}`);
      waking.abort();
      await sleeping;
    }
  });
});
