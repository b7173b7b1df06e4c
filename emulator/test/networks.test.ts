import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import { network, NETWORK_PROVIDER, TestAzure, TestClock } from './support';

const VNET = `${NETWORK_PROVIDER}/virtualNetworks/vnet`;
const other = (name: string): string => `${NETWORK_PROVIDER}/virtualNetworks/vnet-${name}`;
const subnet = (addressPrefix: string): unknown => ({ properties: { addressPrefix } });

describe('virtual networks and subnets', () => {
  let azure: TestAzure;

  beforeEach(async () => {
    azure = await TestAzure.start();
  });
  afterEach(() => azure.close());

  it('LRO-14 ARM-22 are created with 201, updated with 200, and share one etag', async () => {
    const created = await azure.put(VNET, network('10.1.0.0/16', { a: '10.1.0.0/24', b: '10.1.1.0/24' }));
    assert.equal(created.status, 201);
    assert.equal(at(created.body, 'properties', 'provisioningState'), 'Updating');
    assert.match(String(at(created.body, 'etag')), /^W\/"[0-9a-f-]{36}"$/);
    assert.deepEqual(await azure.outcome(created), { status: 'Succeeded' });
    const { body, headers } = await azure.get(VNET);
    assert.equal(at(body, 'properties', 'provisioningState'), 'Succeeded');
    assert.equal(headers.get('etag'), at(body, 'etag'));
    assert.equal(at(body, 'properties', 'subnets', '0', 'etag'), at(body, 'etag'));
    const updated = await azure.put(`${VNET}/subnets/a`, subnet('10.1.0.0/25'));
    assert.equal(updated.status, 200);
    assert.ok(updated.headers.get('azure-asyncoperation'));
    await azure.outcome(updated);
    const after = (await azure.get(VNET)).body;
    assert.notEqual(at(after, 'etag'), at(body, 'etag'));
    assert.equal(at((await azure.get(`${VNET}/subnets/b`)).body, 'etag'), at(after, 'etag'));
  });

  it('give a subnet the defaults of Azure', async () => {
    await azure.done('PUT', VNET, network('10.1.0.0/16'));
    const { body } = await azure.done('PUT', `${VNET}/subnets/a`, subnet('10.1.0.0/24'));
    assert.deepEqual(at(body, 'properties'), {
      addressPrefix: '10.1.0.0/24',
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
      privateLinkServiceNetworkPolicies: 'Enabled',
      provisioningState: 'Succeeded',
    });
  });

  const refusals: [what: string, prefix: string, code: string][] = [
    ['overlaps another', '10.1.0.128/25', 'NetcfgSubnetRangesOverlap'],
    ['is outside of the network', '10.2.0.0/24', 'NetcfgSubnetRangeOutsideVnet'],
    ['is too small', '10.1.1.0/30', 'NetcfgInvalidSubnet'],
    ['has host bits', '10.1.1.5/24', 'InvalidCIDRNotation'],
    ['is no range', 'ten', 'InvalidAddressPrefixFormat'],
  ];
  for (const [what, prefix, code] of refusals) {
    it(`NET-5 NET-6 refuse a subnet that ${what}`, async () => {
      await azure.done('PUT', VNET, network('10.1.0.0/16', { a: '10.1.0.0/24' }));
      await azure.refused('PUT', `${VNET}/subnets/b`, 400, code, subnet(prefix));
      assert.equal((await azure.get(`${VNET}/subnets/b`)).status, 404);
    });
  }

  it('replace the list of subnets with a list, and keep it without one', async () => {
    await azure.done('PUT', VNET, network('10.1.0.0/16', { a: '10.1.0.0/24', b: '10.1.1.0/24' }));
    const plain = {
      location: 'westeurope',
      properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16'] } },
    };
    const kept = await azure.done('PUT', VNET, plain);
    assert.equal(at(kept.body, 'properties', 'subnets', 'length'), 2);
    const replaced = await azure.done('PUT', VNET, network('10.1.0.0/16', { b: '10.1.1.0/24' }));
    assert.equal(at(replaced.body, 'properties', 'subnets', 'length'), 1);
    assert.equal((await azure.get(`${VNET}/subnets/a`)).status, 404);
  });

  it('CLI-10 ARM-21 can be put back as they were read', async () => {
    await azure.done('PUT', VNET, network('10.1.0.0/16', { a: '10.1.0.0/24' }));
    for (const path of [VNET, `${VNET}/subnets/a`]) {
      const before = (await azure.get(path)).body;
      const after = (await azure.done('PUT', path, before)).body;
      const blank = (body: unknown): unknown =>
        JSON.parse(JSON.stringify(body).replace(/W\/\\"[0-9a-f-]+\\"/g, ''));
      assert.deepEqual(blank(after), blank(before));
    }
  });

  it('LRO-15 are deleted by 202 and a Location, and then answer 204', async () => {
    await azure.done('PUT', VNET, network('10.1.0.0/16', { a: '10.1.0.0/24' }));
    const removed = await azure.send('DELETE', `${VNET}/subnets/a`);
    assert.equal(removed.status, 202);
    assert.ok(removed.headers.get('azure-asyncoperation'));
    const result = await azure.get(removed.headers.get('location') ?? '');
    assert.equal(result.status, 200);
    assert.equal((await azure.send('DELETE', `${VNET}/subnets/a`)).status, 204);
    await azure.refused('GET', `${VNET}/subnets/a`, 404, 'NotFound');
  });

  it('LRO-16 honour If-Match, and change tags at once', async () => {
    await azure.done('PUT', VNET, network('10.1.0.0/16'));
    const stale = await azure.put(VNET, network('10.1.0.0/16'), { 'if-match': 'W/"stale"' });
    assert.equal(stale.status, 412);
    const patched = await azure.send('PATCH', VNET, { tags: { owner: 'me' } });
    assert.equal(patched.status, 200);
    assert.deepEqual(at(patched.body, 'tags'), { owner: 'me' });
  });

  it('ARM-7 ARM-20 refuse a second write on one network while the first runs', async () => {
    const clock = new TestClock();
    const slow = await TestAzure.start({ latencyScale: 1, clock });
    try {
      await slow.put(VNET, network('10.1.0.0/16'));
      clock.pass(4);
      await slow.put(`${VNET}/subnets/a`, subnet('10.1.0.0/24'));
      const body = subnet('10.1.1.0/24');
      await slow.refused('PUT', `${VNET}/subnets/b`, 429, 'RetryableErrorDueToAnotherOperation', body);
      await slow.refused('PUT', `${VNET}/subnets/a`, 409, 'AnotherOperationInProgress', body);
      clock.pass(4);
      assert.equal((await slow.put(`${VNET}/subnets/b`, body)).status, 201);
    } finally {
      await slow.close();
    }
  });
});

