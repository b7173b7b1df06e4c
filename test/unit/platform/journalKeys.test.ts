import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFailureError } from '../../../src/model/failure';
import { systemClock } from '../../../src/platform/clock';
import { SecretJournalKeys } from '../../../src/platform/journalKeys';
import { fileJournalStorage } from '../../../src/platform/journalStorage';
import { sealedJournals } from '../../../src/provisioning/journal/sealedJournals';
import type { Clock, JournalStorage } from '../../../src/provisioning/ports';
import type { KeyWindowAnswer, KeyWindowJob } from '../../matrix/process/keyWindow';
import { MemoryStorage } from '../../support/fakeWriter';
import { MemorySecrets, sharedSecrets } from '../../support/secrets';
import { VirtualClock } from '../../support/virtualClock';

const program = join('out', 'test', 'matrix', 'process', 'keyWindow.mjs');

/** Starts the windows, and lets them all begin at the same moment. */
async function startTogether(folder: string, count: number, arrivesAfter: number) {
  const started = Array.from({ length: count }, (_, index) => {
    const child = spawn(process.execPath, ['--no-warnings', program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const job: KeyWindowJob = { folder, operationId: `op-${index}`, arrivesAfter };
    child.stdin.end(JSON.stringify(job));
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    return { ready: once(child.stdout, 'data'), ended: once(child, 'close').then(() => said) };
  });
  await Promise.all(started.map(({ ready }) => ready));
  await writeFile(join(folder, 'go'), '');
  const texts = await Promise.all(started.map(({ ended }) => ended));
  return texts.map((text) => JSON.parse(text.slice(text.indexOf('{'))) as KeyWindowAnswer);
}

describe('the key of the journals', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acr-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function keysOf(
    secrets: MemorySecrets,
    claims: JournalStorage = new MemoryStorage(),
    clock: Clock = systemClock,
  ) {
    return new SecretJournalKeys(secrets, claims, clock);
  }

  for (const arrivesAfter of [0, 300]) {
    it(`is one where several windows start at once, and what is stored arrives after ${arrivesAfter} ms`, async function () {
      this.timeout(60_000);
      const answers = await startTogether(folder, 5, arrivesAfter);
      assert.deepEqual(
        answers.map(({ isStored }) => isStored),
        answers.map(() => true),
      );
      assert.equal(new Set(answers.map(({ keyId }) => keyId)).size, 1);
      const secrets = (await readdir(folder)).filter((name) => name.endsWith('.secret'));
      assert.deepEqual(secrets, [`journalKey.${answers[0]?.keyId}.secret`]);
      // A window that starts later reads the journals of all of them.
      const keys = new SecretJournalKeys(
        sharedSecrets(folder, 0),
        fileJournalStorage(join(folder, 'keys')),
        systemClock,
      );
      const journal = sealedJournals(fileJournalStorage(join(folder, 'operations')), keys);
      for (const index of answers.keys()) {
        assert.equal((await journal.read(`op-${index}`))?.text, `{"by":"op-${index}"}`);
      }
    });
  }

  it('is made once, of 32 random bytes, and found again', async () => {
    const [secrets, claims] = [new MemorySecrets(), new MemoryStorage()];
    const first = await keysOf(secrets, claims).current();
    assert.equal(first.bytes.length, 32);
    const later = keysOf(secrets, claims);
    assert.deepEqual(await later.current(), first);
    assert.deepEqual(await later.find(first.id), first);
    assert.equal(secrets.stored.size, 1);
    assert.ok(![...claims.files.values()].join('').includes(Buffer.from(first.bytes).toString('base64')));
    const other = await keysOf(new MemorySecrets()).current();
    assert.notDeepEqual(other.bytes, first.bytes);
  });

  it('of a window that lost is thrown away before anything is sealed with it', async () => {
    const [secrets, claims] = [new MemorySecrets(), new MemoryStorage()];
    const windows = Array.from({ length: 8 }, () => keysOf(secrets, claims));
    const keys = await Promise.all(windows.map((window) => window.current()));
    assert.equal(new Set(keys.map(({ id }) => id)).size, 1);
    assert.equal(secrets.stored.size, 1);
  });

  it('that another window made and that never arrives gets one beside it; both stay readable', async () => {
    const [clock, claims, files] = [new VirtualClock(), new MemoryStorage(), new MemoryStorage()];
    const [mine, theirs] = [new MemorySecrets(), new MemorySecrets()];
    const here = keysOf(mine, claims, clock);
    const there = keysOf(theirs, claims, clock);
    await clock.run(sealedJournals(files, here).replace('a', 0, '{"a":1}'));
    await clock.run(sealedJournals(files, there).replace('b', 0, '{"b":1}'));
    assert.notEqual((await clock.run(here.current())).id, (await clock.run(there.current())).id);
    // Each browser goes on with its own, and makes no more.
    assert.deepEqual(await clock.run(keysOf(mine, claims, clock).current()), await clock.run(here.current()));
    assert.deepEqual([mine.stored.size, theirs.stored.size], [1, 1]);
    // It arrives after all.
    for (const [name, value] of theirs.stored) mine.stored.set(name, value);
    const journal = sealedJournals(files, here);
    assert.equal((await clock.run(journal.read('a')))?.text, '{"a":1}');
    assert.equal((await clock.run(journal.read('b')))?.text, '{"b":1}');
  });

  it('stays where its claim is lost, damaged or forged', async () => {
    for (const forged of [
      '',
      '[]',
      '{"keys":7}',
      '{"keys":[null,"../x"]}',
      `{"keys":["${crypto.randomUUID()}"]}`,
    ]) {
      const [clock, secrets, claims, files] = [
        new VirtualClock(),
        new MemorySecrets(),
        new MemoryStorage(),
        new MemoryStorage(),
      ];
      await clock.run(sealedJournals(files, keysOf(secrets, claims, clock)).replace('a', 0, '{"a":1}'));
      claims.files.set('journal-keys', forged);
      const journal = sealedJournals(files, keysOf(secrets, claims, clock));
      assert.equal((await clock.run(journal.read('a')))?.text, '{"a":1}', forged);
      assert.equal(await clock.run(journal.replace('a', 1, '{"a":2}')), true, forged);
      assert.equal((await clock.run(journal.read('a')))?.text, '{"a":2}', forged);
    }
  });

  describe('where the secret storage', () => {
    const cases: readonly [string, (secrets: MemorySecrets) => void][] = [
      [
        'is locked',
        (secrets) => (secrets.answer = () => Promise.reject(new Error('The keyring is locked.'))),
      ],
      ['never answers', (secrets) => (secrets.answer = () => new Promise(() => undefined))],
      ['keeps nothing', (secrets) => (secrets.keeps = false)],
    ];
    for (const [what, breaks] of cases) {
      it(`${what}, is a failure that says what to do, and can be had later`, async () => {
        const clock = new VirtualClock();
        const secrets = new MemorySecrets();
        const keys = keysOf(secrets, new MemoryStorage(), clock);
        breaks(secrets);
        await assert.rejects(clock.run(keys.current()), (error) => {
          assert.ok(isFailureError(error));
          assert.equal(error.failure.code, 'journal.keyUnavailable');
          assert.match(error.failure.nextAction, /Unlock this computer’s keyring/);
          return true;
        });
        Object.assign(secrets, new MemorySecrets());
        assert.equal((await clock.run(keys.current())).bytes.length, 32);
      });
    }
  });
});
