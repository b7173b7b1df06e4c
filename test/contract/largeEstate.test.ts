/** An estate of a hundred subscriptions, read over HTTP: what it costs, and that it is all there. */
import assert from 'node:assert/strict';
import { seedBuiltInRoles } from '../../emulator/src/providers/authorization/builtInRoles';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { idKey, nameOf } from '../../src/model/armId';
import { readEstate } from '../../src/platform/readEstate';
import type { UnfinishedEstate } from '../../src/platform/shownEstate';
import { linksOf } from '../../src/provisioning/linkState';
import { fillWith } from '../support/bigAzure';
import { bigSubscriptions, sizes } from '../support/bigEstates';
import { azureAt, never } from './support/azure';
import { refusal, startInFrontOf, type ScriptedServer } from './support/scripted';

describe('an estate of a hundred subscriptions', function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let made: ReturnType<typeof fillWith>;
  const ids = bigSubscriptions(sizes.M).map(({ id }) => id);

  before(async () => {
    emulator = await startEmulator();
    seedBuiltInRoles(emulator.estate);
    made = fillWith(emulator.core, sizes.M);
  });
  after(() => emulator.close());
  afterEach(() => {
    emulator.faults.clear();
  });

  const linesOf = (links: ReturnType<typeof linksOf>) =>
    links
      .map(({ registryId, clusterId, state }) => `${idKey(registryId)} ${idKey(clusterId)} ${state}`)
      .sort();

  it('is read in few queries, with every link and its state', async () => {
    emulator.log.clear();
    const found = linksOf(await azureAt(emulator.url).inventory(ids, never));
    const queries = emulator.log.text().match(/"url":"[^"]*ResourceGraph/gi)?.length ?? 0;
    assert.ok(queries <= 10, `${queries} queries`);
    // Of more zones than are read in good time the records are unknown.
    const isRead = (line: string) => !line.endsWith(' unknown');
    const read = new Set(linesOf(found).filter(isRead));
    const expected = new Set(linesOf(linksOf(made)));
    assert.ok(read.size > 100);
    for (const line of read) assert.ok(expected.has(line), line);
    assert.equal(found.length, expected.size);
  });

  it('waits where Resource Graph grants no more queries, and has shown registries by then', async () => {
    emulator.faults.add({ kind: 'graph-quota', queries: 4, seconds: 1 });
    const names: string[] = [];
    const inventory = await azureAt(emulator.url).inventory(ids, never, ({ registries }) => {
      names.push(...registries.map(({ name }) => name));
    });
    assert.equal(inventory.registries.length, 1000);
    assert.deepEqual(
      names,
      inventory.registries.map(({ name }) => name),
    );
    assert.equal(inventory.unread, undefined);
  });

  it('is read in more pages where Resource Graph refuses larger answers', async () => {
    emulator.faults.add({ kind: 'graph-limit', bytes: 300_000 });
    const inventory = await azureAt(emulator.url).inventory(ids, never);
    assert.deepEqual(
      [inventory.registries.length, inventory.clusters.length, inventory.endpoints.length],
      [made.registries.length, made.clusters.length, made.endpoints.length],
    );
    assert.equal(inventory.unread, undefined);
  });
});

describe('an estate of which subscriptions come in pages', function () {
  this.timeout(120_000);
  const size = { ...sizes.S, subscriptions: 210 };
  const account = { id: 'mira', label: 'mira@contoso.com' };
  let emulator: Emulator;
  let front: ScriptedServer | undefined;
  let made: ReturnType<typeof fillWith>;

  before(async () => {
    emulator = await startEmulator();
    const { estate } = emulator.core;
    const id = `/tenants/${bigSubscriptions(size)[0]!.tenantId}`;
    estate.put({
      id,
      name: nameOf(id),
      type: 'Microsoft.Resources/tenants',
      properties: { displayName: 'Contoso' },
    });
    made = fillWith(emulator.core, size);
  });
  after(() => emulator.close());
  afterEach(async () => {
    emulator.faults.clear();
    await front?.close();
    front = undefined;
  });

  async function read(
    told: UnfinishedEstate[] = [],
    script: Parameters<typeof startInFrontOf>[1] = () => undefined,
  ) {
    front = await startInFrontOf(emulator.url, script);
    return readEstate(
      azureAt(front.url, { accounts: () => Promise.resolve([account]) }),
      (visible) => visible,
      (estate) => told.push(estate),
      never,
    );
  }
  /** Where such requests stand among all. */
  const seen = (pattern: RegExp) =>
    front?.seen.flatMap(({ path }, index) => (pattern.test(path) ? [index] : [])) ?? [];
  const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name).sort();

  it('is read from the first page on, and is the same', async () => {
    emulator.faults.add({ kind: 'latency', milliseconds: 300, match: { path: '/subscriptions', nth: 2 } });
    emulator.faults.add({ kind: 'latency', milliseconds: 300, match: { path: '/subscriptions', nth: 3 } });
    const told: UnfinishedEstate[] = [];
    const { visible, inventory, links } = await read(told);
    const [first = 0, second = 0, third = 0, ...more] = seen(/^\/subscriptions\?/);
    const queries = seen(/ResourceGraph/i);
    assert.deepEqual(more, [], 'each page is listed once');
    assert.ok(first < second && queries[0]! < third, 'Resource Graph is asked before the last page is');
    assert.equal(queries.length, 8, 'in two parts');
    assert.equal(visible.length, 210);
    assert.deepEqual(names(inventory.registries), names(made.registries));
    assert.deepEqual(names(inventory.clusters), names(made.clusters));
    assert.equal(inventory.roleAssignments?.length, made.roleAssignments?.length);
    assert.equal(links.length, linksOf(made).length);
    assert.deepEqual(told.map(({ subscriptions }) => subscriptions.length).slice(0, 2), [100, 210]);
  });

  it('says of a subscription that is refused that it is unread, in whichever part', async () => {
    const refused = [3, 207].map((index) => bigSubscriptions(size)[index]!.id);
    const { inventory } = await read([], ({ path, body }) => {
      const named = /ResourceGraph/i.test(path) ? refused.find((id) => body.includes(id)) : undefined;
      return named === undefined ? undefined : refusal('Microsoft.Resources/read', `/subscriptions/${named}`);
    });
    assert.deepEqual(inventory.unread?.map(({ id }) => nameOf(id)).sort(), [...refused].sort());
    assert.equal(inventory.registries.length, made.registries.length - 2 * size.registries);
  });

  it('has nothing twice where a subscription is refused after the first page of an answer', async () => {
    const refused = bigSubscriptions(size)[3]!.id;
    emulator.faults.add({ kind: 'graph-limit', bytes: 40_000 });
    const { inventory } = await read([], ({ path, body }) =>
      /ResourceGraph/i.test(path) && body.includes('skipToken') && body.includes(refused)
        ? refusal('Microsoft.Resources/read', `/subscriptions/${refused}`)
        : undefined,
    );
    assert.deepEqual(
      inventory.unread?.map(({ id }) => nameOf(id)),
      [refused],
    );
    const found = names(inventory.registries);
    assert.equal(found.length, made.registries.length - size.registries);
    assert.equal(new Set(found).size, found.length);
  });

  it('fails where the list of subscriptions does', async () => {
    const told: UnfinishedEstate[] = [];
    const reading = read(told, ({ path }) =>
      path.includes('skiptoken=100') ? refusal('Microsoft.Resources/subscriptions/read', '/') : undefined,
    );
    await assert.rejects(reading, /permission|denied|authoriz/i);
    assert.ok(told.every(({ rest, links }) => rest === 'reading' && links === undefined));
  });
});
