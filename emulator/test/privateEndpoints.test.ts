import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import {
  endpoint,
  network,
  NETWORK_PROVIDER,
  OTHER_SUBSCRIPTION,
  REGISTRY,
  SUBSCRIPTION,
  TestAzure,
  TestClock,
} from './support';

const VNET = `${NETWORK_PROVIDER}/virtualNetworks/vnet`;
const SUBNET = `${VNET}/subnets/pe`;
const ENDPOINT = `${NETWORK_PROVIDER}/privateEndpoints/pe`;
const ZONE = `${NETWORK_PROVIDER}/privateDnsZones/privatelink.azurecr.io`;

const zoneGroup = {
  properties: { privateDnsZoneConfigs: [{ name: 'registry', properties: { privateDnsZoneId: ZONE } }] },
};

describe('private endpoints', () => {
  let azure: TestAzure;

  beforeEach(async () => {
    azure = await TestAzure.start();
    azure.addRegistry();
    await azure.done('PUT', VNET, network('10.1.0.0/16', { pe: '10.1.0.0/24' }));
  });
  afterEach(() => azure.close());

  it('PE-4 PE-5 REG-14 REG-15 get the lower address for the data endpoint, an interface, and the connection of the registry', async () => {
    const first = await azure.put(ENDPOINT, endpoint(SUBNET));
    assert.equal(first.status, 201);
    assert.equal(at(first.body, 'properties', 'provisioningState'), 'Updating');
    assert.deepEqual(at(first.body, 'properties', 'customDnsConfigs'), []);
    assert.equal(first.headers.get('azure-asyncnotification'), 'Enabled');
    assert.deepEqual(await azure.outcome(first), { status: 'Succeeded' });

    const { body } = await azure.get(ENDPOINT);
    assert.deepEqual(at(body, 'properties', 'customDnsConfigs'), [
      { fqdn: 'contoso.westeurope.data.azurecr.io', ipAddresses: ['10.1.0.4'] },
      { fqdn: 'contoso.azurecr.io', ipAddresses: ['10.1.0.5'] },
    ]);
    const link = at(body, 'properties', 'privateLinkServiceConnections', '0');
    assert.deepEqual(at(link, 'properties', 'privateLinkServiceConnectionState'), {
      status: 'Approved',
      description: 'Auto-Approved',
      actionsRequired: 'None',
    });
    const nic = await azure.get(String(at(body, 'properties', 'networkInterfaces', '0', 'id')));
    assert.equal(at(nic.body, 'properties', 'ipConfigurations', 'length'), 2);
    assert.equal(at(nic.body, 'properties', 'privateEndpoint', 'id'), ENDPOINT);

    const registry = azure.emulator.estate.get(REGISTRY);
    assert.deepEqual(registry?.properties['dataEndpointHostNames'], ['contoso.westeurope.data.azurecr.io']);
    const [connection] = azure.emulator.estate.below(REGISTRY);
    assert.match(connection?.name ?? '', /^contoso\.[0-9a-f]{32}$/);
    const subnet = await azure.get(SUBNET);
    assert.equal(at(subnet.body, 'properties', 'privateEndpoints', 'length'), 1);
  });

  it('NET-13 take addresses from every range of a subnet; what has no name gets one', async () => {
    const addressPrefixes = ['10.1.8.0/29', '10.1.9.0/29'];
    await azure.done('PUT', `${VNET}/subnets/two`, { properties: { addressPrefixes } });
    const overlapping = { properties: { addressPrefixes: ['10.1.2.0/28', '10.1.2.0/29'] } };
    await azure.refused('PUT', `${VNET}/subnets/three`, 400, 'NetcfgSubnetRangesOverlap', overlapping);
    const connection = { properties: { privateLinkServiceId: REGISTRY, groupIds: ['registry'] } };
    const body = {
      location: 'westeurope',
      properties: { subnet: { id: `${VNET}/subnets/two` }, privateLinkServiceConnections: [connection] },
    };
    const first = await azure.done('PUT', ENDPOINT, body);
    assert.equal(at(first.body, 'properties', 'privateLinkServiceConnections', '0', 'name'), 'pe');
    const second = await azure.done('PUT', `${ENDPOINT}-two`, body);
    const addresses = [first, second].flatMap((answer) =>
      (at(answer.body, 'properties', 'customDnsConfigs') as { ipAddresses: string[] }[]).flatMap(
        ({ ipAddresses }) => ipAddresses,
      ),
    );
    assert.deepEqual(addresses, ['10.1.8.4', '10.1.8.5', '10.1.8.6', '10.1.9.4']);
    await azure.done('PUT', ZONE, { location: 'global' });
    const group = await azure.done('PUT', `${ENDPOINT}/privateDnsZoneGroups/default`, {
      properties: { privateDnsZoneConfigs: [{ properties: { privateDnsZoneId: ZONE } }] },
    });
    const name = at(group.body, 'properties', 'privateDnsZoneConfigs', '0', 'name');
    assert.equal(name, 'privatelink-azurecr-io');
  });

  it('DOM-10 derive names from the login server, not from the resource name', async () => {
    azure.addRegistry(REGISTRY, 'Premium', 'contoso-a1b2.azurecr.us');
    const { body } = await azure.done('PUT', ENDPOINT, endpoint(SUBNET));
    assert.deepEqual(at(body, 'properties', 'customDnsConfigs', '1'), {
      fqdn: 'contoso-a1b2.azurecr.us',
      ipAddresses: ['10.1.0.5'],
    });
  });

  it('REG-9 fail at the end of the operation on a registry that is not Premium', async () => {
    azure.addRegistry(REGISTRY, 'Standard');
    const first = await azure.put(ENDPOINT, endpoint(SUBNET));
    const outcome = await azure.outcome(first);
    assert.equal(at(outcome, 'status'), 'Failed');
    assert.equal(at((await azure.get(ENDPOINT)).body, 'properties', 'provisioningState'), 'Failed');
    assert.equal(azure.emulator.estate.below(REGISTRY).length, 0);
  });

  it('PE-7 are refused in another region or subscription than their network, and for what does not exist', async () => {
    const elsewhere = { ...(endpoint(SUBNET) as object), location: 'northeurope' };
    await azure.refused('PUT', ENDPOINT, 400, 'InvalidResourceReference', elsewhere);
    const otherSubscription = ENDPOINT.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION);
    await azure.refused('PUT', otherSubscription, 400, 'InvalidResourceReference', endpoint(SUBNET));
    await azure.refused('PUT', ENDPOINT, 400, 'InvalidResourceReference', endpoint(`${VNET}/subnets/none`));
    const unknown = endpoint(SUBNET, { registryId: `${REGISTRY}x` });
    await azure.refused('PUT', ENDPOINT, 400, 'InvalidResourceReference', unknown);
  });

  it('PERM-8 need the registry provider in their own subscription', async () => {
    azure.emulator.estate.put({
      id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.ContainerRegistry`,
      name: 'Microsoft.ContainerRegistry',
      type: 'Microsoft.Resources/providers',
      properties: { registrationState: 'NotRegistered' },
    });
    await azure.refused('PUT', ENDPOINT, 409, 'MissingSubscriptionRegistration', endpoint(SUBNET));
  });

  it('NET-7 are refused where the subnet has no room', async () => {
    const small = `${VNET}/subnets/small`;
    await azure.done('PUT', small, { properties: { addressPrefix: '10.1.1.0/29' } });
    await azure.done('PUT', ENDPOINT, endpoint(small));
    await azure.refused('PUT', `${ENDPOINT}2`, 400, 'SubnetIsFull', endpoint(small));
  });

  it('NET-8 PE-6 keep a subnet and a network in use, and take everything along when deleted', async () => {
    await azure.done('PUT', ZONE, { location: 'global' });
    await azure.done('PUT', ENDPOINT, endpoint(SUBNET));
    await azure.done('PUT', `${ENDPOINT}/privateDnsZoneGroups/default`, zoneGroup);
    await azure.refused('DELETE', SUBNET, 400, 'InUseSubnetCannotBeDeleted');
    await azure.refused('DELETE', VNET, 400, 'InUseSubnetCannotBeDeleted');
    await azure.refused('PUT', VNET, 400, 'InUseSubnetCannotBeDeleted', network('10.1.0.0/16'));

    const before = azure.emulator.estate.ofType('Microsoft.Network/networkInterfaces');
    assert.equal(before.length, 1);
    const removed = await azure.send('DELETE', ENDPOINT);
    assert.equal(removed.status, 202);
    assert.ok(removed.headers.get('location'));
    assert.deepEqual(await azure.outcome(removed), { status: 'Succeeded' });
    assert.equal((await azure.get(ENDPOINT)).status, 404);
    assert.equal(azure.emulator.estate.ofType('Microsoft.Network/networkInterfaces').length, 0);
    assert.equal(azure.emulator.estate.below(REGISTRY).length, 0);
    assert.equal((await azure.get(`${ZONE}/A/contoso`)).status, 404);
    assert.equal((await azure.send('DELETE', ENDPOINT)).status, 204);
    await azure.done('PUT', VNET, network('10.1.0.0/16'));
  });

  it('PE-3 wait for approval with the manual list, and get names and records with it', async () => {
    await azure.done('PUT', ZONE, { location: 'global' });
    const first = await azure.put(ENDPOINT, endpoint(SUBNET, { manual: true }));
    const states = at(first.body, 'properties', 'manualPrivateLinkServiceConnections', '0', 'properties');
    assert.equal(at(states, 'privateLinkServiceConnectionState', 'description'), 'Awaiting Approval');
    await azure.done('PUT', `${ENDPOINT}/privateDnsZoneGroups/default`, zoneGroup);
    assert.equal((await azure.get(`${ZONE}/A/contoso`)).status, 404);
    assert.deepEqual(at((await azure.get(ENDPOINT)).body, 'properties', 'customDnsConfigs'), []);

    const [connection] = azure.emulator.estate.below(REGISTRY);
    assert.ok(connection);
    const approve = (status: string): unknown => ({
      properties: { privateLinkServiceConnectionState: { status, description: 'by the owner' } },
    });
    await azure.put(connection.id, approve('Approved'));
    const approved = await azure.get(ENDPOINT);
    assert.equal(at(approved.body, 'properties', 'customDnsConfigs', 'length'), 2);
    assert.equal((await azure.get(`${ZONE}/A/contoso`)).status, 200);

    await azure.put(connection.id, approve('Rejected'));
    const rejected = await azure.get(ENDPOINT);
    assert.deepEqual(at(rejected.body, 'properties', 'customDnsConfigs'), []);
    assert.equal((await azure.get(`${ZONE}/A/contoso`)).status, 404);

    await azure.send('DELETE', connection.id);
    const { body } = await azure.get(ENDPOINT);
    const link = at(body, 'properties', 'manualPrivateLinkServiceConnections', '0');
    assert.equal(at(link, 'properties', 'privateLinkServiceConnectionState', 'status'), 'Disconnected');
  });

  it('PE-8 take the static addresses that are asked for, if every member has one', async () => {
    const withAddresses = (members: Record<string, string>): unknown => {
      const body = endpoint(SUBNET) as { location: string; properties: object };
      const ipConfigurations = Object.entries(members).map(([memberName, privateIPAddress]) => ({
        name: memberName,
        properties: { groupId: 'registry', memberName, privateIPAddress },
      }));
      return {
        ...body,
        properties: { ...body.properties, ipConfigurations, customNetworkInterfaceName: 'nic-pe' },
      };
    };
    const some = withAddresses({ registry: '10.1.0.10' });
    const message = await azure.refused('PUT', ENDPOINT, 400, 'PrivateEndpointMissingMemberNames', some);
    assert.match(message, /needs to be reconfigured with missing memberNames/);
    await azure.done(
      'PUT',
      ENDPOINT,
      withAddresses({ registry: '10.1.0.10', registry_data_westeurope: '10.1.0.11' }),
    );
    const nic = await azure.get(`${NETWORK_PROVIDER}/networkInterfaces/nic-pe`);
    assert.equal(
      at(nic.body, 'properties', 'ipConfigurations', '0', 'properties', 'privateIPAddress'),
      '10.1.0.11',
    );
  });

  it('ZG-2 ZG-5 write records of ten seconds, which a second endpoint overwrites and either deletes', async () => {
    await azure.done('PUT', ZONE, { location: 'global' });
    await azure.done('PUT', ENDPOINT, endpoint(SUBNET));
    const group = await azure.done('PUT', `${ENDPOINT}/privateDnsZoneGroups/default`, zoneGroup);
    const config = at(group.body, 'properties', 'privateDnsZoneConfigs', '0');
    assert.deepEqual(at(config, 'properties', 'recordSets', '1'), {
      recordType: 'A',
      recordSetName: 'contoso',
      fqdn: 'contoso.privatelink.azurecr.io',
      ttl: 10,
      provisioningState: 'Succeeded',
      ipAddresses: ['10.1.0.5'],
    });
    const record = await azure.get(`${ZONE}/A/contoso.westeurope.data`);
    assert.deepEqual(at(record.body, 'properties', 'aRecords'), [{ ipv4Address: '10.1.0.4' }]);
    assert.equal(at(record.body, 'properties', 'fqdn'), 'contoso.westeurope.data.privatelink.azurecr.io.');
    assert.equal(at(record.body, 'properties', 'ttl'), 10);
    assert.match(
      String(at(record.body, 'properties', 'metadata', 'creator')),
      /^created by private endpoint pe /,
    );
    assert.equal(at((await azure.get(ZONE)).body, 'properties', 'numberOfRecordSets'), 3);

    await azure.done('PUT', `${ENDPOINT}2`, endpoint(SUBNET));
    await azure.done('PUT', `${ENDPOINT}2/privateDnsZoneGroups/default`, zoneGroup);
    const overwritten = await azure.get(`${ZONE}/A/contoso`);
    assert.deepEqual(at(overwritten.body, 'properties', 'aRecords'), [{ ipv4Address: '10.1.0.7' }]);
    await azure.outcome(await azure.send('DELETE', ENDPOINT));
    assert.equal((await azure.get(`${ZONE}/A/contoso`)).status, 404);
  });

  it('LIM-3 have one zone group at most, for zones that exist', async () => {
    await azure.done('PUT', ENDPOINT, endpoint(SUBNET));
    await azure.refused(
      'PUT',
      `${ENDPOINT}/privateDnsZoneGroups/default`,
      400,
      'InvalidResourceReference',
      zoneGroup,
    );
    await azure.done('PUT', ZONE, { location: 'global' });
    await azure.done('PUT', `${ENDPOINT}/privateDnsZoneGroups/default`, zoneGroup);
    const second = await azure.put(`${ENDPOINT}/privateDnsZoneGroups/other`, zoneGroup);
    assert.equal(second.status, 400);
    const orphan = `${ENDPOINT}9/privateDnsZoneGroups/default`;
    await azure.refused('PUT', orphan, 404, 'ParentResourceNotFound', zoneGroup);
  });
});

describe('a private endpoint that takes its time', () => {
  it('holds its network, and cannot join a subnet that is being written', async () => {
    const clock = new TestClock();
    const azure = await TestAzure.start({ latencyScale: 1, clock });
    try {
      azure.addRegistry();
      await azure.put(VNET, network('10.1.0.0/16', { pe: '10.1.0.0/24' }));
      await azure.refused('PUT', ENDPOINT, 409, 'ReferencedResourceNotProvisioned', endpoint(SUBNET));
      clock.pass(4);
      const first = await azure.put(ENDPOINT, endpoint(SUBNET));
      assert.equal(first.headers.get('retry-after'), '10');
      assert.deepEqual(await azure.outcome(first), { status: 'InProgress' });
      const subnet = { properties: { addressPrefix: '10.1.2.0/24' } };
      const refused = await azure.put(`${VNET}/subnets/next`, subnet);
      assert.equal(refused.status, 429);
      assert.equal(at(refused.body, 'error', 'code'), 'RetryableErrorDueToAnotherOperation');
      assert.equal(refused.headers.get('retry-after'), '10');
      await azure.refused('PUT', ENDPOINT, 409, 'AnotherOperationInProgress', endpoint(SUBNET));
      clock.pass(40);
      assert.deepEqual(await azure.outcome(first), { status: 'Succeeded' });
      assert.equal((await azure.put(`${VNET}/subnets/next`, subnet)).status, 201);
    } finally {
      await azure.close();
    }
  });
});
