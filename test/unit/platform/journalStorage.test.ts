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
    await storage.write('a-1', 'one');
    await storage.write('a-1', 'two');
    await storage.write('b-2', 'three');
    assert.deepEqual((await storage.list()).toSorted(), ['a-1', 'b-2']);
    assert.equal(await storage.read('a-1'), 'two');
    await storage.remove('a-1');
    await storage.remove('a-1');
    assert.deepEqual(await readdir(join(root, 'operations')), ['b-2.json']);
  });

  it('can be read by the user only', async function () {
    if (process.platform === 'win32') this.skip();
    const storage = fileJournalStorage(join(root, 'operations'));
    await storage.write('a', 'x');
    assert.equal((await stat(join(root, 'operations', 'a.json'))).mode & 0o777, 0o600);
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
      await assert.rejects(() => storage.write(id, 'x'), RangeError);
      await assert.rejects(() => storage.read(id), RangeError);
      await assert.rejects(() => storage.remove(id), RangeError);
    });
  }
});
