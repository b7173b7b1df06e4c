import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { run } from '../../../src/provisioning/operations/run';
import type { OperationEvent } from '../../../src/provisioning/applying/events';
import { retryDelay } from '../../../src/provisioning/applying/retries';
import { readJournal } from '../../../src/provisioning/journal/journal';
import { failure, FakeWriter, MemoryStorage } from '../../support/fakeWriter';
import { planOf, step } from '../../support/steps';
import { VirtualClock } from '../../support/virtualClock';

const plan = planOf([step('a'), step('b', { dependsOn: ['a'] })]);

/** Seconds after which the user stops, and after which they no longer want to wait. */
async function cancelled(stopAt: number, abandonAt?: number) {
  const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
  const writer = new FakeWriter(clock, () => ({ seconds: 30, resumeToken: 'token' }));
  const [stop, abandon] = [new AbortController(), new AbortController()];
  void clock.sleep(stopAt * 1000).then(() => {
    stop.abort();
  });
  if (abandonAt !== undefined)
    void clock.sleep(abandonAt * 1000).then(() => {
      abandon.abort();
    });
  const events: OperationEvent[] = [];
  const signals = { stop: stop.signal, abandon: abandon.signal };
  const ports = { writer, reader: writer, journal: storage, clock };
  const outcome = await clock.run(run(plan, ports, signals, (event) => events.push(event), []));
  const choices = events.flatMap((event) =>
    event.kind === 'operationCancelling' ? [[event.choice, event.stepIds]] : [],
  );
  const states = 'steps' in outcome ? outcome.steps.map(({ state }) => state) : [];
  return { outcome, choices, states, seconds: clock.now() / 1000, storage };
}

describe('cancelling', () => {
  it('starts nothing more and awaits what runs', async () => {
    const { outcome, choices, states, seconds } = await cancelled(5);
    assert.ok(outcome.kind === 'cancelled');
    assert.equal(outcome.choice, 'await');
    assert.deepEqual(choices, [['await', ['a']]]);
    assert.deepEqual([states, seconds], [['done', 'notStarted'], 30]);
  });

  it('gives up waiting when the user has enough, and keeps what picks it up again', async () => {
    const { outcome, choices, states, seconds, storage } = await cancelled(5, 8);
    assert.ok(outcome.kind === 'cancelled');
    assert.equal(outcome.choice, 'abandon');
    assert.deepEqual(choices, [
      ['await', ['a']],
      ['abandon', ['a']],
    ]);
    assert.deepEqual([states, seconds], [['cancelled', 'notStarted'], 8]);
    const read = await readJournal(storage, 'op-1');
    assert.ok(read?.ok);
    assert.equal(read.journal.steps['a']?.resumeToken, 'token');
  });
});

describe('an operation that is over', () => {
  it('leaves nothing at signals that live longer, which would keep its plan and its journal', async () => {
    const made: AbortSignal[] = [];
    const any = AbortSignal.any.bind(AbortSignal);
    AbortSignal.any = (signals) => {
      const signal = any(signals);
      made.push(signal);
      return signal;
    };
    const signal = new AbortController().signal;
    try {
      const clock = new VirtualClock();
      const writer = new FakeWriter(clock, () => ({ seconds: 1 }));
      const ports = { writer, reader: writer, journal: new MemoryStorage(), clock };
      const outcome = await clock.run(run(plan, ports, signal, () => undefined, []));
      assert.equal(outcome.kind, 'done');
    } finally {
      AbortSignal.any = any;
    }
    assert.ok(made.length > 0);
    const left = [signal, ...made].map((each) => getEventListeners(each, 'abort').length);
    assert.deepEqual([...new Set(left)], [0]);
  });
});

describe('what is tried again', () => {
  const check = (
    code: string,
    kind: 'conflict' | 'transient' | 'user',
    action: 'create' | 'delete',
    tries: number,
  ) => {
    it(`${code} of a ${action}: ${tries} more times`, () => {
      const delays = Array.from({ length: 20 }, (_, index) =>
        retryDelay(failure(code, kind), index + 1, action, 0.5),
      );
      assert.equal(delays.filter((delay) => delay !== undefined).length, tries);
      assert.ok(
        delays.slice(0, tries).every((delay) => delay !== undefined),
        'no gaps',
      );
    });
  };
  check('AnotherOperationInProgress', 'conflict', 'create', 6);
  check('CannotDeleteResource', 'conflict', 'delete', 4);
  check('CannotDeleteResource', 'conflict', 'create', 0);
  check('InUseSubnetCannotBeDeleted', 'conflict', 'delete', 4);
  check('ServiceUnavailable', 'transient', 'create', 3);
  check('ScopeLocked', 'conflict', 'delete', 0);
  check('RequestDisallowedByPolicy', 'user', 'create', 0);

  it('waits a quarter more or less, so that windows don’t come back together', () => {
    const at = (random: number) => retryDelay(failure('AnotherOperationInProgress'), 3, 'create', random);
    assert.deepEqual([at(0), at(0.5), at(1)], [7.5, 10, 12.5]);
  });
});
