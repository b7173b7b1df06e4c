import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import { network, NETWORK_PROVIDER, TestAzure } from './support';

const VNET = `${NETWORK_PROVIDER}/virtualNetworks/vnet`;
const GROUP = `${NETWORK_PROVIDER}/networkSecurityGroups/nsg`;
const TABLE = `${NETWORK_PROVIDER}/routeTables/rt`;

const rule = (priority: number, direction = 'Inbound'): unknown => ({
  properties: {
    priority,
    direction,
    access: 'Deny',
    protocol: 'Tcp',
    sourceAddressPrefix: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '443',
  },
});
const route = (addressPrefix: string, nextHopType: string, nextHopIpAddress?: string): unknown => ({
  properties: { addressPrefix, nextHopType, ...(nextHopIpAddress === undefined ? {} : { nextHopIpAddress }) },
});

describe('security groups and route tables', () => {
  let azure: TestAzure;

  beforeEach(async () => {
    azure = await TestAzure.start();
    await azure.done('PUT', VNET, network('10.1.0.0/16', { a: '10.1.0.0/24' }));
    await azure.done('PUT', GROUP, { location: 'westeurope', properties: {} });
    await azure.done('PUT', TABLE, { location: 'westeurope', properties: {} });
  });
  afterEach(() => azure.close());

  const attach = (properties: object): Promise<unknown> =>
    azure.done('PUT', `${VNET}/subnets/a`, { properties: { addressPrefix: '10.1.0.0/24', ...properties } });

  it('NET-9 end every security group with Azure’s six rules, and take each priority once a direction', async () => {
    const { body } = await azure.get(GROUP);
    const priorities = (at(body, 'properties', 'defaultSecurityRules') as unknown[]).map((item) =>
      at(item, 'properties', 'priority'),
    );
    assert.deepEqual(priorities, [65000, 65001, 65500, 65000, 65001, 65500]);
    const created = await azure.put(`${GROUP}/securityRules/deny`, rule(100));
    assert.equal(created.status, 201);
    assert.equal(at(created.body, 'properties', 'sourcePortRange'), '*');
    await azure.refused('PUT', `${GROUP}/securityRules/twin`, 400, 'SecurityRuleConflict', rule(100));
    await azure.refused('PUT', `${GROUP}/securityRules/low`, 400, 'SecurityRuleInvalidPriority', rule(99));
    await azure.done('PUT', `${GROUP}/securityRules/out`, rule(100, 'Outbound'));
    assert.equal(at((await azure.get(GROUP)).body, 'properties', 'securityRules', 'length'), 2);
    assert.equal(at((await azure.get(`${GROUP}/securityRules`)).body, 'value', 'length'), 2);
    assert.equal((await azure.send('DELETE', `${GROUP}/securityRules/deny`)).status, 202);
    assert.equal((await azure.get(`${GROUP}/securityRules/deny`)).status, 404);
    assert.equal((await azure.send('DELETE', `${GROUP}/securityRules/deny`)).status, 204);
  });

  it('NET-10 hold one route for a prefix, with an address for an appliance only', async () => {
    const toAppliance = route('0.0.0.0/0', 'VirtualAppliance', '10.1.9.4');
    await azure.done('PUT', `${TABLE}/routes/out`, toAppliance);
    await azure.refused('PUT', `${TABLE}/routes/twin`, 400, 'RouteConflict', route('0.0.0.0/0', 'None'));
    await azure.refused(
      'PUT',
      `${TABLE}/routes/a`,
      400,
      'RouteNextHopIpAddressMissing',
      route('10.0.0.0/8', 'VirtualAppliance'),
    );
    await azure.refused(
      'PUT',
      `${TABLE}/routes/b`,
      400,
      'RouteNextHopIpAddressNotAllowed',
      route('10.0.0.0/8', 'None', '10.1.9.4'),
    );
    await azure.done('PUT', `${TABLE}/routes/out`, toAppliance);
    assert.equal(at((await azure.get(TABLE)).body, 'properties', 'routes', 'length'), 1);
  });

  it('NET-2 NET-12 are attached to subnets, which show on both sides', async () => {
    await attach({ networkSecurityGroup: { id: GROUP }, routeTable: { id: TABLE } });
    for (const path of [GROUP, TABLE]) {
      assert.deepEqual(at((await azure.get(path)).body, 'properties', 'subnets'), [
        { id: `${VNET}/subnets/a` },
      ]);
    }
    const none = { addressPrefix: '10.1.0.0/24', networkSecurityGroup: { id: `${GROUP}-none` } };
    await azure.refused('PUT', `${VNET}/subnets/a`, 400, 'InvalidResourceReference', { properties: none });
    const far = `${NETWORK_PROVIDER}/routeTables/far`;
    await azure.done('PUT', far, { location: 'northeurope' });
    const body = { properties: { addressPrefix: '10.1.0.0/24', routeTable: { id: far } } };
    await azure.refused('PUT', `${VNET}/subnets/a`, 400, 'InvalidResourceReference', body);
    // A subnet that is put without them loses them.
    await attach({});
    assert.equal(at((await azure.get(GROUP)).body, 'properties', 'subnets'), undefined);
  });

  it('NET-12 are shown by Resource Graph as they are read by their ids', async () => {
    await attach({ networkSecurityGroup: { id: GROUP }, routeTable: { id: TABLE } });
    const query =
      "resources | where type in~ ('microsoft.network/networksecuritygroups', 'microsoft.network/routetables') | project id, properties | order by id asc";
    const path = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
    const { body } = await azure.send('POST', path, { query });
    const [group, table] = [(await azure.get(GROUP)).body, (await azure.get(TABLE)).body];
    assert.deepEqual(at(body, 'data'), [
      { id: GROUP, properties: at(group, 'properties') },
      { id: TABLE, properties: at(table, 'properties') },
    ]);
  });

  it('NET-14 come whole with a subnet that is asked for with `$expand`', async () => {
    await attach({ networkSecurityGroup: { id: GROUP }, routeTable: { id: TABLE } });
    const [group, table] = [await azure.get(GROUP), await azure.get(TABLE)];
    const subnet = async (query: string): Promise<unknown> =>
      at((await azure.get(`${VNET}/subnets/a?${query}`)).body, 'properties');
    const both = await subnet('$expand=networkSecurityGroup,routeTable');
    assert.deepEqual(at(both, 'networkSecurityGroup'), group.body);
    assert.deepEqual(at(both, 'routeTable'), table.body);
    const one = await subnet('$expand=routeTable');
    assert.deepEqual(at(one, 'networkSecurityGroup'), { id: GROUP });
    assert.deepEqual(at(one, 'routeTable'), table.body);
    assert.deepEqual(at(await subnet(''), 'routeTable'), { id: TABLE });
  });

  it('NET-11 stay while a subnet has them', async () => {
    await attach({ networkSecurityGroup: { id: GROUP }, routeTable: { id: TABLE } });
    const message = await azure.refused('DELETE', GROUP, 400, 'InUseNetworkSecurityGroupCannotBeDeleted');
    assert.ok(message.includes(`${VNET}/subnets/a`), message);
    await azure.refused('DELETE', TABLE, 400, 'InUseRouteTableCannotBeDeleted');
    await attach({});
    for (const path of [GROUP, TABLE]) {
      assert.equal((await azure.send('DELETE', path)).status, 202);
      assert.equal((await azure.get(path)).status, 404);
    }
  });

  it('NET-1 NET-3 stand in a network’s body beside its subnets', async () => {
    const { body } = await azure.get(VNET);
    const properties = at(body, 'properties');
    assert.deepEqual(Object.keys(properties as object).sort(), [
      'addressSpace',
      'dhcpOptions',
      'enableDdosProtection',
      'provisioningState',
      'resourceGuid',
      'subnets',
      'virtualNetworkPeerings',
    ]);
    for (const word of ['Enabled', 'Disabled', 'NetworkSecurityGroupEnabled', 'RouteTableEnabled']) {
      await attach({ privateEndpointNetworkPolicies: word });
    }
    const wrong = { properties: { addressPrefix: '10.1.0.0/24', privateEndpointNetworkPolicies: 'On' } };
    await azure.refused('PUT', `${VNET}/subnets/a`, 400, 'InvalidRequestFormat', wrong);
  });

  it('PEER-1 leave peerings alone, which have the body and the defaults of Azure', async () => {
    const other = `${NETWORK_PROVIDER}/virtualNetworks/other`;
    await azure.done('PUT', other, network('10.2.0.0/16'));
    const body = { properties: { remoteVirtualNetwork: { id: other } } };
    const created = await azure.put(`${VNET}/virtualNetworkPeerings/p`, body);
    assert.equal(created.status, 201);
    const properties = at(created.body, 'properties') as Record<string, unknown>;
    const { resourceGuid, ...rest } = properties;
    assert.equal(typeof resourceGuid, 'string');
    assert.deepEqual(rest, {
      allowVirtualNetworkAccess: true,
      allowForwardedTraffic: false,
      allowGatewayTransit: false,
      useRemoteGateways: false,
      doNotVerifyRemoteGateways: false,
      peerCompleteVnets: true,
      remoteVirtualNetwork: { id: other },
      remoteAddressSpace: { addressPrefixes: ['10.2.0.0/16'] },
      remoteVirtualNetworkAddressSpace: { addressPrefixes: ['10.2.0.0/16'] },
      peeringState: 'Initiated',
      peeringSyncLevel: 'RemoteNotInSync',
      provisioningState: 'Updating',
    });
  });
});
