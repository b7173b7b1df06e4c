/** What AKS itself pulls, and what pulls in a cluster besides its node pools, over the emulator. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { linksOf } from '../../src/provisioning/linkState';
import { sameId } from '../../src/model/armId';
import { wordToType } from '../../src/provisioning/plan/findings';
import type { Plan } from '../../src/provisioning/plan/plan';
import { detachParts, planDetach } from '../../src/provisioning/teardown/unlink/planDetach';
import { changeProperties } from './support/additions';
import { never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking } from './support/linking';
import { planAccess } from './support/publicAccess';

const [registry, cluster] = ['appsRegistry', 'shopUsCluster'] as const;
const pair = { registryId: contoso(registry), clusterId: contoso(cluster) };

const affectedBy = ({ hazards }: Pick<Plan, 'hazards'>, code: string): readonly string[] =>
  hazards.filter((one) => one.code === code).flatMap(({ affected }) => affected);

describe('a registry that AKS starts nodes from', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  async function linked(): Promise<string> {
    const plan = await azure.plan(await azure.propose(registry, cluster, { mode: 'private' }));
    await azure.applied(plan);
    return plan.operationId;
  }
  const startNodes = (from = pair.registryId) => {
    changeProperties(azure.emulator.core, pair.clusterId, {
      bootstrapProfile: { artifactSource: 'Cache', containerRegistryId: from },
    });
  };
  function assertTyped(plan: Plan): void {
    assert.deepEqual(affectedBy(plan, 'stopsStartingNodes'), ['aks-shop-eus2']);
    assert.equal(wordToType(plan), 'contosoapps');
  }

  it('has its name typed before it is unlinked, detached, rolled back, or its endpoint goes', async () => {
    const operationId = await linked();
    assert.equal(wordToType(await azure.planUnlink(registry, cluster)), undefined);
    startNodes();
    assertTyped(await azure.planUnlink(registry, cluster));
    assertTyped(await azure.planUnlink(registry, cluster, () => true));
    const observed = await azure.observeUnlink(registry, cluster);
    const ticked = detachParts(observed).map(({ resourceId }) => resourceId);
    assertTyped(planDetach({ ...pair, ticked }, observed, randomUUID()));
    assertTyped(await azure.planRollBack(operationId));
    // Where nothing goes nothing is said.
    const kept = await azure.planUnlink(registry, cluster, () => false);
    assert.deepEqual(affectedBy(kept, 'stopsStartingNodes'), []);
  });

  it('is another one’s business where the nodes start from elsewhere', async () => {
    const operationId = await linked();
    startNodes(contoso('coreRegistry'));
    for (const plan of [await azure.planUnlink(registry, cluster), await azure.planRollBack(operationId)]) {
      assert.deepEqual(affectedBy(plan, 'stopsStartingNodes'), []);
    }
  });

  it('has its name typed before it is closed, unless the cluster has a private path', async () => {
    startNodes();
    assertTyped(await planAccess(azure.azure, pair.registryId, { mode: 'off' }));
    await linked();
    const closing = await planAccess(azure.azure, pair.registryId, { mode: 'off' });
    assert.deepEqual(affectedBy(closing, 'stopsStartingNodes'), []);
    assert.equal(wordToType(closing), undefined);
  });

  it('makes a pair with the cluster in the tree', async () => {
    const inTree = async () =>
      linksOf(await azure.azure.inventory(subscriptionIds, never)).some(
        ({ registryId, clusterId }) =>
          sameId(registryId, pair.registryId) && sameId(clusterId, pair.clusterId),
      );
    assert.equal(await inTree(), false);
    startNodes();
    assert.equal(await inTree(), true);
  });
});

describe('virtual nodes of a cluster', () => {
  it('are named where its registry is closed, and where it is linked to one that is', async () => {
    const azure = await Linking.start();
    try {
      changeProperties(azure.emulator.core, contoso('paymentsCluster'), {
        addonProfiles: { aciConnectorLinux: { enabled: true, config: { SubnetName: 'snet-aci' } } },
      });
      const spec = await azure.propose(registry, 'paymentsCluster', { mode: 'private' });
      await azure.applied(await azure.plan(spec));
      const closing = await planAccess(azure.azure, pair.registryId, { mode: 'off' });
      assert.deepEqual(affectedBy(closing, 'virtualNodesShutOut'), ['aks-payments-weu']);
      assert.deepEqual(affectedBy(await azure.plan(spec), 'virtualNodesShutOut'), []);
      azure.closePublicAccess(registry);
      assert.deepEqual(affectedBy(await azure.plan(spec), 'virtualNodesShutOut'), ['aks-payments-weu']);
    } finally {
      await azure.close();
    }
  });
});
