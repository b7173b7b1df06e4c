import assert from 'node:assert/strict';
import { apiVersions } from '../../src/model/apiVersions';
import type { RegistryPlan } from '../../src/provisioning/plan/registrySpec';
import { differences, withoutDataEndpoints } from '../support/estateState';
import { contoso } from './support/contoso';
import { fresh, freshSpec, makeFresh, planFor, proposeFor } from './support/freshRegistries';
import { Linking } from './support/linking';

describe('a registry by itself, rolled back', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  it('leaves nothing behind', async () => {
    const before = withoutDataEndpoints(azure.state());
    const plan = await makeFresh(azure);
    const undo = await azure.planRollBack(plan.operationId);
    assert.deepEqual(undo.blockers, []);
    assert.ok(undo.hazards.some(({ code }) => code === 'registryContents'));
    const outcome = await azure.rollBack(undo);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
  });

  for (const count of [1, 2, 3, 6, 8]) {
    it(`leaves nothing of the first ${count} steps`, async () => {
      const before = withoutDataEndpoints(azure.state());
      const plan = await planFor(azure.azure, await freshSpec(azure.azure));
      const writes = plan.steps.filter(({ action }) => action !== 'reuse');
      azure.emulator.faults.add({
        kind: 'policy-denied',
        match: { path: `*${writes[count]!.resourceId}` },
      });
      assert.notEqual((await azure.apply(plan)).kind, 'done');
      azure.emulator.faults.clear();
      const undone = await azure.rollBack(await azure.planRollBack(plan.operationId));
      assert.equal(undone.kind, 'done', JSON.stringify(undone));
      assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
    });
  }

  const kept = async (plan: RegistryPlan, why: RegExp) => {
    const undo = await azure.planRollBack(plan.operationId);
    const step = undo.steps.find(({ id }) => id === 'undo.registry')!;
    assert.equal(step.action, 'reuse');
    assert.match(step.reason, why);
    const outcome = await azure.rollBack(undo);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.ok(azure.emulator.estate.get(fresh.id), 'it is still there');
  };
  const importImage = () => {
    const source = { registryUri: 'mcr.microsoft.com', sourceImage: 'hello-world:latest' };
    azure.send('POST', `${fresh.id}/importImage`, apiVersions.registry, { source });
  };

  it('keeps a registry that holds images', async () => {
    const plan = await makeFresh(azure);
    importImage();
    await kept(plan, /contains other resources \(stored images\)/);
  });

  it('keeps a registry with somebody else’s replica', async () => {
    const plan = await makeFresh(azure);
    azure.send('PUT', `${fresh.id}/replications/uksouth`, apiVersions.registry, { location: 'uksouth' });
    await kept(plan, /contains other resources \(replications uksouth\)/);
  });

  it('keeps a registry that somebody else’s endpoint leads to', async () => {
    const plan = await makeFresh(azure);
    const endpoint = contoso('dataEndpoint').replace('pe-contosodata', 'pe-foreign');
    azure.send('PUT', endpoint, apiVersions.network, {
      location: 'westeurope',
      properties: {
        subnet: { id: `${contoso('dataNetwork')}/subnets/snet-private-endpoints` },
        privateLinkServiceConnections: [
          { name: 'foreign', properties: { privateLinkServiceId: fresh.id, groupIds: ['registry'] } },
        ],
      },
    });
    await kept(plan, /contains other resources \(privateEndpointConnections contosofresh\./);
  });

  it('keeps a registry that no longer bears its mark', async () => {
    const plan = await makeFresh(azure);
    azure.send('PATCH', fresh.id, apiVersions.registry, { tags: { team: 'other' } });
    await kept(plan, /doesn’t have this operation’s tag/);
  });

  it('stops at a registry into which an image came after the plan was made', async () => {
    const plan = await makeFresh(azure);
    const undo = await azure.planRollBack(plan.operationId);
    importImage();
    const outcome = await azure.rollBack(undo);
    assert.ok(outcome.kind === 'failed');
    assert.ok(outcome.failures.some(({ code }) => code === 'guard.foreignContents'));
    assert.ok(azure.emulator.estate.get(fresh.id));
  });

  it('that was made private, is as it was', async () => {
    const before = withoutDataEndpoints(azure.state());
    const registry = { kind: 'existing', id: contoso('devRegistry') } as const;
    const plan = await planFor(azure.azure, await proposeFor(azure.azure, { registry }));
    assert.equal((await azure.apply(plan)).kind, 'done');
    const undo = await azure.planRollBack(plan.operationId);
    assert.ok(undo.steps.some(({ id, action }) => id === 'undo.registrySku' && action === 'update'));
    const outcome = await azure.rollBack(undo);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
  });
});
