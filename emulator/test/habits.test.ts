import assert from 'node:assert/strict';
import * as v from 'valibot';
import { at } from '../src/arm/json';
import { faultSchema } from '../src/faults/fault';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient, type ArmReply } from './armClient';
import * as make from './causes/requests';
import { TestClock } from './support';

/** Writes of every kind, with the answers that the SDK accepts for them. */
const writes: readonly (readonly [
  method: string,
  path: string,
  body: unknown,
  accepted: readonly number[],
])[] = [
  [
    'PUT',
    contoso.coreNetwork,
    make.networkBody('10.50.0.0/24', { 'snet-private-endpoints': '10.50.0.0/27' }),
    [200, 201, 202],
  ],
  [
    'PUT',
    `${contoso.coreNetwork}/subnets/s`,
    { properties: { addressPrefix: '10.50.0.64/27' } },
    [200, 201, 202],
  ],
  ['PUT', make.corePeering, make.peeringBody(contoso.shopNetwork), [200, 201, 202]],
  [
    'PUT',
    `${contoso.coreEndpoint}-b`,
    make.endpointBody(make.ENDPOINTS, contoso.coreRegistry),
    [200, 201, 202],
  ],
  ['PUT', make.coreGroup, make.zoneGroupBody(contoso.coreZone), [200, 201, 202]],
  [
    'PUT',
    `${make.groupOf(contoso.coreZone)}/providers/Microsoft.Network/privateDnsZones/x.io`,
    { location: 'global' },
    [200, 201, 202],
  ],
  ['PUT', make.shopLink, make.linkBody(contoso.shopNetwork), [200, 201, 202]],
  ['PATCH', contoso.coreRegistry, { properties: { anonymousPullEnabled: false } }, [200, 201, 202]],
  ['PUT', `${contoso.coreRegistry}/replications/eastus2`, { location: 'eastus2' }, [200, 201, 202]],
  [
    'POST',
    `${contoso.coreRegistry}/importImage`,
    { source: { registryUri: 'mcr.microsoft.com', sourceImage: 'hello-world:latest' } },
    [200, 202],
  ],
  ['POST', `${contoso.shopCluster}/runCommand`, { command: 'kubectl get pod x' }, [200, 201, 202]],
];

