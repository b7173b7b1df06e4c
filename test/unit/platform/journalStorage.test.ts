import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileJournalStorage } from '../../../src/platform/journalStorage';

describe('journals as files', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'acr-journal-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are written, listed, read and removed', async () => {
    const storage = fileJournalStorage(join(root, 'operations'));
    assert.deepEqual(await storage.list(), []);
    assert.equal(await storage.read('a-1'), undefined);
    assert.equal(await storage.replace('a-1', 0, 'one'), true);
    assert.equal(await storage.replace('a-1', 1, 'two'), true);
    assert.equal(await storage.replace('b-2', 0, 'three'), true);
    assert.deepEqual((await storage.list()).toSorted(), ['a-1', 'b-2']);
    assert.deepEqual(await storage.read('a-1'), { text: 'two', version: 2 });
    await storage.remove('a-1');
    await storage.remove('a-1');
    assert.deepEqual(await readdir(join(root, 'operations')), ['b-2.1.json']);
  });

  it('are stored only in place of the version that the writer knows, and stay removed', async () => {
    const storage = fileJournalStorage(root);
    assert.equal(await storage.replace('a', 0, 'one'), true);
    assert.equal(await storage.replace('a', 0, 'other'), false);
    assert.equal(await storage.replace('a', 1, 'two'), true);
    assert.equal(await storage.replace('a', 1, 'late'), false);
    // Two versions on, the name that a sleeper would take is free again.
    assert.equal(await storage.replace('a', 2, 'three'), true);
    assert.equal(await storage.replace('a', 1, 'very late'), false);
    assert.deepEqual(await storage.read('a'), { text: 'three', version: 3 });
    assert.deepEqual(await readdir(root), ['a.3.json']);
    await storage.remove('a');
    assert.equal(await storage.replace('a', 3, 'heartbeat'), false);
    assert.deepEqual(await readdir(root), []);
  });

  it('of many that want to write the next version, one does', async () => {
    await fileJournalStorage(root).replace('a', 0, 'first');
    const writers = Array.from({ length: 20 }, (_, index) =>
      fileJournalStorage(root).replace('a', 1, `w${index}`),
    );
    const won = (await Promise.all(writers)).filter((stored) => stored);
    assert.equal(won.length, 1);
    assert.equal((await readdir(root)).length, 1);
  });

  it('can be read by the user only', async function () {
    if (process.platform === 'win32') this.skip();
    const storage = fileJournalStorage(join(root, 'operations'));
    await storage.replace('a', 0, 'x');
    assert.equal((await stat(join(root, 'operations', 'a.1.json'))).mode & 0o777, 0o600);
    assert.equal((await stat(join(root, 'operations'))).mode & 0o777, 0o700);
  });

  it('don’t count what somebody else put there', async () => {
    await writeFile(join(root, 'note.txt'), '');
    await writeFile(join(root, '.hidden.json'), '');
    assert.deepEqual(await fileJournalStorage(root).list(), []);
  });

  for (const id of ['../x', 'a/b', 'a\\b', '', '.', 'a.b', 'a'.repeat(65), 'a\0']) {
    it(`refuse the id ${JSON.stringify(id).slice(0, 20)}`, async () => {
      const storage = fileJournalStorage(root);
      await assert.rejects(() => storage.replace(id, 0, 'x'), RangeError);
      await assert.rejects(() => storage.read(id), RangeError);
      await assert.rejects(() => storage.remove(id), RangeError);
    });
  }
});