describe('peerings', () => {
  let azure: TestAzure;
  const peering = (from: string, to: string): string => `${other(from)}/virtualNetworkPeerings/to-${to}`;
  const to = (name: string, more: object = {}): unknown => ({
    properties: { remoteVirtualNetwork: { id: other(name) }, ...more },
  });
  const stateOf = async (path: string): Promise<unknown> =>
    at((await azure.get(path)).body, 'properties', 'peeringState');

  beforeEach(async () => {
    azure = await TestAzure.start();
    await azure.done('PUT', other('a'), network('10.1.0.0/16'));
    await azure.done('PUT', other('b'), network('10.2.0.0/16'));
  });
  afterEach(() => azure.close());

  it('PEER-2 are Initiated from one side and Connected, both, from two', async () => {
    const first = await azure.done('PUT', peering('a', 'b'), to('b'));
    assert.equal(at(first.body, 'properties', 'peeringState'), 'Initiated');
    assert.equal(at(first.body, 'properties', 'allowVirtualNetworkAccess'), true);
    assert.deepEqual(at(first.body, 'properties', 'remoteAddressSpace'), {
      addressPrefixes: ['10.2.0.0/16'],
    });
    await azure.done('PUT', peering('b', 'a'), to('a'));
    assert.equal(await stateOf(peering('a', 'b')), 'Connected');
    assert.equal(await stateOf(peering('b', 'a')), 'Connected');
    const { body } = await azure.get(peering('a', 'b'));
    assert.equal(at(body, 'properties', 'peeringSyncLevel'), 'FullyInSync');
    const again = await azure.done('PUT', peering('a', 'b'), body);
    assert.equal(at(again.body, 'properties', 'peeringState'), 'Connected');
  });

  it('PEER-3 PEER-4 are Disconnected when the other side goes, and come back only from the side that stayed', async () => {
    await azure.done('PUT', peering('a', 'b'), to('b'));
    await azure.done('PUT', peering('b', 'a'), to('a'));
    await azure.outcome(await azure.send('DELETE', peering('b', 'a')));
    assert.equal(await stateOf(peering('a', 'b')), 'Disconnected');
    await azure.refused('PUT', peering('b', 'a'), 400, 'RemotePeeringIsDisconnected', to('a'));
    const renewed = await azure.done('PUT', peering('a', 'b'), to('b'));
    assert.equal(at(renewed.body, 'properties', 'peeringState'), 'Initiated');
    await azure.done('PUT', peering('b', 'a'), to('a'));
    assert.equal(await stateOf(peering('a', 'b')), 'Connected');
  });

  it('are Disconnected when the other network is deleted', async () => {
    await azure.done('PUT', peering('a', 'b'), to('b'));
    await azure.done('PUT', peering('b', 'a'), to('a'));
    await azure.outcome(await azure.send('DELETE', other('b')));
    assert.equal(await stateOf(peering('a', 'b')), 'Disconnected');
    assert.equal((await azure.get(peering('b', 'a'))).status, 404);
  });

  it('PEER-5 PEER-6 are refused where networks overlap, directly or with a network already peered', async () => {
    await azure.done('PUT', other('c'), network('10.1.128.0/17'));
    const message = await azure.refused('PUT', peering('a', 'c'), 400, 'VnetAddressSpacesOverlap', to('c'));
    assert.match(message, /Overlapping address prefixes: 10\.1\.0\.0\/16/);
    await azure.done('PUT', peering('b', 'a'), to('a'));
    const code = 'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet';
    await azure.refused('PUT', peering('b', 'c'), 400, code, to('c'));
    await azure.refused('PUT', peering('c', 'b'), 400, code, to('b'));
  });

  it('are refused without the other network, with the own one, and twice', async () => {
    await azure.refused('PUT', peering('a', 'x'), 400, 'InvalidResourceReference', to('x'));
    assert.equal((await azure.put(peering('a', 'a'), to('a'))).status, 400);
    await azure.done('PUT', peering('a', 'b'), to('b'));
    assert.equal((await azure.put(`${peering('a', 'b')}-2`, to('b'))).status, 400);
  });

  it('PEER-8 fall out of sync when a range is added, until they are synchronised', async () => {
    await azure.done('PUT', peering('a', 'b'), to('b'));
    await azure.done('PUT', peering('b', 'a'), to('a'));
    const wider = {
      location: 'westeurope',
      properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16', '10.3.0.0/16'] } },
    };
    await azure.done('PUT', other('a'), wider);
    const level = async (path: string): Promise<unknown> =>
      at((await azure.get(path)).body, 'properties', 'peeringSyncLevel');
    assert.equal(await level(peering('a', 'b')), 'LocalNotInSync');
    assert.equal(await level(peering('b', 'a')), 'RemoteNotInSync');
    await azure.done('PUT', `${peering('a', 'b')}?syncRemoteAddressSpace=true`, to('b'));
    assert.equal(await level(peering('b', 'a')), 'FullyInSync');
  });

  it('hold both networks while they are written', async () => {
    const clock = new TestClock();
    const slow = await TestAzure.start({ latencyScale: 1, clock });
    try {
      await slow.put(other('a'), network('10.1.0.0/16'));
      await slow.put(other('b'), network('10.2.0.0/16'));
      clock.pass(10);
      await slow.put(`${other('b')}/subnets/s`, subnet('10.2.0.0/24'));
      await slow.refused('PUT', peering('a', 'b'), 409, 'ReferencedResourceNotProvisioned', to('b'));
      clock.pass(4);
      await slow.put(peering('a', 'b'), to('b'));
      const body = subnet('10.2.0.0/24');
      await slow.refused('PUT', `${other('b')}/subnets/s`, 429, 'RetryableErrorDueToAnotherOperation', body);
      await slow.refused('PUT', peering('b', 'a'), 429, 'RetryableErrorDueToAnotherOperation', to('a'));
      clock.pass(10);
      assert.equal((await slow.put(peering('b', 'a'), to('a'))).status, 201);
    } finally {
      await slow.close();
    }
  });
});
