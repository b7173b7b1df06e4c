/** Things that are there and aren't well, as Azure leaves them behind. */
import assert from 'node:assert/strict';
import { VirtualClock } from '../../emulator/src/arm/clock';
import { startEmulator } from '../../emulator/src/server';
import { apiVersions } from '../../src/model/apiVersions';
import { changeProperties } from './support/additions';
import { contoso } from './support/contoso';
import { Linking, written } from './support/linking';

describe('a plan over things that aren’t well', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  it('writes an endpoint again whose creation failed, and the cluster pulls', async () => {
    azure.emulator.faults.add({
      kind: 'operation-failed',
      code: 'PrivateEndpointCreationFailed',
      message: 'An error occurred.',
      match: { method: 'PUT', path: '*/privateEndpoints/pe-contosoapps', times: 'always' },
    });
    const spec = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
    assert.notEqual((await azure.apply(await azure.plan(spec))).kind, 'done');
    azure.emulator.core.operations.settle();
    azure.emulator.faults.clear();
    const again = await azure.plan(await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' }));
    assert.ok(written(again).includes('update endpoint'), written(again).join());
    const { properties: before } = azure.emulator.estate
      .ofType('Microsoft.Network/privateEndpoints')
      .find(({ name }) => name === 'pe-contosoapps')!;
    assert.equal(before['provisioningState'], 'Failed');
    await azure.applied(again);
    const { properties: after } = azure.emulator.estate
      .ofType('Microsoft.Network/privateEndpoints')
      .find(({ name }) => name === 'pe-contosoapps')!;
    assert.deepEqual(
      [after['provisioningState'], after['resourceGuid'], after['networkInterfaces']],
      ['Succeeded', before['resourceGuid'], before['networkInterfaces']],
    );
    assert.equal(azure.way(again.purpose.spec), 'private');
    assert.deepEqual(written(await azure.plan(again.purpose.spec)), []);
  });

  it('leaves somebody else’s endpoint alone that failed, and names its state', async () => {
    changeProperties(azure.emulator.core, contoso('coreEndpoint'), { provisioningState: 'Failed' });
    const plan = await azure.plan(await azure.propose('coreRegistry', 'shopCluster'));
    assert.deepEqual(written(plan), []);
    const told = plan.hazards.find(({ code }) => code === 'stateFailed');
    assert.match(told?.message ?? '', /^Private endpoint \S+ is in the state Failed\./);
    assert.deepEqual(told?.affected, ['aks-shop-weu']);
  });

  for (const [state, code] of [
    ['InProgress', 'underWay'],
    ['Failed', 'stateFailed'],
  ] as const) {
    it(`names the state of the cluster’s link to the zone (${state})`, async () => {
      const link = `${contoso('coreZone')}/virtualNetworkLinks/link-vnet-shop-weu`;
      changeProperties(azure.emulator.core, link, { virtualNetworkLinkState: state });
      const { hazards, requirements } = await azure.plan(await azure.propose('coreRegistry', 'shopCluster'));
      const told = [...hazards, ...requirements].find((one) => one.code === code);
      assert.match(told?.message ?? '', new RegExp(`link of vnet-shop-weu to the zone .*${state}`));
    });
  }

  it('says that a network is AKS’s, and its group', async () => {
    const { requirements } = await azure.plan(await azure.propose('coreRegistry', 'devtestCluster'));
    const [told, ...others] = requirements.filter(({ code }) => code === 'networkOfAks');
    assert.deepEqual(others, []);
    assert.match(told?.message ?? '', /is managed by AKS in the node resource group MC_/i);
  });
});

describe('a new endpoint for a registry with a replica that is being made', () => {
  it('has to wait, and is made when the replica is ready', async () => {
    const clock = new VirtualClock();
    const emulator = await startEmulator({ scenario: 'contoso', latencyScale: 1, clock });
    const azure = Linking.over(emulator);
    try {
      const id = `${contoso('appsRegistry')}/replications/northeurope`;
      const answer = emulator.core.send('PUT', id, apiVersions.registry, {
        location: 'northeurope',
        properties: {},
      });
      assert.ok(answer.status < 300);
      const spec = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
      const [blocker, ...others] = (await azure.plan(spec)).blockers;
      assert.deepEqual([others, blocker?.code, blocker?.resourceIds], [[], 'replicaNotReady', [id]]);
      assert.match(blocker?.message ?? '', /in northeurope is in the state Creating/);
      clock.advance(600);
      assert.deepEqual((await azure.plan(spec)).blockers, []);
    } finally {
      await azure.close();
    }
  });
});
