import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileJournalStorage } from '../../../src/platform/journalStorage';

describe('journals as files, after a crash,', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'acr-crash-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  describe('where a crash left half of the newest text', () => {
    const [good, next] = ['{"n":3}', '{"n":5}'];
    const halves = ['', '{', '{"n":', '\0'.repeat(20), '7'];

    for (const half of halves) {
      it(`go by the one before it: ${JSON.stringify(half.slice(0, 6))}`, async () => {
        await writeFile(join(root, 'a.3.json'), good);
        await writeFile(join(root, 'a.4.json'), half);
        const storage = fileJournalStorage(root);
        assert.deepEqual(await storage.read('a'), { text: good, version: 4, writtenAs: 3 });
        assert.deepEqual(
          (await storage.list()).map(({ operationId }) => operationId),
          ['a'],
        );
        await storage.tidy();
        assert.equal((await storage.read('a'))?.text, good);
        assert.equal(await storage.replace('a', 4, next), true);
        assert.deepEqual(await storage.read('a'), { text: next, version: 5 });
        assert.deepEqual(await readdir(root), ['a.5.json']);
      });
    }

    it('go by it also where it isn’t whole, if there is no other', async () => {
      await writeFile(join(root, 'a.4.json'), '{"n":');
      assert.deepEqual(await fileJournalStorage(root).read('a'), { text: '{"n":', version: 4 });
      await writeFile(join(root, 'a.3.json'), '{"m":');
      assert.deepEqual(await fileJournalStorage(root).read('a'), { text: '{"n":', version: 4 });
    });

    it('are not written over what only looked like half a text, and is whole now', async () => {
      await writeFile(join(root, 'a.3.json'), good);
      await writeFile(join(root, 'a.4.json'), '{"n"');
      const storage = fileJournalStorage(root);
      await storage.read('a');
      // The process that was at it goes on.
      await writeFile(join(root, 'a.4.json'), '{"n":4}');
      assert.equal(await storage.replace('a', 4, next), false);
      assert.deepEqual(await storage.read('a'), { text: '{"n":4}', version: 4 });
      assert.equal(await storage.replace('a', 4, next), true);
    });
  });

  describe('on a file system without hard links', () => {
    const noLinks = () =>
      Promise.reject(Object.assign(new Error('operation not permitted'), { code: 'EPERM' }));

    it('are stored by one of many all the same', async () => {
      await fileJournalStorage(root, noLinks).replace('a', 0, '{"n":1}');
      const writers = Array.from({ length: 20 }, (_, index) =>
        fileJournalStorage(root, noLinks).replace('a', 1, `{"w":${index}}`),
      );
      const won = (await Promise.all(writers)).filter((stored) => stored);
      assert.equal(won.length, 1);
      assert.deepEqual(await readdir(root), ['a.2.json']);
    });
  });

  it('leave nothing of a crash for good', async () => {
    const storage = fileJournalStorage(root);
    await storage.replace('a', 0, '{"n":1}');
    await writeFile(join(root, 'b.1.json'), '{"n":1}');
    await writeFile(join(root, 'b.2.json'), '{"n":2}');
    const [old, fresh] = [crypto.randomUUID(), crypto.randomUUID()].map((id) => `c.1.json.${id}.draft`);
    for (const draft of [old, fresh]) await writeFile(join(root, draft ?? ''), '{"n":');
    await writeFile(join(root, 'mine.draft'), '');
    const hoursAgo = Date.now() / 1000 - 7200;
    await utimes(join(root, old ?? ''), hoursAgo, hoursAgo);
    await utimes(join(root, 'mine.draft'), hoursAgo, hoursAgo);
    await storage.tidy();
    assert.deepEqual(
      (await readdir(root)).toSorted(),
      ['a.1.json', 'b.2.json', fresh ?? '', 'mine.draft'].toSorted(),
    );
  });
});
