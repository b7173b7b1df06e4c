/** An estate of a hundred subscriptions, read over HTTP: what it costs, and that it is all there. */
import assert from 'node:assert/strict';
import { seedBuiltInRoles } from '../../emulator/src/providers/authorization/builtInRoles';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { idKey } from '../../src/model/armId';
import { linksOf } from '../../src/provisioning/linkState';
import { fillWith } from '../support/bigAzure';
import { bigSubscriptions, sizes } from '../support/bigEstates';
import { azureAt, never } from './support/azure';

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
