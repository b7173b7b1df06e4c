/** Tree, manifests, Make Private and Unlink say the same of every pair, whatever is taken from one of them: each asks the model. */
import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { canPull } from '../../src/language/registrySources';
import { sameId } from '../../src/model/armId';
import { linksOf, type LinkState } from '../../src/provisioning/linkState';
import { factOf, known } from '../../src/provisioning/observed/lookup';
import { mayPull } from '../../src/provisioning/observed/mayPull';
import { worldOf } from '../../src/provisioning/observed/world';
import type { Azure } from '../../src/provisioning/ports';
import { pathOf } from '../../src/provisioning/publicAccess/paths';
import { reachOf } from '../../src/reachability/reach';
import { azureAt, inventoryOf, never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { pair, takings } from './support/takings';

/** What a manifest may say where the tree says so. */
const pulls: Readonly<Record<LinkState, boolean | undefined>> = {
  linked: true,
  roleOnly: true,
  broken: false,
  unknown: undefined,
};

describe('whoever asks whether a cluster can pull', () => {
  let emulator: Emulator;
  let azure: Azure;
  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0 });
    azure = azureAt(emulator.url);
  });
  afterEach(() => emulator.close());

  for (const { title, take } of [{ title: 'nothing is taken', take: () => undefined }, ...takings]) {
    it(`hears the same where ${title}`, async () => {
      take(emulator.core.estate);
      const { registryId, clusterId } = pair;
      const [inventory, observed, unlinking] = await Promise.all([
        inventoryOf(azure, subscriptionIds),
        azure.observe({ registryId, clusterIds: [clusterId] }, never),
        azure.observe({ registryId, clusterIds: [contoso('devtestCluster')] }, never),
      ]);
      const links = linksOf(inventory);
      for (const { registryId: registry, clusterId: cluster, state } of links) {
        assert.equal(canPull({ inventory }, registry, cluster), pulls[state]);
      }
      const [registry, cluster] = [known(observed.registry), known(factOf(observed.clusters, clusterId))];
      assert.ok(registry && cluster);
      const reach = reachOf(worldOf(observed), registry, cluster);
      const inTree = links.find(
        (one) => sameId(one.registryId, registryId) && sameId(one.clusterId, clusterId),
      );
      const state = inTree?.state ?? 'broken';
      // The tree knows less, and nothing else.
      if (state !== 'unknown') assert.equal(pulls[state], reach.state === 'ok', inTree?.missing.join(' '));
      const { verdict, reasons } = pathOf(observed, clusterId);
      if (verdict === 'private') assert.notEqual(state, 'roleOnly');
      if (verdict === 'broken') assert.equal(reach.state, 'broken', reasons.join(' '));
      if (state === 'linked') assert.equal(verdict, 'private', reasons.join(' '));
      if (state === 'roleOnly') assert.equal(verdict, 'publicOnly', reasons.join(' '));
      // Whoever takes another link apart is told of this one where it pulls.
      const beside = known(unlinking.neighbours)?.clusters.find(({ id }) => sameId(id, clusterId));
      assert.ok(beside);
      if (reach.state === 'ok') assert.ok(mayPull(beside, unlinking));
      if (!mayPull(beside, unlinking)) assert.equal(reach.state, 'broken');
    });
  }
});
