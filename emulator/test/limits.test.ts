import assert from 'node:assert/strict';
import { endpoint, network, NETWORK_PROVIDER, REGISTRY, SUBSCRIPTION, TestAzure } from './support';

const VNET = `${NETWORK_PROVIDER}/virtualNetworks/vnet`;
const ZONE = `${NETWORK_PROVIDER}/privateDnsZones/privatelink.azurecr.io`;
const ROLES = `${REGISTRY}/providers/Microsoft.Authorization/roleAssignments`;

describe('limits', function () {
  // Thousands of resources are put into the estate, which takes a while on a busy machine.
  this.timeout(20_000);
  let azure: TestAzure;

  beforeEach(async () => {
    azure = await TestAzure.start();
    azure.addRegistry();
    await azure.done('PUT', VNET, network('10.0.0.0/8', { endpoints: '10.1.0.0/16' }));
    await azure.done('PUT', ZONE, { location: 'global' });
  });
  afterEach(() => azure.close());

  /** Puts so many of a kind into the estate as there can be. */
  const fill = (
    type: string,
    parent: string,
    count: number,
    properties: Record<string, never> | object = {},
  ): void => {
    for (let index = 0; index < count; index += 1) {
      const name = `filler${index}`;
      azure.emulator.estate.put({
        id: `${parent}/${name}`,
        name,
        type,
        location: 'westeurope',
        properties: properties as Record<string, string>,
      });
    }
  };
  const code = async (path: string, body: unknown): Promise<string> => {
    const answer = await azure.put(path, body);
    assert.equal(answer.status, 400, JSON.stringify(answer.body));
    return (answer.body as { error: { code: string } }).error.code;
  };

  it('LIM-1 hold networks, subnets and peerings', async () => {
    fill('Microsoft.Network/virtualNetworks', `${NETWORK_PROVIDER}/virtualNetworks`, 999);
    assert.match(await code(`${NETWORK_PROVIDER}/virtualNetworks/last`, network('10.0.0.0/8')), /Limit/);
    fill('Microsoft.Network/virtualNetworks/virtualNetworkPeerings', `${VNET}/virtualNetworkPeerings`, 500);
    const remoteVirtualNetwork = { id: `${NETWORK_PROVIDER}/virtualNetworks/filler1` };
    const peering = { properties: { remoteVirtualNetwork } };
    assert.match(await code(`${VNET}/virtualNetworkPeerings/last`, peering), /Limit/);
    fill('Microsoft.Network/virtualNetworks/subnets', `${VNET}/subnets`, 2999);
    const subnet = { properties: { addressPrefix: '10.2.0.0/24' } };
    assert.match(await code(`${VNET}/subnets/last`, subnet), /Limit/);
  });

  it('LIM-2 REG-10 hold endpoints of a network and of a registry', async () => {
    const subnet = `${VNET}/subnets/endpoints`;
    const path = `${NETWORK_PROVIDER}/privateEndpoints`;
    fill('Microsoft.Network/privateEndpoints', path, 1000, { subnet: { id: subnet } });
    assert.match(await code(`${path}/last`, endpoint(subnet)), /Limit/);
    for (const { id } of azure.emulator.estate.ofType('Microsoft.Network/privateEndpoints')) {
      azure.emulator.estate.delete(id);
    }
    const connections = 'Microsoft.ContainerRegistry/registries/privateEndpointConnections';
    fill(connections, `${REGISTRY}/privateEndpointConnections`, 200);
    assert.match(await code(`${path}/last`, endpoint(subnet)), /Limit/);
  });

  it('LIM-4 hold zones, record sets and records', async () => {
    fill('Microsoft.Network/privateDnsZones', `${NETWORK_PROVIDER}/privateDnsZones`, 999);
    assert.equal(
      await code(`${NETWORK_PROVIDER}/privateDnsZones/last.example`, { location: 'global' }),
      'BadRequest',
    );
    const records = (count: number): unknown => ({
      properties: {
        ttl: 10,
        aRecords: Array.from({ length: count }, (_, index) => ({ ipv4Address: `10.0.0.${index}` })),
      },
    });
    assert.equal((await azure.put(`${ZONE}/A/many`, records(20))).status, 201);
    assert.equal(await code(`${ZONE}/A/more`, records(21)), 'BadRequest');
    fill('Microsoft.Network/privateDnsZones/A', `${ZONE}/A`, 24_998);
    assert.equal(await code(`${ZONE}/A/last`, records(1)), 'BadRequest');
  });

  it('LIM-5 hold links, and those that register', async () => {
    const link = (registrationEnabled: boolean): unknown => ({
      location: 'global',
      properties: { virtualNetwork: { id: VNET }, registrationEnabled },
    });
    const type = 'Microsoft.Network/privateDnsZones/virtualNetworkLinks';
    fill(type, `${ZONE}/virtualNetworkLinks`, 100, { registrationEnabled: true });
    assert.equal(await code(`${ZONE}/virtualNetworkLinks/last`, link(true)), 'BadRequest');
    fill(type, `${ZONE}/virtualNetworkLinks`, 1000);
    const other = `${NETWORK_PROVIDER}/privateDnsZones/other.example`;
    await azure.done('PUT', other, { location: 'global' });
    fill(type, `${ZONE}-gone/virtualNetworkLinks`, 1000, { virtualNetwork: { id: VNET } });
    assert.equal(await code(`${other}/virtualNetworkLinks/last`, link(false)), 'BadRequest');
    assert.equal(await code(`${ZONE}/virtualNetworkLinks/last`, link(false)), 'BadRequest');
  });

  it('DNS-3 are told by zones', async () => {
    const { body } = await azure.get(ZONE);
    const { properties } = body as { properties: Record<string, unknown> };
    assert.deepEqual(
      [
        properties['maxNumberOfRecordSets'],
        properties['maxNumberOfVirtualNetworkLinks'],
        properties['maxNumberOfVirtualNetworkLinksWithRegistration'],
      ],
      [25_000, 1000, 100],
    );
  });

  it('ARM-10 let pages of private DNS hold a hundred', async () => {
    fill('Microsoft.Network/privateDnsZones/virtualNetworkLinks', `${ZONE}/virtualNetworkLinks`, 101);
    const { body } = await azure.get(`${ZONE}/virtualNetworkLinks`);
    assert.equal((body as { value: unknown[] }).value.length, 100);
  });
});

