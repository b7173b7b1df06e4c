import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptEstatesIn, type EstateOwner } from '../../../src/platform/keptEstates';
import { linksOf } from '../../../src/provisioning/linkState';
import { estateNodes } from '../../../src/views/explorer/estateNodes';
import type { TreeNode } from '../../../src/views/explorer/treeNode';
import { bigInventory, bigSubscriptions, sizes } from '../../support/bigEstates';

const { signal } = new AbortController();
const owner: EstateOwner = { origin: 'https://management.azure.com', account: 'tenant-a object-a' };
const day = 24 * 3_600_000;

describe('an estate that is kept for the next window', () => {
  let folder: string;
  let time = Date.UTC(2026, 0, 2);
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'acr-estates-')), 'estates');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  const kept = (version = '1.0.0') => keptEstatesIn(folder, version, () => time);
  const inventory = bigInventory(sizes.S);
  const visible = bigSubscriptions(sizes.S);
  const failure = { code: 'x', kind: 'user', message: 'Refused.', nextAction: 'Ask.' } as const;
  const estate = {
    visible,
    subscriptions: visible.slice(1),
    inventory: { ...inventory, unread: [{ id: `/subscriptions/${visible[0]!.id}`, failure }] },
    links: linksOf(inventory),
  };
  const keep = (whose = owner) => kept().keep(whose, estate, time, signal);
  const fileIn = async () => join(folder, (await readdir(folder))[0]!);
  const labels = (nodes: readonly TreeNode[]): unknown[] =>
    nodes.map(({ label, description, children = [] }) => [label, description, labels(children)]);

  it('comes back as the tree shows it, with the time at which it was read', async () => {
    await keep();
    const found = await kept().read(owner, signal);
    assert.equal(found?.keptAt, time);
    assert.deepEqual(found.subscriptions, estate.subscriptions);
    // But for the age, and for what would ask a registry.
    const { visible: all, subscriptions, inventory: things, links = [] } = found;
    const shown = { visible: all, subscriptions, inventory: things!, links };
    assert.deepEqual(labels(estateNodes(shown)), labels(estateNodes(estate)));
  });

  it('comes back below its directories, with those that couldn’t be read', async () => {
    const account = { id: 'a', label: 'mira@contoso.example' };
    const directories = [
      { id: 'd1', name: 'Contoso', domain: '', account, subscriptionIds: visible.map(({ id }) => id) },
      { id: 'd2', name: 'Fabrikam', domain: '', account, subscriptionIds: [], failure },
    ];
    const several = { ...estate, accountDirectories: directories };
    await kept().keep(owner, several, time, signal);
    const found = await kept().read(owner, signal);
    const roots = (shown: Parameters<typeof estateNodes>[0]) =>
      estateNodes(shown).map(({ label, opens, children = [] }) => [label, opens, children.length]);
    assert.deepEqual(roots(found!), roots(several));
  });

  it('is nobody else’s, and of no other place', async () => {
    await keep();
    for (const other of [
      { ...owner, account: 'tenant-a object-b' },
      { ...owner, account: 'tenant-b object-a' },
      { ...owner, origin: 'http://127.0.0.1:8790' },
    ]) {
      assert.equal(await kept().read(other, signal), undefined);
    }
    // Also where somebody gives it the name of the other's.
    const other = { ...owner, account: 'tenant-a object-b' };
    const text = await readFile(await fileIn());
    const before = new Set(await readdir(folder));
    await keep(other);
    const name = (await readdir(folder)).find((each) => !before.has(each))!;
    await writeFile(join(folder, name), text);
    assert.equal(await kept().read(other, signal), undefined);
  });

  it('is not used where the file is damaged, of another version, of the future or old', async () => {
    assert.equal(await kept().read(owner, signal), undefined);
    const damages: ((file: string) => Promise<void>)[] = [
      async (file) => truncate(file, (await stat(file)).size - 30),
      async (file) => truncate(file, 0),
      (file) => appendFile(file, '["registries",[{}]]\n'),
      async (file) => writeFile(file, (await readFile(file, 'utf8')).replace('registry0x0', 'registry0x9')),
      async (file) => {
        const lines = (await readFile(file, 'utf8')).split('\n');
        await writeFile(file, lines.filter((_, index) => index !== 2).join('\n'));
      },
    ];
    for (const damage of damages) {
      await keep();
      assert.ok(await kept().read(owner, signal));
      await damage(await fileIn());
      assert.equal(await kept().read(owner, signal), undefined);
    }
    await keep();
    assert.equal(await kept('1.0.1').read(owner, signal), undefined);
    time += 31 * day;
    assert.equal(await kept().read(owner, signal), undefined);
    time -= 32 * day;
    assert.equal(await kept().read(owner, signal), undefined);
    time += day;
    assert.ok(await kept().read(owner, signal));
  });

  it('takes the place of the one before, is for the user alone, and one of few', async () => {
    await keep();
    await keep();
    assert.equal((await readdir(folder)).length, 1);
    assert.equal((await stat(await fileIn())).mode & 0o077, 0);
    for (const index of [1, 2, 3, 4, 5, 6]) await keep({ ...owner, account: `tenant ${index}` });
    assert.equal((await readdir(folder)).length, 4);
    assert.ok(await kept().read({ ...owner, account: 'tenant 6' }, signal));
  });

  it('leaves nothing when it is forgotten, of whomever it is and whatever is being kept', async () => {
    const one = kept();
    await one.forget();
    for (const account of ['a', 'a b']) await one.keep({ ...owner, account }, estate, time, signal);
    await writeFile(`${await fileIn()}.${randomUUID()}.draft`, 'of a window that has crashed');
    const keeping = one.keep(owner, estate, time, signal);
    await one.forget();
    await keeping;
    assert.deepEqual(await readdir(folder), []);
  });

  it('is not kept once nobody wants it any more', async () => {
    const abort = new AbortController();
    const last = {
      ...visible[0]!,
      toJSON: () => {
        abort.abort();
      },
    };
    const keeping = kept().keep(owner, { ...estate, visible: [last] }, time, abort.signal);
    await assert.rejects(keeping, { name: 'AbortError' });
    assert.deepEqual(await readdir(folder).catch(() => []), []);
  });

  it('holds what the tree shows and nothing else', async () => {
    await keep();
    const text = await readFile(await fileIn(), 'utf8');
    for (const word of ['roleAssignments', 'zoneRecords', 'securityGroups', owner.account, 'raw']) {
      assert.ok(!text.includes(word), word);
    }
  });
});
