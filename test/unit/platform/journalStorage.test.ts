import assert from 'node:assert/strict';
import { chmod, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileJournalStorage } from '../../../src/platform/journalStorage';
import type { JournalStorage } from '../../../src/provisioning/ports';

async function idsIn(storage: JournalStorage): Promise<readonly string[]> {
  return (await storage.list()).map(({ operationId }) => operationId).toSorted();
}

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
    assert.deepEqual(await idsIn(storage), ['a-1', 'b-2']);
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

  it('are taken away from others also in a folder that was open to them', async function () {
    if (process.platform === 'win32') this.skip();
    const modeOf = async (...names: string[]) => (await stat(join(root, ...names))).mode & 0o777;
    await fileJournalStorage(root).replace('a', 0, 'x');
    const open = async () => {
      await chmod(root, 0o777);
      await chmod(join(root, 'a.1.json'), 0o666);
    };
    for (const look of [
      (storage: JournalStorage) => storage.list(),
      (storage: JournalStorage) => storage.read('a'),
      (storage: JournalStorage) => storage.replace('b', 0, 'y'),
    ]) {
      await open();
      await look(fileJournalStorage(root));
      assert.deepEqual([await modeOf(), await modeOf('a.1.json')], [0o700, 0o600]);
    }
    await open();
    const storage = fileJournalStorage(root);
    await storage.setAside('a', 1);
    await storage.list();
    const [copy = ''] = await readdir(join(root, 'set-aside'));
    assert.deepEqual(
      [await modeOf('set-aside'), await modeOf(), await modeOf('set-aside', copy)],
      [0o700, 0o700, 0o600],
    );
    // A folder that is opened while a window lives is closed with the next write.
    await chmod(root, 0o755);
    await storage.replace('c', 0, 'z');
    assert.equal(await modeOf(), 0o700);
  });

  it('that are set aside are listed no more, stay removed, and no copy takes the place of another', async () => {
    const storage = fileJournalStorage(root);
    for (const text of ['one', 'two']) {
      await storage.replace('a', 0, text);
      await storage.replace('a', 1, `${text} more`);
      const copy = (await storage.setAside('a', 2)) ?? assert.fail('there is a copy');
      assert.equal(await readFile(copy, 'utf8'), `${text} more`);
      assert.deepEqual(await storage.list(), []);
      assert.equal(await storage.read('a'), undefined);
      assert.equal(await storage.replace('a', 2, 'heartbeat'), false);
    }
    assert.equal((await readdir(join(root, 'set-aside'))).length, 2);
    assert.equal(await storage.setAside('a', 2), undefined);
  });

  it('that were stored since stay when older ones are removed or set aside', async () => {
    const storage = fileJournalStorage(root);
    await storage.replace('a', 0, 'one');
    await storage.replace('a', 1, 'two');
    await storage.remove('a', 1);
    assert.equal(await storage.setAside('a', 1), undefined);
    assert.deepEqual(await storage.read('a'), { text: 'two', version: 2 });
  });

  it('have another stamp whenever something else is stored, also in place of the same version', async () => {
    const storage = fileJournalStorage(root);
    const stamps = new Set<string | undefined>();
    const look = async () => stamps.add((await storage.list())[0]?.stamp);
    await storage.replace('a', 0, 'one');
    await look();
    await look();
    assert.equal(stamps.size, 1);
    await storage.replace('a', 1, 'two');
    await look();
    await writeFile(join(root, 'a.2.json'), 'TWO');
    await look();
    await storage.remove('a');
    await storage.replace('a', 0, 'one');
    await storage.replace('a', 1, 'two');
    await look();
    assert.equal(stamps.size, 4);
  });

  it('are not read through links, and a link that leads nowhere keeps nobody waiting', async function () {
    if (process.platform === 'win32') this.skip();
    await writeFile(join(root, 'secret'), '{"n":1}');
    await symlink(join(root, 'secret'), join(root, 'a.1.json'));
    await symlink(join(root, 'nowhere'), join(root, 'b.1.json'));
    const storage = fileJournalStorage(root);
    assert.deepEqual(await storage.list(), []);
    for (const id of ['a', 'b']) {
      assert.equal(await storage.read(id), undefined);
      assert.equal(await storage.replace(id, 0, 'x'), false);
    }
  });

  it('are not read when they are larger than any journal', async () => {
    const file = await open(join(root, 'a.1.json'), 'w');
    await file.truncate(2 ** 40);
    await file.close();
    assert.match(
      (await fileJournalStorage(root).read('a'))?.text ?? '',
      /bytes, which is too large for a journal/,
    );
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
