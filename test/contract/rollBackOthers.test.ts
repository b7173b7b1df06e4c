/** What a roll back would take down, and others have come to use since. */
import assert from 'node:assert/strict';
import type { LinkPlan } from '../../src/provisioning/plan/spec';
import { addTwin, changeProperties } from './support/additions';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign } from './support/people';

const registry = 'appsRegistry';
const cluster = 'shopUsCluster';
const kubelet = '99999999-9999-4999-8999-999999999999';

describe('roll back of a link whose endpoint stays', () => {
  let azure: Linking;
  let link: LinkPlan;
  beforeEach(async () => {
    azure = await Linking.start();
    await linked(registry, 'shopCluster');
    link = await linked(registry, cluster);
    assert.ok(link.steps.some(({ kind, action }) => kind === 'endpoint' && action === 'reuse'));
    azure.closePublicAccess(registry);
  });
  afterEach(() => azure.close());

  async function linked(
    from: Parameters<typeof contoso>[0],
    to: Parameters<typeof contoso>[0],
  ): Promise<LinkPlan> {
    const plan = await azure.plan(await azure.propose(from, to, { mode: 'private' }));
    await azure.applied(plan);
    return plan;
  }

  /** By kind of what it made: whether it goes, and why not. */
  async function rolledBack() {
    const undo = await azure.planRollBack(link.operationId);
    const fates = undo.steps.map(({ kind, action, reason }) => ({ kind, action, reason }));
    assert.deepEqual(undo.blockers, []);
    const outcome = await azure.rollBack(undo);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    return {
      gone: fates.filter(({ action }) => action === 'delete').map(({ kind }) => kind),
      kept: fates.filter(({ action }) => action === 'reuse'),
    };
  }

  it('takes everything down where nobody else has come', async () => {
    const { gone, kept } = await rolledBack();
    assert.deepEqual(gone.toSorted(), ['peering', 'peering', 'roleAssignment', 'zoneLink']);
    assert.deepEqual(kept, []);
    assert.equal(azure.way(link.purpose.spec), 'none');
  });

  it('keeps the way of a second cluster in the network, and takes the first one’s role', async () => {
    const twin = addTwin(azure.emulator.core, contoso(cluster), kubelet);
    assign(azure.emulator, kubelet, 'AcrPull', contoso(registry));
    assert.equal(azure.way(link.purpose.spec, twin), 'private');
    const { gone, kept } = await rolledBack();
    assert.deepEqual(gone, ['roleAssignment']);
    for (const { reason } of kept) assert.match(reason, /^Kept: aks-twin /);
    assert.equal(azure.way(link.purpose.spec, twin), 'private');
    assert.equal(azure.way(link.purpose.spec), 'none');
  });

  it('keeps it also for one that pulls by a role of a higher scope', async () => {
    const twin = addTwin(azure.emulator.core, contoso(cluster), kubelet);
    const [subscription = ''] = /^\/subscriptions\/[^/]+/.exec(contoso(registry)) ?? [];
    assign(azure.emulator, kubelet, 'AcrPull', subscription);
    assert.deepEqual((await rolledBack()).gone, ['roleAssignment']);
    assert.equal(azure.way(link.purpose.spec, twin), 'private');
  });

  it('takes down what is left of a peering, over which nobody gets any more', async () => {
    addTwin(azure.emulator.core, contoso(cluster), kubelet);
    assign(azure.emulator, kubelet, 'AcrPull', contoso(registry));
    const peerings = link.steps.filter(({ kind }) => kind === 'peering').map(({ resourceId }) => resourceId);
    const [left = '', gone = ''] = peerings;
    azure.emulator.estate.delete(gone);
    changeProperties(azure.emulator.core, left, { peeringState: 'Disconnected' });
    const fates = await rolledBack();
    assert.ok(fates.gone.includes('peering'));
    assert.equal(azure.emulator.estate.get(left), undefined);
  });

  it('takes it down under a second cluster that may not pull', async () => {
    addTwin(azure.emulator.core, contoso(cluster), kubelet);
    assert.deepEqual((await rolledBack()).kept, []);
  });

  it('keeps the role of an identity by which a second cluster pulls, too', async () => {
    const { properties } = azure.emulator.estate.get(contoso(cluster))!;
    const { kubeletidentity } = properties['identityProfile'] as { kubeletidentity: { objectId: string } };
    const twin = addTwin(azure.emulator.core, contoso(cluster), kubeletidentity.objectId);
    const { gone } = await rolledBack();
    assert.deepEqual(gone, []);
    assert.equal(azure.way(link.purpose.spec, twin), 'private');
  });
});

describe('roll back of the first link of a network', () => {
  for (const [what, other] of [
    ['whose endpoint was there already', 'coreRegistry'],
    ['that got its endpoint then', 'modelsRegistry'],
  ] as const) {
    it(`keeps the names of a registry ${what}, which was linked over the same zone later`, async () => {
      const azure = await Linking.start();
      try {
        const first = await azure.plan(await azure.propose(registry, cluster, { mode: 'private' }));
        await azure.applied(first);
        const second = await azure.plan(await azure.propose(other, cluster, { mode: 'private' }));
        assert.ok(second.steps.some(({ id, action }) => id === 'zoneLink.cluster' && action === 'reuse'));
        await azure.applied(second);
        azure.closePublicAccess(other);
        assert.equal(azure.way(second.purpose.spec), 'private');
        const undo = await azure.planRollBack(first.operationId);
        const kept = undo.steps.find(({ id }) => id === 'undo.zoneLink.cluster')!;
        assert.match(kept.reason, /^Kept: clusters in vnet-shop-eus2 pull from contoso(core|models)/);
        assert.equal((await azure.rollBack(undo)).kind, 'done');
        assert.equal(azure.way(second.purpose.spec), 'private');
      } finally {
        await azure.close();
      }
    });
  }
});
