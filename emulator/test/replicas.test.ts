import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';
import { TestClock } from './support';

const REPLICA = `${contoso.coreRegistry}/replications/eastus2`;
const PREVIEW = '?api-version=2025-06-01-preview';
const body = { location: 'East US 2', properties: {} };

describe('replicas of a registry', () => {
  let emulator: Emulator;
  let arm: ArmClient;
  let clock: TestClock;

  beforeEach(async () => {
    clock = new TestClock();
    emulator = await startEmulator({ scenario: 'contoso', latencyScale: 1, clock });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const done = async (method: string, path: string, content?: unknown): Promise<void> => {
    await arm.succeed(method, path, content);
    clock.pass(200);
  };
  const names = async (endpoint = contoso.coreEndpoint): Promise<string[]> => {
    const { properties } = await arm.succeed('GET', endpoint);
    return (properties?.['customDnsConfigs'] as { fqdn: string; ipAddresses: string[] }[]).map(
      ({ fqdn, ipAddresses }) => `${fqdn} ${ipAddresses.join()}`,
    );
  };
  const recordNames = async (): Promise<string[]> => {
    const { value = [] } = await arm.succeed('GET', `${contoso.coreZone}/A`);
    return value.map(({ name = '' }) => name).sort();
  };

  it('REG-18 are created with 201 and a header, listed, patched, and deleted with 202', async () => {
    const first = await arm.send('PUT', REPLICA, body);
    assert.deepEqual([first.status, first.body.properties?.['provisioningState']], [201, 'Creating']);
    assert.match(
      first.headers.get('azure-asyncoperation') ?? '',
      /\/replications\/eastus2\/operationStatuses\/replications-/,
    );
    clock.pass(60);
    const { properties } = await arm.succeed('GET', REPLICA);
    assert.deepEqual(
      [
        properties?.['provisioningState'],
        properties?.['regionEndpointEnabled'],
        at(properties, 'status', 'displayStatus'),
      ],
      ['Succeeded', true, 'Ready'],
    );
    await arm.refused(
      409,
      'ReplicationAlreadyExists',
      'PUT',
      `${contoso.coreRegistry}/replications/again`,
      body,
    );
    const patched = await arm.succeed('PATCH', REPLICA, { properties: { regionEndpointEnabled: false } });
    assert.equal(patched.properties?.['regionEndpointEnabled'], false);
    assert.equal((await arm.succeed('GET', `${contoso.coreRegistry}/replications`)).value?.length, 1);
    const deleted = await arm.send('DELETE', REPLICA);
    assert.deepEqual([deleted.status, deleted.headers.get('location') === null], [202, false]);
    clock.pass(60);
    assert.equal((await arm.send('DELETE', REPLICA)).status, 204);
  });

  it('DOM-6 DOM-7 ZG-3 take an address at every endpoint and a record in every zone, and give both back', async () => {
    const twin = `${contoso.coreEndpoint}-twin`;
    await done('PUT', twin, make.endpointBody(make.ENDPOINTS, contoso.coreRegistry));
    assert.deepEqual(await names(), [
      'contosocore.westeurope.data.azurecr.io 10.50.0.4',
      'contosocore.azurecr.io 10.50.0.5',
    ]);
    await done('PUT', REPLICA, body);
    assert.deepEqual(await names(), [
      'contosocore.westeurope.data.azurecr.io 10.50.0.4',
      'contosocore.eastus2.data.azurecr.io 10.50.0.8',
      'contosocore.azurecr.io 10.50.0.5',
    ]);
    assert.ok((await names(twin)).includes('contosocore.eastus2.data.azurecr.io 10.50.0.9'));
    assert.deepEqual(await recordNames(), [
      'contosocore',
      'contosocore.eastus2.data',
      'contosocore.westeurope.data',
    ]);
    const { value = [] } = await arm.succeed('GET', `${contoso.coreRegistry}/privateLinkResources`);
    assert.deepEqual(value[0]?.properties?.['requiredMembers'], [
      'registry',
      'registry_data_eastus2',
      'registry_data_westeurope',
    ]);
    await done('DELETE', REPLICA);
    assert.equal((await names()).length, 2);
    assert.deepEqual(await recordNames(), ['contosocore', 'contosocore.westeurope.data']);
  });

  it('DOM-7 are rolled back where one endpoint has no room for them', async () => {
    const small = `${contoso.coreNetwork}/subnets/small`;
    await done('PUT', small, { properties: { addressPrefix: '10.50.0.64/29' } });
    await done('PUT', `${contoso.coreEndpoint}-small`, make.endpointBody(small, contoso.coreRegistry));
    await done('PUT', REPLICA, body);
    const second = `${contoso.coreRegistry}/replications/northeurope`;
    const first = await arm.send('PUT', second, { location: 'northeurope' });
    clock.pass(60);
    const url = (first.headers.get('azure-asyncoperation') ?? '').slice(emulator.url.length);
    const outcome = await arm.get(url);
    assert.deepEqual([outcome.body['status'], outcome.body.error?.code], ['Failed', 'SubnetIsFull']);
    assert.equal((await arm.get(second)).status, 404);
    assert.equal((await names()).length, 3);
    assert.equal((await names(`${contoso.coreEndpoint}-small`)).length, 3);
  });

  it('DOM-6 ZG-4 REG-24 bring regional endpoints where the registry has them, one address each', async () => {
    await done('PUT', REPLICA, body);
    await done('PATCH', contoso.coreRegistry + PREVIEW, { properties: { regionalEndpoints: 'Enabled' } });
    assert.ok((await names()).some((name) => name.startsWith('contosocore.eastus2.geo.azurecr.io ')));
    const told = (await arm.get(`${contoso.coreRegistry}?api-version=2026-01-01-preview`)).body;
    assert.equal(at(told, 'properties', 'regionalEndpoints'), 'Enabled');
    assert.deepEqual(at(told, 'properties', 'regionalEndpointHostNames'), [
      'contosocore.eastus2.geo.azurecr.io',
    ]);
    const stable = (await arm.get(contoso.coreRegistry)).body;
    assert.equal(at(stable, 'properties', 'regionalEndpointHostNames'), undefined);
    assert.ok((await recordNames()).includes('contosocore.eastus2.geo'));
    // Three replicas and regional endpoints make eight addresses, as the documentation counts.
    for (const region of ['northeurope', 'uksouth']) {
      await done('PUT', `${contoso.coreRegistry}/replications/${region}`, { location: region });
    }
    assert.equal((await names()).length, 8);
  });

  it('wait for a connection of their own where the endpoint was approved by hand', async () => {
    await done('DELETE', contoso.coreEndpoint);
    await done('PUT', contoso.coreEndpoint, make.endpointBody(make.ENDPOINTS, contoso.coreRegistry, true));
    const connections = `${contoso.coreRegistry}/privateEndpointConnections`;
    const waiting = async (): Promise<string[]> =>
      ((await arm.succeed('GET', connections)).value ?? [])
        .filter((item) => at(item, 'properties', 'privateLinkServiceConnectionState', 'status') === 'Pending')
        .map(({ id = '' }) => id);
    const approve = { properties: { privateLinkServiceConnectionState: { status: 'Approved' } } };
    await done('PUT', (await waiting())[0] ?? '', approve);
    assert.equal((await names()).length, 2);
    await done('PUT', REPLICA, body);
    const [pending = ''] = await waiting();
    assert.match(pending, /privateEndpointConnections\/contosocore\.[0-9a-f]{32}$/);
    assert.equal((await names()).length, 2);
    await done('PUT', pending, approve);
    assert.equal((await names()).length, 3);
    await done('DELETE', REPLICA);
    assert.equal((await arm.succeed('GET', connections)).value?.length, 1);
  });

  it('DOM-6 are refused to registries that are not Premium', async () => {
    const path = `${contoso.devRegistry}/replications/eastus2`;
    await arm.refused(400, 'GeoReplicationNotSupported', 'PUT', path, body);
  });
});