describe('names', () => {
  let azure: TestAzure;

  beforeEach(async () => {
    azure = await TestAzure.start();
  });
  afterEach(() => azure.close());

  const status = async (path: string, body: unknown): Promise<number> => (await azure.put(path, body)).status;

  it('NAME-1 of networks have 2 to 64 characters', async () => {
    const named = (name: string): Promise<number> =>
      status(`${NETWORK_PROVIDER}/virtualNetworks/${name}`, network('10.0.0.0/8'));
    assert.deepEqual(
      [
        await named('a'),
        await named('ab'),
        await named('a'.repeat(64)),
        await named('a'.repeat(65)),
        await named('a-'),
      ],
      [400, 201, 201, 400, 400],
    );
  });

  it('NAME-2 of subnets, peerings and links have 1 to 80', async () => {
    await azure.done('PUT', VNET, network('10.0.0.0/8'));
    await azure.done('PUT', ZONE, { location: 'global' });
    const subnet = (name: string, index: number): Promise<number> =>
      status(`${VNET}/subnets/${name}`, { properties: { addressPrefix: `10.${index}.0.0/24` } });
    assert.deepEqual(
      [await subnet('a', 1), await subnet('b'.repeat(80), 2), await subnet('c'.repeat(81), 3)],
      [201, 201, 400],
    );
    const properties = { virtualNetwork: { id: VNET }, registrationEnabled: false };
    const link = (name: string): Promise<number> =>
      status(`${ZONE}/virtualNetworkLinks/${name}`, { location: 'global', properties });
    assert.deepEqual([await link('d'.repeat(81)), await link('d'.repeat(80))], [400, 202]);
    const peering = {
      properties: { remoteVirtualNetwork: { id: `${NETWORK_PROVIDER}/virtualNetworks/none` } },
    };
    const refused = await azure.put(`${VNET}/virtualNetworkPeerings/${'e'.repeat(81)}`, peering);
    assert.match(JSON.stringify(refused.body), /InvalidResourceName/);
  });

  it('NAME-3 of zones have 2 to 34 labels', async () => {
    const zone = (name: string): Promise<number> =>
      status(`${NETWORK_PROVIDER}/privateDnsZones/${name}`, { location: 'global' });
    const labels = (count: number): string => Array.from({ length: count }, () => 'a').join('.');
    assert.deepEqual(
      [
        await zone('local'),
        await zone('a.b'),
        await zone(labels(34)),
        await zone(labels(35)),
        await zone('a..b'),
      ],
      [400, 202, 202, 400, 400],
    );
  });

  it('NAME-4 of role assignments are GUIDs', async () => {
    azure.addRegistry();
    const body = { properties: { roleDefinitionId: '/x', principalId: SUBSCRIPTION } };
    await azure.refused('PUT', `${ROLES}/mine?api-version=2022-04-01`, 400, 'InvalidRoleAssignmentId', body);
  });
});
