import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { sameId } from '../../src/model/armId';
import { linksOf } from '../../src/provisioning/linkState';
import { directoriesLine, stateOf } from '../../src/views/explorer/estateNodes';
import { azureAt, never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { joinGroup } from './support/people';
import { startInFrontOf, startScripted } from './support/scripted';

describe('inventory', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso', pageSize: 3 });
  });
  after(() => emulator.close());

  it('lists the subscriptions by name', async () => {
    const subscriptions = await azureAt(emulator.url).listSubscriptions(never);
    assert.deepEqual(
      subscriptions.map(({ name }) => name),
      ['Contoso Apps', 'Contoso Data', 'Contoso Platform'],
    );
    assert.ok(subscriptions.every(({ tenantId }) => tenantId === contoso('tenant')));
  });

  it('lists the directories of a guest, who sees no subscription in this one, in the same round', async () => {
    const guest = await startInFrontOf(emulator.url, ({ path }) => {
      if (path.startsWith('/subscriptions?')) return { status: 200, body: { value: [] } };
      if (!path.startsWith('/tenants?')) return undefined;
      const tenants = [
        { tenantId: 'b', displayName: 'Fabrikam', defaultDomain: 'fabrikam.example' },
        { tenantId: 'a', displayName: 'Contoso', defaultDomain: null },
      ];
      return { status: 200, body: { value: tenants } };
    });
    const azure = azureAt(guest.url);
    assert.deepEqual(await azure.listSubscriptions(never), []);
    const requests = guest.seen.length;
    const directories = await azure.listDirectories(never);
    assert.equal(guest.seen.length, requests);
    assert.deepEqual(
      directories.map(({ id, name }) => [id, name]),
      [
        ['a', 'Contoso'],
        ['b', 'Fabrikam'],
      ],
    );
    await azure.listDirectories(never);
    assert.equal(guest.seen.length, requests + 1);
    assert.equal(
      directoriesLine(directories),
      'This account belongs to the directories Contoso, Fabrikam (fabrikam.example).',
    );
    await guest.close();
  });

  it('says which subscriptions are disabled, and leaves out those that are deleted', async () => {
    const value = ['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted'].map((state) => ({
      subscriptionId: state,
      displayName: state,
      state,
    }));
    const server = await startScripted(() => ({ status: 200, body: { value } }));
    const visible = await azureAt(server.url).listSubscriptions(never);
    await server.close();
    assert.deepEqual(
      visible.map(({ name, disabled }) => [name, disabled === true]),
      [
        ['Disabled', true],
        ['Enabled', false],
        ['PastDue', false],
        ['Warned', false],
      ],
    );
    const none = {
      registries: [],
      clusters: [],
      networks: [],
      endpoints: [],
      zoneLinks: [],
      roleAssignments: [],
    };
    const state = (names: readonly string[]) => {
      const subscriptions = visible.filter(({ name }) => names.includes(name));
      return stateOf({ visible: subscriptions, subscriptions, inventory: none, links: [] });
    };
    assert.equal(state(['Disabled']), 'onlyDisabled');
    assert.equal(state(['Disabled', 'Enabled']), 'noResources');
    assert.equal(state([]), 'noSubscriptions');
    assert.equal(stateOf({ visible, subscriptions: [], inventory: none, links: [] }), 'filteredOut');
  });

  it('shows a subscription once that is listed twice, and with what it tells of itself', async () => {
    const value = [
      { subscriptionId: 'ABC', displayName: 'Twice', state: 'Enabled' },
      { subscriptionId: 'abc', displayName: 'Twice', state: 'Enabled' },
      { subscriptionId: 'odd', displayName: 5, tenantId: {}, state: ['Enabled'] },
      { subscriptionId: null, displayName: 'None', state: 'Enabled' },
    ];
    const server = await startScripted(() => ({ status: 200, body: { value } }));
    const visible = await azureAt(server.url).listSubscriptions(never);
    await server.close();
    assert.deepEqual(
      visible.map(({ id, name, tenantId }) => [id, name, tenantId]),
      [
        ['odd', 'odd', ''],
        ['abc', 'Twice', ''],
      ],
    );
  });

  it('finds registries, clusters, networks, endpoints, zone links and roles', async () => {
    const inventory = await azureAt(emulator.url).inventory(subscriptionIds, never);
    assert.equal(inventory.registries.length, 6);
    assert.equal(inventory.clusters.length, 7);
    assert.equal(inventory.networks.length, 10);
    assert.equal(inventory.endpoints.length, 2);
    assert.equal(inventory.zoneLinks.length, 5);

    const core = inventory.registries.find(({ id }) => sameId(id, contoso('coreRegistry')));
    assert.equal(core?.loginServer, 'contosocore.azurecr.io');
    assert.equal(core.sku, 'Premium');
    assert.deepEqual(
      core.connections.map(({ endpointId, status }) => [endpointId.toLowerCase(), status]),
      [[contoso('coreEndpoint').toLowerCase(), 'Approved']],
    );
    assert.equal(
      inventory.registries.find(({ name }) => name === 'contosomodels')?.roleAssignmentMode,
      'abac',
    );

    const shop = inventory.clusters.find(({ id }) => sameId(id, contoso('shopCluster')));
    assert.equal(shop?.kubeletIdentity?.objectId, contoso('shopKubelet'));
    assert.ok(sameId(shop.networkId, contoso('shopNetwork')));
    const devtest = inventory.clusters.find(({ id }) => sameId(id, contoso('devtestCluster')));
    assert.ok(devtest?.networkManagedByAks && sameId(devtest.networkId, contoso('devtestNetwork')));
    assert.equal(inventory.clusters.find(({ name }) => name.startsWith('aks-batch'))?.powerState, 'Stopped');

    const network = inventory.networks.find(({ id }) => sameId(id, contoso('coreNetwork')));
    assert.deepEqual(network?.addressPrefixes, ['10.50.0.0/24']);
    assert.deepEqual(
      network.peerings.map(({ state, remoteNetworkId }) => [
        state,
        sameId(remoteNetworkId, contoso('shopNetwork')),
      ]),
      [['Connected', true]],
    );
    assert.ok(inventory.endpoints.some(({ targetId }) => sameId(targetId, contoso('dataRegistry'))));
    assert.ok(inventory.zoneLinks.every(({ zoneName }) => zoneName === 'privatelink.azurecr.io'));

    const roles = inventory.roleAssignments ?? [];
    assert.ok(
      roles.some(
        ({ principalId, scope }) =>
          principalId === contoso('shopKubelet') && sameId(scope, contoso('coreRegistry')),
      ),
    );
    assert.ok(!roles.some(({ principalId }) => principalId === contoso('trainingControlPlane')));
  });

  it('knows that a cluster’s role may be that of a group, which Resource Graph doesn’t resolve', async () => {
    const own = await startEmulator({ scenario: 'contoso' });
    const shopAndCore = async () => {
      const links = linksOf(await azureAt(own.url).inventory(subscriptionIds, never));
      return links.find(
        ({ registryId, clusterId }) =>
          sameId(registryId, contoso('coreRegistry')) && sameId(clusterId, contoso('shopCluster')),
      );
    };
    try {
      const before = await shopAndCore();
      assert.equal(before?.state, 'linked');
      const role = own.estate
        .ofType('Microsoft.Authorization/roleAssignments')
        .find(({ properties }) => properties['principalId'] === contoso('shopKubelet'))!;
      const principalId = contoso('platformEngineers');
      joinGroup(own, principalId, contoso('shopKubelet'));
      own.estate.put({ ...role, properties: { ...role.properties, principalId, principalType: 'Group' } });
      const queries = () =>
        own.log
          .text()
          .split('\n')
          .filter((line) => /ResourceGraph/i.test(line)).length;
      const asked = queries();
      const { state, missing } = (await shopAndCore())!;
      assert.equal(queries() - asked, 4);
      assert.equal(state, 'unknown');
      assert.match(
        missing.join('\n'),
        /^It’s unknown whether the kubelet identity is in a group with a pull role$/,
      );
    } finally {
      await own.close();
    }
  });

  it('finds only what is in the subscriptions that it is asked about', async () => {
    const inventory = await azureAt(emulator.url).inventory([contoso('data')], never);
    assert.deepEqual(inventory.registries.map(({ name }) => name).sort(), ['contosodata', 'contosomodels']);
  });

  it('follows skip tokens to the last page', async () => {
    const page = (from: number) => ({
      totalRecords: 2,
      count: 1,
      resultTruncated: from === 0 ? 'true' : 'false',
      data: [
        {
          id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v${from}`,
          type: 'microsoft.network/virtualnetworks',
          location: 'x',
          properties: {},
        },
      ],
      ...(from === 0 ? { $skipToken: 'next' } : {}),
    });
    const server = await startScripted(({ body }) => ({
      status: 200,
      body: body.includes("('microsoft.network/virtualnetworks'")
        ? page(body.includes('"$skipToken":"next"') ? 1 : 0)
        : { totalRecords: 0, count: 0, resultTruncated: 'false', data: [] },
    }));
    const inventory = await azureAt(server.url).inventory(['s'], never);
    await server.close();
    assert.deepEqual(
      inventory.networks.map(({ name }) => name),
      ['v0', 'v1'],
    );
  });

  it('reads any resource as Azure answers it', async () => {
    const azure = azureAt(emulator.url);
    for (const name of ['coreRegistry', 'shopCluster', 'coreNetwork', 'hubZone', 'coreEndpoint'] as const) {
      const json = await azure.readResource(contoso(name), never);
      assert.ok(sameId(json['id'] as string, contoso(name)), name);
    }
    const group = await azure.readResource(
      `/subscriptions/${contoso('platform')}/resourceGroups/rg-hub-dns`,
      never,
    );
    assert.equal(group['location'], 'westeurope');
  });
});
