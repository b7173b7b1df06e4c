import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { systemClock as clock } from '../../../src/platform/clock';
import { JournalWriter, readJournal } from '../../../src/provisioning/journal/journal';
import { createdBy, recordedOperations } from '../../../src/provisioning/journal/operations';
import { discardOperation } from '../../../src/provisioning/operations/journaled';
import { sealed } from '../../../src/provisioning/journal/seal';
import { resumeOperation } from '../../../src/provisioning/operations/resume';
import { FakeWriter } from '../../support/fakeWriter';
import { newestFile, sealedFiles, stoppedIn, testKey } from '../../support/journals';
import { quietAzure } from '../../support/quietAzure';
import { step } from '../../support/steps';

const [never, nothing] = [new AbortController().signal, () => undefined];
const reader = quietAzure({ read: () => Promise.resolve({ state: 'absent' }) });

describe('a journal on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acr-seal-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const stopped = (operationId = 'op-1') => stoppedIn(folder, operationId);
  const fileNow = (operationId: string) => newestFile(folder, operationId);

  /** What every way to go by a journal makes of it; nothing may be sent. */
  async function isOfNoUse(operationId: string, told: RegExp, journal = sealedFiles(folder)): Promise<void> {
    const read = await readJournal(journal, operationId);
    assert.ok(read?.ok === false);
    assert.match(read.message, told);
    assert.notEqual(read.nextAction, '');
    const { setAside, interrupted, running, stopped: open, ended } = await recordedOperations(journal, 0);
    assert.ok(setAside.some((each) => each.operationId === operationId));
    const used = [...interrupted, ...running, ...open, ...ended];
    assert.ok(!used.some((each) => each.operationId === operationId));
    const taken = await JournalWriter.takeOver(journal, clock, operationId, 'w2');
    assert.ok(!(taken instanceof JournalWriter));
    assert.equal(taken.code, 'journal.unusable');
    const writer = new FakeWriter(clock, () => ({ seconds: 0 }));
    const outcome = await resumeOperation(operationId, { writer, reader, journal, clock }, never, nothing);
    assert.deepEqual([outcome.kind, writer.sent], ['refused', []]);
  }

  it('is what was written, and is gone on with', async () => {
    await stopped();
    const journal = sealedFiles(folder);
    const read = await readJournal(journal, 'op-1');
    assert.ok(read?.ok, JSON.stringify(read));
    assert.deepEqual(
      createdBy(read.journal).map((id) => id.split('/').at(-1)),
      ['a'],
    );
    const writer = new FakeWriter(clock, () => ({ seconds: 0 }));
    const made = { ...reader, read: (id: string) => Promise.resolve(id.endsWith('/a') ? known : absent) };
    const outcome = await resumeOperation('op-1', { writer, reader: made, journal, clock }, never, nothing);
    assert.deepEqual([outcome.kind, writer.sent.length], ['done', 1]);
  });
  const [known, absent] = [
    { state: 'known', value: { location: 'a' } } as const,
    { state: 'absent' } as const,
  ];

  it('is of no use once any of its letters is another', async () => {
    const file = await stopped();
    const text = await readFile(file, 'utf8');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.constantFrom('x', '0', '"', '}', ']', ' ', '\u00e9'),
        async (at, letter) => {
          fc.pre(text[at] !== letter);
          await writeFile(file, text.slice(0, at) + letter + text.slice(at + 1));
          const read = await readJournal(sealedFiles(folder), 'op-1');
          assert.ok(
            read?.ok === false && read.state === 'setAside',
            text.slice(Math.max(0, at - 40), at + 40),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is of no use with a step that somebody added, or an end that somebody took off', async () => {
    const file = await stopped();
    const text = await readFile(file, 'utf8');
    for (const forged of [
      text.replace('"steps":[', `"steps":[${JSON.stringify(step('foreign'))},`),
      text.replace(/"finished":\{[^}]*\}/, '"finished":{"at":1,"result":"failed"}'),
      `${text} `,
      `${text}\n`,
      text.slice(0, -1),
      ` ${text}`,
      text.replace('"seal":1', '"seal": 1'),
    ]) {
      assert.notEqual(forged, text);
      await writeFile(file, forged);
      await isOfNoUse('op-1', /isn’t the one that this extension wrote|has no seal|is damaged/);
    }
  });

  it('is of no use under the name of another operation, nor of a newer version', async () => {
    const file = await stopped();
    const version = Number(/\.(\d+)\.json$/.exec(file)?.[1]);
    await copyFile(file, join(folder, `op-2.${version}.json`));
    await isOfNoUse('op-2', /isn’t the one that this extension wrote/);
    const old = await readFile(file, 'utf8');
    // The operation goes on, and somebody puts the old text back as the newest.
    const writer = await JournalWriter.takeOver(sealedFiles(folder), clock, 'op-1', 'w2');
    assert.ok(writer instanceof JournalWriter);
    await writer.finish('done');
    const newest = await fileNow('op-1');
    await writeFile(newest, old);
    await isOfNoUse('op-1', /is outdated/);
    await rm(newest);
    await writeFile(join(folder, `op-1.${version + 7}.json`), old);
    await isOfNoUse('op-1', /is outdated/);
  });

  it('is of no use without a seal, with one of a later version, or by a key that isn’t the user’s', async () => {
    const file = await stopped();
    const text = await readFile(file, 'utf8');
    const inner = (await fileText('op-1')) ?? '';
    const version = Number(/\.(\d+)\.json$/.exec(file)?.[1]);
    const at = { operationId: 'op-1', version };
    for (const [forged, told] of [
      [inner, /has no seal/],
      ['{}', /has no seal/],
      ['', /is damaged/],
      [text.replace('"seal":1', '"seal":2'), /seal of version 2/],
      [text.replace('"seal":1', '"seal":0'), /seal of version 0/],
      [sealed({ id: 'other', bytes: testKey.bytes }, at, inner), /isn’t in this VS Code’s secret storage/],
      [
        sealed({ id: testKey.id, bytes: Buffer.alloc(32, 'x') }, at, inner),
        /isn’t the one that this extension wrote/,
      ],
      [
        sealed({ id: testKey.id, bytes: Buffer.alloc(0) }, at, inner),
        /isn’t the one that this extension wrote/,
      ],
    ] as const) {
      await writeFile(file, forged);
      await isOfNoUse('op-1', told);
    }
  });

  async function fileText(operationId: string): Promise<string | undefined> {
    return (await sealedFiles(folder).read(operationId))?.text;
  }

  it('of an unknown version, or nested deeply, is of no use even with a seal', async () => {
    for (const [id, text, told] of [
      ['op-a', '{"schemaVersion":7}', /version 7/],
      ['op-b', '{"schemaVersion":1,', /isn’t JSON/],
      ['op-c', `{"schemaVersion":1,"plan":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /damaged/],
    ] as const) {
      await sealedFiles(folder).replace(id, 0, text);
      await isOfNoUse(id, told);
    }
  });

  it('that a crash left half written goes by the version before it', async () => {
    const file = await stopped();
    const text = await readFile(file, 'utf8');
    const version = Number(/\.(\d+)\.json$/.exec(file)?.[1]);
    await writeFile(join(folder, `op-1.${version + 1}.json`), text.slice(0, text.length / 2));
    const read = await readJournal(sealedFiles(folder), 'op-1');
    assert.ok(read?.ok, JSON.stringify(read));
    assert.equal(read.version, version + 1);
    const writer = await JournalWriter.takeOver(sealedFiles(folder), clock, 'op-1', 'w2');
    assert.ok(writer instanceof JournalWriter);
    assert.equal(await writer.release(), undefined);
    // A whole text that is forged is no half one.
    await rename(await fileNow('op-1'), join(folder, 'op-1.20.json'));
    await writeFile(join(folder, 'op-1.21.json'), text);
    await isOfNoUse('op-1', /isn’t the one that this extension wrote/);
  });

  it('that is of no use is discarded with a copy, and stays discarded', async () => {
    const file = await stopped();
    const forged = (await readFile(file, 'utf8')).replace('"a"', '"z"');
    await writeFile(file, forged);
    const journal = sealedFiles(folder);
    const kept = await discardOperation(journal, clock, 'op-1', 'w');
    assert.ok(kept !== undefined && 'keptAt' in kept, JSON.stringify(kept));
    assert.equal(await readFile(kept.keptAt, 'utf8'), forged);
    assert.deepEqual((await recordedOperations(journal, 0)).setAside, []);
    assert.equal(await journal.read('op-1'), undefined);
  });
});
