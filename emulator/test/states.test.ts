import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import { VirtualClock } from '../src/arm/clock';
import { pullVerdict } from '../src/oracle/index';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

describe('states of what failed, is being made or deleted', () => {
  let emulator: Emulator;
  let arm: ArmClient;
  const clock = new VirtualClock();

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso', clock });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const admin = async (states: readonly object[]): Promise<number> => {
    const body = JSON.stringify({ states });
    return (await fetch(`${emulator.url}/_emulator/states`, { method: 'PUT', body })).status;
  };
  const set = async (state: object): Promise<void> => {
    assert.equal(await admin([state]), 200);
  };
  const event = (clusterId = contoso.shopCluster): string => {
    emulator.core.operations.settle();
    return pullVerdict(emulator.estate, { clusterId, image: make.CORE_IMAGE }).eventText;
  };
  const stateOf = async (id: string): Promise<unknown> =>
    at((await arm.get(id)).body, 'properties', 'provisioningState');

  it('are put in place by the admin API, for what is there', async () => {
    await set({ id: contoso.coreEndpoint, provisioningState: 'Failed' });
    assert.equal(await stateOf(contoso.coreEndpoint), 'Failed');
    assert.equal(await admin([{ id: `${contoso.coreEndpoint}-no`, provisioningState: 'Failed' }]), 404);
    assert.equal(await admin([{ id: contoso.coreEndpoint }]), 400);
    assert.equal(await admin([{ id: contoso.coreEndpoint, provisioningState: 'Broken' }]), 400);
  });

  for (const state of ['Failed', 'Deleting', 'Updating']) {
    it(`STATE-1 say nothing of what works: an endpoint, a network that is ${state} serves`, async () => {
      for (const id of [contoso.coreEndpoint, contoso.coreNetwork, make.shopPeering]) {
        await set({ id, provisioningState: state });
      }
      assert.match(event(), /^Successfully pulled/);
    });
  }

  it('STATE-2 Failed is over: the resource is written again as it is, and is well', async () => {
    for (const id of [contoso.coreEndpoint, contoso.coreNetwork]) {
      await set({ id, provisioningState: 'Failed' });
      await arm.change(id, {});
      assert.equal(await stateOf(id), 'Succeeded');
    }
    assert.match(event(), /^Successfully pulled/);
  });

  it('STATE-2 an endpoint whose creation failed lets nobody in before it is written again', async () => {
    await arm.succeed('DELETE', contoso.coreEndpoint);
    const fault = emulator.faults.add({ kind: 'operation-failed', match: { path: contoso.coreEndpoint } });
    const body = make.endpointBody(make.ENDPOINTS, contoso.coreRegistry);
    await arm.send('PUT', contoso.coreEndpoint, body);
    assert.equal(await stateOf(contoso.coreEndpoint), 'Failed');
    assert.match(event(), /403 Forbidden/);
    fault.remove();
    await arm.succeed('PUT', contoso.coreEndpoint, body);
    await arm.succeed('PUT', make.coreGroup, make.zoneGroupBody(contoso.coreZone));
    assert.match(event(), /^Successfully pulled/);
  });

  it('STATE-3 what is being deleted takes no write, and nothing that refers to it does', async () => {
    await set({ id: contoso.coreEndpoint, provisioningState: 'Deleting' });
    const body = make.endpointBody(make.ENDPOINTS, contoso.coreRegistry);
    await arm.refused(409, 'AnotherOperationInProgress', 'PUT', contoso.coreEndpoint, body);
    await set({ id: make.ENDPOINTS, provisioningState: 'Deleting' });
    const other = make.endpointBody(make.ENDPOINTS, contoso.appsRegistry);
    const path = `${contoso.coreEndpoint}-apps`;
    await arm.refused(409, 'ReferencedResourceNotProvisioned', 'PUT', path, other);
    await set({ id: contoso.coreNetwork, provisioningState: 'Deleting' });
    const peering = `${contoso.analyticsNetwork}/virtualNetworkPeerings/core`;
    const remote = make.peeringBody(contoso.coreNetwork);
    await arm.refused(409, 'ReferencedResourceNotProvisioned', 'PUT', peering, remote);
    await set({ id: contoso.coreZone, provisioningState: 'Deleting' });
    await arm.refused(409, 'ReferencedResourceNotProvisioned', 'PUT', make.coreGroup, {
      properties: {
        privateDnsZoneConfigs: [{ name: 'zone', properties: { privateDnsZoneId: contoso.coreZone } }],
      },
    });
  });

  it('STATE-3 a deletion that runs ends what it is about', async () => {
    emulator.core.latency.scale = 1;
    await arm.succeed('DELETE', contoso.coreEndpoint);
    assert.equal(await stateOf(contoso.coreEndpoint), 'Deleting');
    assert.match(event(), /^Successfully pulled/);
    clock.advance(60);
    assert.match(event(), /403 Forbidden/);
  });

  for (const [state, text] of [
    ['InProgress', /403 Forbidden/],
    ['Completed', /^Successfully pulled/],
  ] as const) {
    it(`STATE-4 a zone link that is ${state}`, async () => {
      await set({ id: make.shopLink, provisioningState: 'Failed', virtualNetworkLinkState: state });
      assert.match(event(), text);
    });
  }

  it('STATE-5 a replica that is being made serves nobody, and no endpoint is made meanwhile', async () => {
    const network = contoso.shopUsNetwork;
    await arm.succeed('PUT', `${network}/virtualNetworkPeerings/core`, make.peeringBody(contoso.coreNetwork));
    const back = `${contoso.coreNetwork}/virtualNetworkPeerings/shop-us`;
    await arm.succeed('PUT', back, make.peeringBody(network));
    const link = `${contoso.coreZone}/virtualNetworkLinks/link-shop-us`;
    await arm.succeed('PUT', link, make.linkBody(network));
    await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), make.roleBody(contoso.shopUsKubelet));
    emulator.core.latency.scale = 1;
    const replica = `${contoso.coreRegistry}/replications/eastus2`;
    await arm.succeed('PUT', replica, { location: 'eastus2' });
    assert.equal(await stateOf(replica), 'Creating');
    const dataHop = (): unknown => {
      const pull = { clusterId: contoso.shopUsCluster, image: make.CORE_IMAGE };
      const { verdict, pools } = pullVerdict(emulator.estate, pull);
      assert.equal(verdict, 'Pulled', JSON.stringify(pools));
      return pools[0]?.hops.at(-1)?.name;
    };
    assert.equal(dataHop(), 'contosocore.westeurope.data.azurecr.io');
    const { properties } = (await arm.get(contoso.coreRegistry)).body;
    assert.deepEqual(properties?.['dataEndpointHostNames'], ['contosocore.westeurope.data.azurecr.io']);
    const body = make.endpointBody(make.ENDPOINTS, contoso.coreRegistry);
    const path = `${contoso.coreEndpoint}-more`;
    await arm.refused(409, 'ReferencedResourceNotProvisioned', 'PUT', path, body);
    clock.advance(100);
    assert.equal(await stateOf(replica), 'Succeeded');
    assert.equal(dataHop(), 'contosocore.eastus2.data.azurecr.io');
    await set({ id: replica, provisioningState: 'Creating' });
    assert.equal(dataHop(), 'contosocore.westeurope.data.azurecr.io');
    await arm.refused(409, 'ReferencedResourceNotProvisioned', 'PUT', path, body);
  });
});
