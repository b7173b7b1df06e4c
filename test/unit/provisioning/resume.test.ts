import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json';
import { run } from '../../../src/provisioning/operations/run';
import { leaseMilliseconds } from '../../../src/provisioning/journal/lease';
import { recordedOperations } from '../../../src/provisioning/journal/operations';
import { discardOperation } from '../../../src/provisioning/operations/journaled';
import type { Fact, Observed } from '../../../src/provisioning/observed/observed';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import type { World } from '../../../src/provisioning/operations/operation';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { prepareResume, resumeOperation } from '../../../src/provisioning/operations/resume';
import { failing, failure, FakeWriter, MemoryStorage, type Answer } from '../../support/fakeWriter';
import { publicSpec } from '../../support/linkSpec';
import { pair, registry } from '../../support/observed';
import { quietAzure } from '../../support/quietAzure';
import { planOf, step } from '../../support/steps';
import { VirtualClock } from '../../support/virtualClock';

/** Of a link whose plan made anew finds nothing in the way and nothing at stake. */
const purpose = { kind: 'link', spec: publicSpec() } as const;
const plan = planOf([step('a'), step('b', { dependsOn: ['a'] }), step('c', { dependsOn: ['b'] })], {
  purpose,
});
const never = new AbortController().signal;
const nothing = () => undefined;

/** What is there, by step: as its request made it unless something else is said. */
function readerOf(
  there: Readonly<Record<string, JsonObject | true | 'unreadable'>>,
  seen = pair(),
): World['azure'] {
  return quietAzure(
    {
      read: (id): Promise<Fact<JsonObject>> => {
        const name = id.split('/').at(-1) ?? '';
        const value = there[name];
        if (value === undefined) return Promise.resolve({ state: 'absent' });
        if (value === 'unreadable') return Promise.resolve({ state: 'unreadable', reason: 'No right.' });
        return Promise.resolve({ state: 'known', value: value === true ? { location: name } : value });
      },
    },
    seen,
  );
}

/** A window that goes away while step b runs; what was written until then. */
async function interrupted(applied: LinkPlan = plan, answer: (name: string) => Answer = () => ({})) {
  const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
  const writer = new FakeWriter(clock, (id) => answer(id.split('/').at(-1) ?? ''));
  const gone = clock.sleep(1_500);
  const acknowledged = applied.hazards.map(({ id }) => id);
  void run(applied, { writer, reader: writer, journal: storage, clock }, never, nothing, acknowledged);
  await clock.run(gone);
  // The process is dead: nothing of it is written any more, and its lease runs out.
  const text = storage.files.get('op-1') ?? '';
  const later = new MemoryStorage();
  await later.replace('op-1', 0, text);
  return { text, storage: later };
}

async function resumed(
  storage: MemoryStorage,
  there: Parameters<typeof readerOf>[0],
  answer: (name: string, attempt: number) => Answer = () => ({}),
  after = leaseMilliseconds + 2_000,
  { seen = pair(), acknowledged = [] }: { seen?: Observed; acknowledged?: readonly string[] } = {},
) {
  const clock = new VirtualClock();
  await clock.run(clock.sleep(after));
  const writer = new FakeWriter(clock, (id, attempt) => answer(id.split('/').at(-1) ?? '', attempt));
  const ports = {
    writer,
    reader: readerOf(there, seen),
    journal: storage,
    clock,
    random: () => 0.5,
    owner: 'w2',
  };
  const outcome = await clock.run(resumeOperation('op-1', ports, never, nothing, acknowledged));
  const names = (items: readonly { resourceId: string }[]) =>
    items.map(({ resourceId }) => resourceId.split('/').at(-1));
  return { outcome, writer, sent: names(writer.sent), picked: names(writer.resumed) };
}

const tokenForB = (name: string): Answer => ({
  seconds: name === 'b' ? 60 : 1,
  ...(name === 'b' ? { resumeToken: 'token-b' } : {}),
});

