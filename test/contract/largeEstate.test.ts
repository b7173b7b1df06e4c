/** An estate of a hundred subscriptions, read over HTTP: what it costs, and that it is all there. */
import assert from 'node:assert/strict';
import { seedBuiltInRoles } from '../../emulator/src/providers/authorization/builtInRoles';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { idKey, nameOf } from '../../src/model/armId';
import { readEstate } from '../../src/platform/readEstate';
import type { UnfinishedEstate } from '../../src/platform/shownEstate';
import { linksIn, linksOf } from '../../src/provisioning/linkState';
import type { Subscription } from '../../src/provisioning/observed/inventory';
import { fillWith } from '../support/bigAzure';
import { bigSubscriptions, sizes } from '../support/bigEstates';
import { azureAt, fakeJwt, never } from './support/azure';
import { subscriptionIds } from './support/contoso';
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
    const waits: number[] = [];
    const azure = azureAt(emulator.url, { throttled: (seconds) => waits.push(seconds) });
    const inventory = await azure.inventory(ids, never, ({ registries }) => {
      names.push(...registries.map(({ name }) => name));
    });
    assert.ok(waits.length > 0 && waits.every((seconds) => seconds > 0 && seconds <= 1), waits.join());
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
    shownOf: (visible: readonly Subscription[]) => readonly Subscription[] = (visible) => visible,
  ) {
    front = await startInFrontOf(emulator.url, script);
    return readEstate(
      azureAt(front.url, { accounts: () => Promise.resolve([account]) }),
      shownOf,
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

  it('has roles above all subscriptions once', async () => {
    const id = `/providers/Microsoft.Authorization/roleAssignments/${bigSubscriptions(size)[0]!.id}`;
    const like = emulator.estate.ofType('Microsoft.Authorization/roleAssignments')[0]!;
    emulator.core.estate.put({ ...like, id, properties: { ...like.properties, scope: '/' } });
    const { inventory } = await read();
    emulator.core.estate.delete(id);
    assert.equal(inventory.roleAssignments?.filter(({ scope }) => scope === '/').length, 1);
  });

  it('ends what is read of it where the list of subscriptions fails, and says so', async () => {
    const told: UnfinishedEstate[] = [];
    emulator.faults.add({ kind: 'graph-limit', bytes: 4000 });
    const reading = read(told, ({ path }) =>
      path.includes('skiptoken=200') ? refusal('Microsoft.Resources/subscriptions/read', '/') : undefined,
    );
    await assert.rejects(reading, /permission|denied|authoriz/i);
    const asked = front?.seen.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok((front?.seen.length ?? 0) <= (asked ?? 0) + 4, 'those that were under way');
    assert.ok(told.every(({ rest, links }) => rest === 'reading' && links === undefined));
  });

  it('is read anew where a later page says otherwise of what was on the first', async () => {
    const [one] = bigSubscriptions(size);
    const { visible, subscriptions, inventory } = await read([], undefined, (all) =>
      all.length > 100 ? all.filter(({ id }) => id !== one?.id) : all,
    );
    assert.equal(visible.length, 210);
    assert.equal(subscriptions.length, 209);
    assert.equal(inventory.registries.length, made.registries.length - size.registries);
  });
});

