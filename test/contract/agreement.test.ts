/** The model of who can pull never contradicts the emulator's oracle, whatever is taken from a pair that pulls. */
import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import type { Azure } from '../../src/provisioning/ports';
import { decidingHop } from '../../src/reachability/reach';
import { compareInventory, compareObserved } from './support/agreement';
import { checkAgreement } from '../matrix/agreement/check';
import { azureAt, inventoryOf } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { onlyUnderCondition, pair, takings } from './support/takings';
import { variations } from './support/variations';

describe('the model of who can pull', () => {
  let emulator: Emulator;
  let azure: Azure;
  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0 });
    azure = azureAt(emulator.url);
  });
  afterEach(() => emulator.close());

  const observed = () => compareObserved(emulator, azure, pair.registryId, pair.clusterId);

  it('says of every pair of the estate what the oracle says', async () => {
    for (const registry of ['coreRegistry', 'appsRegistry', 'dataRegistry', 'modelsRegistry'] as const) {
      for (const cluster of ['shopCluster', 'devtestCluster', 'paymentsCluster'] as const) {
        const { contradiction, pair: which } = await compareObserved(
          emulator,
          azure,
          contoso(registry),
          contoso(cluster),
        );
        assert.equal(contradiction, undefined, which);
      }
    }
  });

  it('never contradicts it with the facts of the tree', async () => {
    const all = compareInventory(emulator, await inventoryOf(azure, subscriptionIds));
    assert.ok(all.length > 20);
    assert.deepEqual(
      all.flatMap(({ contradiction, pair: which }) =>
        contradiction === undefined ? [] : `${which}: ${contradiction}`,
      ),
      [],
    );
  });

  for (const { title, take } of takings) {
    it(`agrees where ${title}`, async () => {
      take(emulator.core.estate);
      const { contradiction, reach } = await observed();
      assert.equal(contradiction, undefined);
      // What is unknown has to be said why.
      if (reach.state === 'unknown') assert.notEqual(decidingHop(reach)?.message ?? '', '');
      const inTree = compareInventory(emulator, await inventoryOf(azure, subscriptionIds));
      assert.deepEqual(
        inTree.flatMap((each) => each.contradiction ?? []),
        [],
      );
    });
  }

  const name = '@Request[Microsoft.ContainerRegistry/registries/repositories:name]';
  const reading = 'Microsoft.ContainerRegistry/registries/repositories/content/read';
  const conditions = [
    `${name} StringEquals 'shop/api'`,
    `((!(ActionMatches{'${reading}'})) OR (${name} StringStartsWith 'shop/'))`,
    `(${name} ForAnyOfAnyValues:StringEqualsIgnoreCase {'Shop/API', 'data/etl'}) AND NOT (${name} StringLike '*/etl')`,
    `!(ActionMatches{'${reading}'})`,
  ];
  for (const condition of conditions) {
    it(`agrees for every repository under the condition ${condition}`, async () => {
      onlyUnderCondition(emulator.core.estate, condition);
      for (const repository of ['shop/api', 'shop/web', 'data/etl', 'shop']) {
        const { contradiction, reach } = await compareObserved(
          emulator,
          azure,
          pair.registryId,
          pair.clusterId,
          repository,
        );
        assert.equal(contradiction, undefined, repository);
        assert.notEqual(reach.state, 'unknown', repository);
      }
      assert.equal((await observed()).reach.state, 'unknown');
    });
  }

  it('agrees where two things are taken at once', async () => {
    const { estates, agree, wrong } = await checkAgreement(12);
    assert.deepEqual(wrong, []);
    assert.ok(agree > estates / 2, `${agree} of ${estates} are decided`);
  }).timeout(480_000);
});

describe('the model of who can pull, on estates as people really have them', () => {
  let emulator: Emulator;
  let azure: Azure;
  beforeEach(async () => {
    // Facts are put into the estate as no write of today would leave them: that isn't the emulator's traffic.
    emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0, logFile: false });
    azure = azureAt(emulator.url);
  });
  afterEach(() => emulator.close());

  for (const { title, take, state } of variations) {
    it(`says ${state}, and agrees, where ${title}`, async () => {
      take(emulator.core.estate);
      const { contradiction, reach } = await compareObserved(
        emulator,
        azure,
        pair.registryId,
        pair.clusterId,
      );
      assert.equal(contradiction, undefined);
      assert.equal(reach.state, state, decidingHop(reach)?.message);
      const inTree = compareInventory(emulator, await inventoryOf(azure, subscriptionIds));
      assert.deepEqual(
        inTree.flatMap((each) => each.contradiction ?? []),
        [],
      );
    });
  }
});
