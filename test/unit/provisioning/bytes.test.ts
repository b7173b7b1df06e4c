import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/model/json';
import { run } from '../../../src/provisioning/operations/run';
import { readJournal } from '../../../src/provisioning/journal/journal';
import { deepestJson } from '../../../src/provisioning/plan/jsonSchema';
import { parseJournal } from '../../../src/provisioning/journal/journalSchema';
import { canonical, fingerprint } from '../../../src/provisioning/plan/fingerprint';
import { differenceTo, matches } from '../../../src/provisioning/plan/matching';
import { operationTag, ownedTags } from '../../../src/provisioning/plan/ownership';
import { peeringBody } from '../../../src/provisioning/planning/readModifyWrite';
import { resumeOperation } from '../../../src/provisioning/operations/resume';
import { understood } from '../../../src/provisioning/operations/journaled';
import { parseTags } from '../../../src/views/planForm/tags';
import { FakeWriter, MemoryStorage } from '../../support/fakeWriter';
import { jsonObjects, tagSets } from '../../support/json';
import { publicSpec } from '../../support/linkSpec';
import { quietAzure } from '../../support/quietAzure';
import { planOf, step } from '../../support/steps';
import { VirtualClock } from '../../support/virtualClock';

const never = new AbortController().signal;
const nothing = () => undefined;
const parsed = (text: string) => JSON.parse(text) as JsonObject;
const odd = parsed('{"__proto__":{"a":1},"prototype":"p","constructor":"c","toString":"t","":"e"}');

/** The journal of an operation whose window died before it sent anything. */
async function begun(body: JsonObject, tags: Readonly<Record<string, string>>) {
  const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
  const written = step('a', { request: { method: 'PUT', apiVersion: '1', body } });
  const plan = planOf([written], { purpose: { kind: 'link', spec: { ...publicSpec(), tags } } });
  const stopped = AbortSignal.abort();
  const writer = new FakeWriter(clock);
  await clock.run(run(plan, { writer, reader: writer, journal: storage, clock }, stopped, nothing, []));
  assert.deepEqual(writer.sent, []);
  return { storage, plan };
}

describe('what goes over the wire', () => {
  it('comes back from the journal byte for byte, whatever its members are called', async () => {
    await fc.assert(
      fc.asyncProperty(jsonObjects, tagSets, async (members, tags) => {
        const body = { ...members, tags };
        const { storage, plan } = await begun(body, tags);
        const read = await readJournal(storage, 'op-1');
        assert.ok(read?.ok, JSON.stringify(read));
        assert.equal(
          JSON.stringify(read.journal.plan.steps[0]?.request),
          JSON.stringify(plan.steps[0]?.request),
        );
        const understandable = understood(read.journal.plan);
        assert.ok(understandable?.purpose.kind === 'link');
        assert.equal(JSON.stringify(understandable.purpose.spec.tags), JSON.stringify(tags));

        const clock = new VirtualClock();
        const writer = new FakeWriter(clock);
        const reader = quietAzure({ read: () => Promise.resolve({ state: 'absent' }) });
        const ports = { writer, reader, journal: storage, clock };
        const outcome = await clock.run(resumeOperation('op-1', ports, never, nothing));
        assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
        assert.equal(JSON.stringify(writer.sent[0]?.request.body), JSON.stringify(body));
      }),
    );
  });

  it('is kept by what reads, changes and writes back', () => {
    fc.assert(
      fc.property(jsonObjects, (members) => {
        const raw = { ...members, properties: members };
        const left = ['id', 'name', 'type', 'etag', 'properties'];
        const kept = (body: JsonObject) => Object.entries(body).filter(([name]) => !left.includes(name));
        for (const body of [peeringBody(raw)]) {
          assert.equal(JSON.stringify(kept(body)), JSON.stringify(kept(members)));
        }
      }),
    );
    assert.equal(
      JSON.stringify(peeringBody({ ...odd, properties: odd })),
      JSON.stringify({ ...odd, properties: odd }),
    );
  });

  it('has the user’s tags and the mark, whatever the tags are called', () => {
    fc.assert(
      fc.property(tagSets, (tags) => {
        const owned = Object.entries(ownedTags({ tags }, 'op-1'));
        assert.deepEqual(owned, [...Object.entries(tags), [operationTag, 'op-1']]);
      }),
    );
    const typed = parseTags('__proto__=a; constructor=b; prototype=c');
    assert.ok(typed.ok);
    assert.equal(JSON.stringify(typed.tags), '{"__proto__":"a","constructor":"b","prototype":"c"}');
  });

  it('is compared by its own members only', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const sent = parsed(`{"properties":{${JSON.stringify(name)}:{}}}`);
      assert.match(differenceTo(sent, { properties: {} }) ?? '', /is missing instead of \{\}/, name);
      assert.equal(matches(sent, sent), true, name);
      // Nothing was sent that would have to be there.
      assert.equal(matches(parsed(`{${JSON.stringify(name)}:null}`), {}), true, name);
    }
  });

  it('differs when any member differs, also one that is called etag', () => {
    fc.assert(
      fc.property(jsonObjects, jsonObjects, (one, other) => {
        const ordered = (value: JsonObject): string => canonical(JSON.parse(JSON.stringify(value)));
        const isSame = canonical(one) === canonical(other);
        assert.equal(isSame, ordered(one) === ordered(other));
        assert.equal(Object.keys(parsed(canonical(one))).length, Object.keys(one).length);
      }),
    );
    assert.notEqual(canonical({ etag: '1' }), canonical({ etag: '2' }));
    assert.equal(fingerprint({ etag: '1', a: { etag: '1' } }), fingerprint({ etag: '2', a: { etag: '2' } }));
    assert.notEqual(fingerprint({ tags: { etag: '1' } }), fingerprint({ tags: { etag: '2' } }));
  });
});

describe('a journal that is nested deeply', () => {
  const nested = async (levels: number) => {
    const { storage } = await begun({ deep: 'here' }, {});
    const text = storage.files.get('op-1') ?? assert.fail('there is a journal');
    return text.replace('"here"', `${'['.repeat(levels)}${']'.repeat(levels)}`);
  };

  it('is damaged, and nothing is thrown', async () => {
    for (const levels of [deepestJson + 1, 5_000, 100_000, 1_000_000]) {
      const read = parseJournal(await nested(levels));
      assert.ok(!read.ok, `${levels} levels`);
      assert.match(read.message, /damaged|not JSON/);
    }
  });

  it('is read as far as anything of Azure goes', async () => {
    assert.equal(parseJournal(await nested(50)).ok, true);
  });
});
