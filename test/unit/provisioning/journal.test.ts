import assert from 'node:assert/strict';
import { run } from '../../../src/provisioning/operations/run';
import { JournalWriter } from '../../../src/provisioning/journal/journal';
import { leaseMilliseconds } from '../../../src/provisioning/journal/lease';
import { recordedOperations, releaseLeases } from '../../../src/provisioning/journal/operations';
import { parseJournal } from '../../../src/provisioning/journal/journalSchema';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { fakeAzure, FakeWriter, MemoryStorage } from '../../support/fakeWriter';
import { privateSpec } from '../../support/linkSpec';
import { pair, zone, zoneIdIn, ids } from '../../support/observed';
import { planOf, step } from '../../support/steps';
import { VirtualClock } from '../../support/virtualClock';

const jwt = `eyJ0eXAiOiJKV1Qi.${'a'.repeat(20)}.${'b'.repeat(20)}`;

async function begun(owner = 'window-1') {
  const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
  const opened = await clock.run(
    JournalWriter.open(storage, clock, {
      plan: planOf([step('a')]),
      title: 'Made up',
      acknowledged: [],
      owner,
    }),
  );
  assert.ok(opened instanceof JournalWriter);
  return { clock, storage, journal: opened };
}

describe('the journal', () => {
  it('reads back what it wrote, with a whole plan in it', async () => {
    const plan = planLink(
      privateSpec(),
      pair({ zones: [zone(zoneIdIn('rg-hub'), [ids.clusterNetwork])] }),
      'op-1',
    );
    const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
    await clock.run(
      JournalWriter.open(storage, clock, { plan, title: 'Link', acknowledged: ['x'], owner: 'w' }),
    );
    const parsed = parseJournal(storage.files.get('op-1') ?? '');
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.journal.plan, plan);
    assert.deepEqual(parsed.journal.acknowledged, ['x']);
  });

  describe('sets aside', () => {
    const check = (what: string, text: string, expected: RegExp) => {
      it(what, async () => {
        const storage = new MemoryStorage();
        storage.files.set('odd', text);
        const { setAside, interrupted } = await recordedOperations(storage, 0);
        assert.deepEqual(interrupted, []);
        assert.match(setAside[0]?.message ?? '', expected);
        assert.equal(storage.files.get('odd'), text);
      });
    };
    check('what is cut off', '{"schemaVersion":1,', /isn’t JSON/);
    check('what is empty', '', /isn’t JSON/);
    check('another version', '{"schemaVersion":2}', /version 2/);
    check('what is no journal', '[]', /damaged/);
    check('what lacks a part', '{"schemaVersion":1,"operationId":"x"}', /damaged at title/);
  });

  it('an operation runs while its lease is renewed, and is interrupted once it expires', async () => {
    const { clock, storage } = await begun();
    // Hours pass with the window alive: the heartbeat goes on by itself.
    await clock.run(clock.sleep(3_600_000));
    const alive = await recordedOperations(storage, clock.now());
    assert.deepEqual([alive.running.length, alive.interrupted.length], [1, 0]);
    const dead = await recordedOperations(storage, clock.now() + leaseMilliseconds + 1);
    assert.deepEqual([dead.running.length, dead.interrupted.length], [0, 1]);
  });

  it('a finished operation is neither, and its heartbeat stops', async () => {
    const { clock, storage, journal } = await begun();
    await clock.run(journal.finish('done'));
    const writes = storage.history.length;
    await clock.run(clock.sleep(3_600_000));
    assert.equal(storage.history.length, writes);
    const { running, interrupted } = await recordedOperations(storage, clock.now());
    assert.deepEqual([running, interrupted], [[], []]);
  });

  it('a window that goes leaves its operation to be resumed at once, and writes nothing more', async () => {
    const { clock, storage, journal } = await begun();
    await clock.run(releaseLeases(storage, clock, 'window-2'));
    assert.equal((await recordedOperations(storage, clock.now())).running.length, 1);
    await clock.run(releaseLeases(storage, clock, 'window-1'));
    assert.equal((await recordedOperations(storage, clock.now())).interrupted.length, 1);
    const late = await clock.run(journal.record('a', { state: 'done', at: clock.now(), attempt: 1 }));
    assert.deepEqual([late?.code, journal.lost.aborted], ['operation.takenOver', true]);
  });

  it('another window cannot run the same operation until the lease expires', async () => {
    const { clock, storage } = await begun('window-1');
    const ports = { ...fakeAzure(clock), journal: storage, clock, owner: 'window-2' };
    const signal = new AbortController().signal;
    const outcome = await clock.run(run(planOf([step('a')]), ports, signal, () => undefined, []));
    assert.ok(outcome.kind === 'refused');
    assert.equal(outcome.failure.code, 'operation.runsElsewhere');
  });

  it('changes that come while one is written go into the next, together', async () => {
    const { clock, storage, journal } = await begun();
    const before = storage.history.length;
    const records = ['a', 'b', 'c', 'd'].map((id) =>
      journal.record(id, { state: 'running', at: 0, attempt: 1 }),
    );
    await clock.run(Promise.all(records));
    assert.ok(storage.history.length - before <= 2);
    const parsed = parseJournal(storage.history.at(-1) ?? '');
    assert.ok(parsed.ok);
    assert.deepEqual(Object.keys(parsed.journal.steps), ['a', 'b', 'c', 'd']);
  });

  it('a storage that fails is told, not thrown', async () => {
    const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
    storage.refuse = () => true;
    const opened = await clock.run(
      JournalWriter.open(storage, clock, {
        plan: planOf([]),
        title: 'Made up',
        acknowledged: [],
        owner: 'w',
      }),
    );
    assert.ok(!(opened instanceof JournalWriter));
    assert.match(opened.message, /disk full/);
  });

  describe('never holds a token', () => {
    it('leaves out a resume token and a failure with one in it', async () => {
      const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
      const failure = {
        code: 'azure.Bad',
        kind: 'defect' as const,
        message: `Got Bearer ${jwt}`,
        nextAction: 'x',
      };
      const writer = new FakeWriter(clock, () => ({ resumeToken: jwt, outcome: { ok: false, failure } }));
      const ports = { writer, reader: writer, journal: storage, clock };
      const signal = new AbortController().signal;
      const outcome = await clock.run(run(planOf([step('a')]), ports, signal, () => undefined, []));
      assert.ok(outcome.kind === 'failed');
      assert.ok(storage.history.every((text) => !text.includes('eyJ')));
      assert.ok(storage.history.some((text) => text.includes('[removed]')));
    });

    it('refuses a plan with one in it', async () => {
      const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
      const ports = { ...fakeAzure(clock), journal: storage, clock };
      const plan = planOf([step('a', { title: jwt })]);
      const outcome = await clock.run(run(plan, ports, new AbortController().signal, () => undefined, []));
      assert.equal(outcome.kind, 'refused');
      assert.deepEqual(storage.history, []);
    });
  });
});