describe('operations, by the habits of each provider', () => {
  let emulator: Emulator;
  let arm: ArmClient;
  let clock: TestClock;

  beforeEach(async () => {
    clock = new TestClock();
    emulator = await startEmulator({ scenario: 'contoso', latencyScale: 1, clock });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const poll = (reply: ArmReply): Promise<ArmReply> => {
    const url = reply.headers.get('azure-asyncoperation') ?? reply.headers.get('location') ?? '';
    assert.ok(url.startsWith(emulator.url), `an absolute URL: ${url}`);
    return arm.get(url.slice(emulator.url.length));
  };

  it('LRO-1 LRO-2 LRO-3 LRO-4 start, run and end as the SDK expects', async () => {
    for (const [method, path, body, accepted] of writes) {
      const first = await arm.send(method, path, body);
      const what = `${method} ${path} ${JSON.stringify(first.body)}`;
      assert.ok(accepted.includes(first.status), `${first.status} ${what}`);
      const hasStatus = first.headers.get('azure-asyncoperation') !== null;
      const during = await poll(first);
      assert.ok([200, 201, 202].includes(during.status), `${during.status} ${what}`);
      if (hasStatus) assert.equal(typeof during.body['status'], 'string', what);
      else assert.equal(during.status, 202, what);
      clock.pass(130);
      const after = await poll(first);
      assert.equal(after.status, 200, what);
      if (hasStatus) assert.equal(after.body['status'], 'Succeeded', what);
      if (method === 'PUT') {
        const { body: resource } = await arm.get(path);
        assert.equal(resource.properties?.['provisioningState'], 'Succeeded', what);
      }
    }
  });

  it('LRO-25 poll networks in their region, with the status alone', async () => {
    const subnet = { properties: { addressPrefix: '10.50.0.64/27' } };
    const first = await arm.send('PUT', `${contoso.coreNetwork}/subnets/s`, subnet);
    const url = first.headers.get('azure-asyncoperation') ?? '';
    assert.match(
      url,
      /\/providers\/Microsoft\.Network\/locations\/westeurope\/operations\/[0-9a-f-]{36}\?api-version=/,
    );
    assert.equal(first.headers.get('azure-asyncnotification'), 'Enabled');
    assert.deepEqual((await poll(first)).body, { status: 'InProgress' });
    clock.pass(4);
    assert.deepEqual((await poll(first)).body, { status: 'Succeeded' });
  });

  it('LRO-26 LRO-29 PE-1 PE-2 let a private endpoint take forty seconds, Updating meanwhile', async () => {
    const path = `${contoso.coreEndpoint}-b`;
    const first = await arm.send('PUT', path, make.endpointBody(make.ENDPOINTS, contoso.coreRegistry));
    assert.equal(first.status, 201);
    const { properties = {} } = first.body;
    assert.equal(properties['provisioningState'], 'Updating');
    assert.deepEqual(properties['customDnsConfigs'], []);
    assert.deepEqual(properties['manualPrivateLinkServiceConnections'], []);
    assert.match(
      String(at(properties['networkInterfaces'], '0', 'id')),
      /pe-contosocore-b\.nic\.[0-9a-f-]{36}$/,
    );
    const state = at(
      properties['privateLinkServiceConnections'],
      '0',
      'properties',
      'privateLinkServiceConnectionState',
    );
    assert.deepEqual(state, { status: 'Approved', description: 'Auto-Approved', actionsRequired: 'None' });
    clock.pass(39);
    assert.equal((await poll(first)).body['status'], 'InProgress');
    clock.pass(1);
    assert.equal((await poll(first)).body['status'], 'Succeeded');
  });

  it('LRO-10 LRO-11 LRO-13 ARM-27 change and delete registries and connections', async () => {
    const changed = await arm.send('PATCH', contoso.appsRegistry, { sku: { name: 'Standard' } });
    assert.deepEqual([changed.status, changed.body.properties?.['provisioningState']], [200, 'Updating']);
    assert.equal(changed.body['etag'], undefined);
    clock.pass(20);
    const deleted = await arm.send('DELETE', contoso.appsRegistry);
    assert.equal(deleted.status, 202);
    assert.ok(deleted.headers.get('location'));
    clock.pass(20);
    assert.equal((await poll(deleted)).status, 200);
    assert.equal((await arm.send('DELETE', contoso.appsRegistry)).status, 204);
    const { value = [] } = await arm.succeed('GET', `${contoso.coreRegistry}/privateEndpointConnections`);
    const connection = await arm.send('DELETE', value[0]?.id ?? '');
    assert.deepEqual([connection.status, connection.headers.get('location') === null], [202, false]);
    const roles = await make.rolesOf(arm, contoso.shopKubelet, contoso.coreRegistry);
    assert.equal((await arm.get(roles[0] ?? '')).body['etag'], undefined);
  });

  it('LRO-18 patch zones and links by 202', async () => {
    for (const path of [contoso.coreZone, make.shopLink]) {
      const patched = await arm.send('PATCH', path, { tags: { a: 'b' } });
      assert.equal(patched.status, 202);
      clock.pass(30);
      assert.deepEqual((await arm.get(path)).body['tags'], { a: 'b' });
    }
  });

  it('LRO-22 ARM-26 put and patch clusters, on conditions', async () => {
    const { body } = await arm.get(contoso.shopCluster);
    const put = await arm.send('PUT', contoso.shopCluster, body);
    assert.equal(put.status, 200);
    clock.pass(120);
    assert.equal((await poll(put)).body['status'], 'Succeeded');
    assert.equal((await arm.send('PATCH', contoso.shopCluster, { tags: { a: 'b' } })).status, 200);
    const conditional = (header: string, value: string): number =>
      emulator.core.router.handle({
        method: 'PUT',
        url: `${contoso.shopCluster}?api-version=2026-06-01`,
        headers: { authorization: 'Bearer x', 'content-type': 'application/json', [header]: value },
        body: JSON.stringify(body),
        origin: emulator.url,
      }).status;
    assert.equal(conditional('if-none-match', '*'), 412);
    assert.equal(conditional('if-match', '"other"'), 412);
    assert.equal(conditional('if-match', '*'), 200);
  });

  it('LRO-24 register a provider at once', async () => {
    const path = `/subscriptions/${contoso.platform}/providers/Microsoft.ContainerService`;
    const { status, body } = await arm.send('POST', `${path}/register`);
    assert.deepEqual([status, body['registrationState']], [200, 'Registering']);
    clock.pass(600);
    assert.equal((await arm.get(path)).body['registrationState'], 'Registered');
  });

  it('ARM-5 tell what is left of private DNS by its own header', async () => {
    const header = 'x-ms-ratelimit-remaining-subscription-resource-requests';
    const put = await arm.send('PUT', make.shopLink, make.linkBody(contoso.shopNetwork));
    assert.equal(put.headers.get(header), '11999');
    assert.equal((await poll(put)).headers.get(header), '499');
    assert.equal((await arm.get(contoso.coreNetwork)).headers.get(header), null);
  });

  it('LRO-8 ARM-6 say when to come back after a throttled request', async () => {
    const match = { path: contoso.coreNetwork };
    emulator.faults.add(v.parse(faultSchema, { kind: 'throttled', match, retryAfter: 7 }));
    const reply = await arm.get(contoso.coreNetwork);
    assert.deepEqual([reply.status, reply.headers.get('retry-after')], [429, '7']);
  });
});