describe('answers of Resource Graph that are not whole', () => {
  let emulator: Emulator;
  let front: ScriptedServer | undefined;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
  });
  after(() => emulator.close());
  afterEach(async () => {
    await front?.close();
    front = undefined;
  });

  /** As the emulator answers, but for what `change` makes of each page. */
  async function read(change: (page: GraphPage, asked: string) => object) {
    const answers = new Map<string, object>();
    for (;;) {
      let missing: string | undefined;
      front = await startInFrontOf(emulator.url, ({ path, body }) => {
        if (!/ResourceGraph/i.test(path)) return undefined;
        const known = answers.get(body);
        if (known === undefined) missing ??= body;
        return {
          status: 200,
          body: known ?? { totalRecords: 0, count: 0, resultTruncated: 'false', data: [] },
        };
      });
      const inventory = await azureAt(front.url).inventory(subscriptionIds, never);
      await front.close();
      if (missing === undefined) return inventory;
      const response = await fetch(
        `${emulator.url}/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${fakeJwt}`, 'content-type': 'application/json' },
          body: missing,
        },
      );
      answers.set(missing, change((await response.json()) as GraphPage, missing));
    }
  }
  interface GraphPage {
    readonly totalRecords: number;
    readonly data: readonly { readonly id: string; readonly type: string }[];
  }
  const isOf = (asked: string, type: string) => asked.toLowerCase().includes(type.toLowerCase());

  it('are said to lack something where they are cut off without a way on', async () => {
    const inventory = await read((page, asked) =>
      isOf(asked, 'managedclusters') ? { ...page, resultTruncated: 'true' } : page,
    );
    assert.deepEqual(
      inventory.unread?.map(({ failure }) => [failure.code, failure.message]),
      [['azure.incompleteAnswer', 'Azure Resource Graph left out rows of its answer.']],
    );
  });

  it('lack nothing where one resource is in them twice', async () => {
    const inventory = await read((page, asked) => {
      const [first] = page.data;
      return isOf(asked, 'managedclusters') && first
        ? {
            ...page,
            totalRecords: page.totalRecords + 1,
            data: [...page.data, { ...first, id: first.id.toUpperCase() }],
          }
        : page;
    });
    assert.equal(inventory.unread, undefined);
    const ids = inventory.registries.map(({ id }) => id.toLowerCase());
    assert.equal(new Set(ids).size, ids.length);
  });

  it('are waited for, which is said of no refusal that is the last', async () => {
    let refused = 0;
    const front = await startInFrontOf(emulator.url, ({ path }) => {
      if (!/ResourceGraph/i.test(path)) return undefined;
      refused += 1;
      const body = { error: { code: 'RateLimiting', message: 'Please provide below info.' } };
      return { status: 429, headers: { 'retry-after': '0' }, body };
    });
    let waits = 0;
    const azure = azureAt(front.url, { throttled: () => (waits += 1) });
    await assert.rejects(azure.listIdentities(subscriptionIds, never));
    await front.close();
    assert.ok(refused > 1);
    assert.equal(waits, refused - 1);
  });

  it('leave nobody without a role where roles are cut off', async () => {
    const inventory = await read((page, asked) =>
      isOf(asked, 'roleassignments')
        ? { ...page, totalRecords: page.totalRecords + 1, data: page.data }
        : page,
    );
    assert.deepEqual(inventory.rolesUnreadAt, ['/']);
    for (const { state, missing } of linksOf(inventory))
      assert.ok(state !== 'broken' || !missing.some((words) => /role/i.test(words)), missing.join());
  });

  it('have a row once that comes twice, and nothing in place of a row whose id is odd', async () => {
    const inventory = await read((page, asked) => {
      const [first] = page.data;
      if (!isOf(asked, 'managedclusters') || first === undefined) return page;
      const odd = ['', 'gone', '/subscriptions/', '/a/b/c'].map((id) => ({ ...first, id }));
      return { ...page, data: [...page.data, { ...first, id: first.id.toUpperCase() }, ...odd] };
    });
    assert.equal(inventory.registries.length + inventory.clusters.length, 13);
    assert.equal(inventory.unread?.length, 4);
    assert.ok(linksOf(inventory).length > 0);
  });

  it('leave unknown what names lead to where links of zones name no network', async () => {
    const before = linksIn(await read((page) => page));
    for (const virtualNetwork of [null, {}, { id: 'gone' }]) {
      const inventory = await read((page, asked) =>
        isOf(asked, 'virtualnetworklinks')
          ? {
              ...page,
              data: page.data.map((row) =>
                /virtualnetworklinks/i.test(row.type)
                  ? { ...row, properties: { virtualNetwork, virtualNetworkLinkState: 'Completed' } }
                  : row,
              ),
            }
          : page,
      );
      assert.equal(inventory.registries.length, 6);
      assert.equal(inventory.unread?.length, 5);
      const links = linksOf(inventory);
      assert.ok(links.some(({ state }) => state === 'unknown'));
      for (const { registryId, clusterId, state } of links)
        if (state !== 'unknown') assert.equal(state, before.between(registryId, clusterId)?.state);
    }
  });
});