describe('resuming', () => {
  it('picks up what runs by its token, and sends the rest', async () => {
    const { storage } = await interrupted(plan, tokenForB);
    const { outcome, sent, picked, writer } = await resumed(storage, { a: true });
    assert.equal(outcome.kind, 'done');
    assert.deepEqual([picked, sent], [['b'], ['c']]);
    assert.equal(writer.resumed[0]?.resumeToken, 'token-b');
  });

  it('sends again what Azure has forgotten', async () => {
    const { storage } = await interrupted(plan, tokenForB);
    const forgotten = { ...failure('operationForgotten', 'transient'), code: 'azure.operationForgotten' };
    const { outcome, sent } = await resumed(storage, { a: true }, (name, attempt) =>
      name === 'b' && attempt === 0 ? { outcome: { ok: false, failure: forgotten } } : {},
    );
    assert.equal(outcome.kind, 'done');
    assert.deepEqual(sent, ['b', 'c']);
  });

  it('without a token looks, and sends what isn’t there', async () => {
    const { storage } = await interrupted(plan, (name) => ({ seconds: name === 'b' ? 60 : 1 }));
    const { outcome, sent, picked } = await resumed(storage, { a: true });
    assert.equal(outcome.kind, 'done');
    assert.deepEqual([picked, sent], [[], ['b', 'c']]);
  });

  it('doesn’t send again what is there as it should be', async () => {
    const { storage } = await interrupted(plan, (name) => ({ seconds: name === 'b' ? 60 : 1 }));
    const { sent } = await resumed(storage, { a: true, b: true });
    assert.deepEqual(sent, ['c']);
  });

  describe('stops, writes nothing and says what changed when', () => {
    const check = (what: string, there: Parameters<typeof readerOf>[0], expected: RegExp) => {
      it(what, async () => {
        const { storage } = await interrupted(plan, tokenForB);
        const { outcome, sent, picked } = await resumed(storage, there);
        assert.ok(outcome.kind === 'refused');
        assert.equal(outcome.failure.code, 'resume.stateChanged');
        assert.match(outcome.failure.message, expected);
        assert.deepEqual([sent, picked], [[], []]);
        const { interrupted: left } = await recordedOperations(storage, Infinity);
        assert.equal(left.length, 1);
      });
    };
    check('something that was made is gone', { b: true }, /Step a: it was created and no longer exists/);
    check(
      'something that was made is different',
      { a: { location: 'x' } },
      /Step a: it has changed since then: location is "x"/,
    );
    check(
      'something else is where a step would make its own',
      { a: true, c: { location: 'x' } },
      /Step c: something else exists/,
    );
    check('something can’t be read', { a: 'unreadable' }, /Step a: it can’t be read now\. No right/);
  });

  it('never begins while the lease of another window lives', async () => {
    const { storage } = await interrupted(plan, tokenForB);
    const { outcome, sent, picked } = await resumed(storage, { a: true }, undefined, 30_000);
    assert.ok(outcome.kind === 'refused');
    assert.equal(outcome.failure.code, 'operation.runsElsewhere');
    assert.deepEqual([sent, picked], [[], []]);
  });

  it('goes on with what failed, and not with what has ended', async () => {
    const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
    const writer = new FakeWriter(clock, (id) => (id.endsWith('/b') ? { outcome: failing('PolicyX') } : {}));
    await clock.run(run(plan, { writer, reader: writer, journal: storage, clock }, never, nothing, []));
    assert.equal((await recordedOperations(storage, 0)).stopped.length, 1);
    const first = await resumed(storage, { a: true });
    assert.deepEqual([first.outcome.kind, first.sent], ['done', ['b', 'c']]);
    const second = await resumed(storage, { a: true, b: true, c: true });
    assert.ok(second.outcome.kind === 'refused');
    assert.equal(second.outcome.failure.code, 'operation.ended');
  });

  it('a window that slept through its lease finds that another one went on, and sends nothing more', async () => {
    const { clock, storage } = { clock: new VirtualClock(), storage: new MemoryStorage() };
    const writer = new FakeWriter(clock, () => ({ seconds: 10 }));
    const sleeping = run(plan, { writer, reader: writer, journal: storage, clock }, never, nothing, []);
    await clock.run(clock.sleep(5_000));
    // The other window took the operation over while this one was asleep.
    const { text = '', version = 0 } = (await storage.read('op-1')) ?? {};
    await storage.replace('op-1', version, text.replace('"owner":"op-1"', '"owner":"w2"'));
    const outcome = await clock.run(sleeping);
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual(outcome.failures.map(({ code }) => code).slice(0, 1), ['operation.takenOver']);
    assert.equal(writer.sent.length, 1);
    assert.match((await storage.read('op-1'))?.text ?? '', /"owner":"w2"/);
  });

  it('an operation of a kind that this version doesn’t know is refused', async () => {
    const { text } = await interrupted(plan, tokenForB);
    const storage = new MemoryStorage();
    await storage.replace('op-1', 0, text.replace('"kind":"link"', '"kind":"fly"'));
    const { outcome, sent } = await resumed(storage, { a: true });
    assert.ok(outcome.kind === 'refused');
    assert.match(outcome.failure.message, /Another version of the extension/);
    assert.deepEqual(sent, []);
  });

  describe('plans again what is left, and', () => {
    const closed = pair({ registry: registry({ publicNetworkAccess: 'Disabled' }) });
    const guarded = pair({ registry: registry({ defaultAction: 'Deny' }) });

    it('refuses what has come to be in the way', async () => {
      const { storage } = await interrupted(plan, tokenForB);
      const { outcome, sent } = await resumed(storage, { a: true }, undefined, undefined, { seen: closed });
      assert.ok(outcome.kind === 'refused');
      assert.equal(outcome.failure.code, 'resume.blocked');
      assert.match(outcome.failure.message, /public network access disabled/);
      assert.deepEqual(sent, []);
    });

    it('refuses what has come to be at stake, until that is agreed to', async () => {
      const { storage } = await interrupted(plan, tokenForB);
      const first = await resumed(storage, { a: true }, undefined, undefined, { seen: guarded });
      assert.ok(first.outcome.kind === 'refused');
      assert.equal(first.outcome.failure.code, 'resume.endangersOthers');
      assert.deepEqual(first.sent, []);
      const world = { azure: readerOf({ a: true }, guarded), journal: storage };
      const left = await prepareResume('op-1', world, never);
      assert.deepEqual(
        left.steps.map(({ id, action }) => [id, action]),
        [
          ['a', 'reuse'],
          ['b', 'create'],
          ['c', 'create'],
        ],
      );
      const acknowledged = left.hazards.map(({ id }) => id);
      assert.equal(acknowledged.length, 1);
      const second = await resumed(storage, { a: true }, undefined, undefined, {
        seen: guarded,
        acknowledged,
      });
      assert.equal(second.outcome.kind, 'done');
    });

    it('goes on where what is at stake was agreed to when it began, with nobody new in it', async () => {
      const shown = planLink(publicSpec(), guarded, 'op-1').hazards;
      const agreed = planOf(plan.steps, { purpose, hazards: shown });
      const { storage } = await interrupted(agreed, tokenForB);
      const { outcome } = await resumed(storage, { a: true }, undefined, undefined, { seen: guarded });
      assert.equal(outcome.kind, 'done');
    });
  });

  describe('a journal that can’t be trusted', () => {
    const check = (what: string, change: (text: string) => string, expected: RegExp) => {
      it(`${what} is refused, and can be discarded`, async () => {
        const { text } = await interrupted(plan, tokenForB);
        const storage = new MemoryStorage();
        await storage.replace('op-1', 0, change(text));
        const { outcome, sent } = await resumed(storage, { a: true });
        assert.ok(outcome.kind === 'refused');
        assert.match(outcome.failure.message, expected);
        assert.deepEqual(sent, []);
        const kept = await discardOperation(storage, new VirtualClock(), 'op-1', 'w');
        assert.ok(kept !== undefined && 'keptAt' in kept);
        assert.equal(storage.aside.get(kept.keptAt), change(text));
        assert.equal(await storage.read('op-1'), undefined);
      });
    };
    check('cut off', (text) => text.slice(0, text.length / 2), /isn’t JSON/);
    check(
      'of a newer version',
      (text) => text.replace('"schemaVersion":1', '"schemaVersion":7'),
      /version 7/,
    );
    check('of another operation', (text) => text.replaceAll('op-1', 'op-2'), /belongs to another operation/);
    check(
      'with an unknown kind of step',
      (text) => text.replace('"kind":"network"', '"kind":"rocket"'),
      /damaged at plan\.steps\.0\.kind/,
    );
  });
});
