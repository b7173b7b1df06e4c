import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { idKey, resourceId, sameId } from '../../src/model/armId';
import type { Fact } from '../../src/provisioning/observed/observed';
import type { LinkSpec, PrivateAccess } from '../../src/provisioning/plan/spec';
import { azureAt, failureFrom, never } from './support/azure';
import { contoso } from './support/contoso';
import { refusal, startInFrontOf, startScripted } from './support/scripted';

function known<T>(fact: Fact<T> | undefined): T {
  assert.equal(fact?.state, 'known', JSON.stringify(fact));
  return fact.value;
}

describe('observation', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso', pageSize: 2 });
  });
  after(() => emulator.close());

  const [coreRegistry, shopCluster] = [contoso('coreRegistry'), contoso('shopCluster')];
  const healthyPair = { registryId: coreRegistry, clusterIds: [shopCluster] };

  it('knows everything of a linked pair', async () => {
    const observed = await azureAt(emulator.url).observe(healthyPair, never);

    const registry = known(observed.registry);
    assert.equal(registry.sku, 'Premium');
    assert.equal(registry.connections.length, 1);
    const cluster = known(observed.clusters[idKey(shopCluster)]);
    assert.ok(sameId(cluster.networkId, contoso('shopNetwork')));

    const endpoint = known(observed.endpoints[idKey(contoso('coreEndpoint'))]);
    assert.equal(endpoint.status, 'Approved');
    assert.ok(sameId(endpoint.targetId, contoso('coreRegistry')));
    assert.ok(endpoint.addresses?.some(({ fqdn }) => fqdn === 'contosocore.azurecr.io'));
    const zoneGroup = known(endpoint.zoneGroup);
    assert.deepEqual(zoneGroup.zoneIds.map(idKey), [idKey(contoso('coreZone'))]);
    assert.ok(sameId(zoneGroup.raw['id'] as string, zoneGroup.id));

    assert.deepEqual(
      Object.keys(observed.networks).sort(),
      [contoso('coreNetwork'), contoso('shopNetwork')].map(idKey).sort(),
    );
    const network = known(observed.networks[idKey(contoso('coreNetwork'))]);
    assert.deepEqual(
      network.subnets.map(({ name, addressPrefixes }) => [name, addressPrefixes]),
      [['snet-private-endpoints', ['10.50.0.0/27']]],
    );
    const [peering] = network.peerings;
    assert.equal(peering?.state, 'Connected');
    assert.deepEqual(peering.remoteAddressPrefixes, ['10.20.0.0/16']);
    assert.ok('properties' in peering.raw);

    assert.deepEqual(
      Object.keys(observed.zones).sort(),
      [contoso('coreZone'), contoso('dataZone'), contoso('hubZone')].map(idKey).sort(),
    );
    const zone = known(observed.zones[idKey(contoso('coreZone'))]);
    assert.deepEqual(
      zone.links.map(({ state }) => state),
      ['Completed', 'Completed'],
    );
    assert.deepEqual(
      known(zone.records)
        .map(({ name }) => name)
        .sort(),
      ['contosocore', 'contosocore.westeurope.data'],
    );

    const roles = known(observed.roleAssignments[idKey(shopCluster)]);
    assert.deepEqual(
      roles.map(({ roleName }) => roleName),
      ['AcrPull'],
    );
    assert.deepEqual(roles[0]?.permissions?.[0]?.actions, [
      'Microsoft.ContainerRegistry/registries/pull/read',
    ]);
  });

  it('finds the network that AKS made, and roles inherited from the resource group', async () => {
    const devtest = contoso('devtestCluster');
    const pair = { registryId: contoso('devRegistry'), clusterIds: [devtest] };
    const observed = await azureAt(emulator.url).observe(pair, never);
    const cluster = known(observed.clusters[idKey(devtest)]);
    assert.ok(cluster.networkManagedByAks && sameId(cluster.networkId, contoso('devtestNetwork')));
    known(observed.networks[idKey(contoso('devtestNetwork'))]);
    assert.deepEqual(
      known(observed.roleAssignments[idKey(devtest)]).map(({ scope, roleName }) => [
        scope.split('/').at(-1),
        roleName,
      ]),
      [['rg-devtest-weu', 'AcrPull']],
    );
  });

  it('names the neighbours: other private registries with who pulls from them, and every cluster', async () => {
    const { neighbours } = await azureAt(emulator.url).observe(healthyPair, never);
    const { privateRegistries, clusters } = known(neighbours);
    assert.deepEqual(
      privateRegistries.map(({ loginServer, pullPrincipals }) => [loginServer, pullPrincipals]),
      [['contosodata.azurecr.io', [contoso('analyticsKubelet')]]],
    );
    assert.equal(clusters.length, 7);
    assert.ok(clusters.every(({ networkId }) => networkId !== undefined));
  });

  it('tells what the spec names apart: known, absent', async () => {
    const group = (name: string) => [contoso('platform'), name] as const;
    const network = resourceId(...group('rg-new'), 'Microsoft.Network/virtualNetworks', 'vnet-new');
    const endpoint = resourceId(...group('rg-new'), 'Microsoft.Network/privateEndpoints', 'pe-new');
    const access: PrivateAccess = {
      mode: 'private',
      upgradeToPremium: false,
      network: { id: network, onAbsent: 'create', location: 'westeurope', addressPrefix: '10.90.0.0/26' },
      subnet: { id: `${network}/subnets/s`, onAbsent: 'create', addressPrefix: '10.90.0.0/27' },
      endpoint: { id: endpoint, onAbsent: 'create', approval: { mode: 'automatic' } },
      route: 'peering',
      dns: 'zone',
      zone: { id: contoso('hubZone'), onAbsent: 'refuse' },
      names: {
        zoneGroup: 'g',
        registryZoneLink: 'r',
        clusterZoneLink: 'c',
        peeringToCluster: 'a',
        peeringToRegistry: 'b',
      },
      fallbackToInternet: false,
    };
    const links = [{ clusterId: shopCluster, access }];
    const spec: LinkSpec = { schemaVersion: 2, registryId: coreRegistry, links, tags: {} };
    const observed = await azureAt(emulator.url).observe({ ...healthyPair, spec }, never);
    assert.equal(observed.networks[idKey(network)]?.state, 'absent');
    assert.equal(observed.endpoints[idKey(endpoint)]?.state, 'absent');
    assert.equal(
      observed.resourceGroups[idKey(`/subscriptions/${contoso('platform')}/resourceGroups/rg-new`)]?.state,
      'absent',
    );
    assert.equal(
      known(observed.resourceGroups[idKey(`/subscriptions/${contoso('platform')}/resourceGroups/rg-hub-dns`)])
        .location,
      'westeurope',
    );
  });

  it('sees an absent registry and an absent cluster as absent', async () => {
    const pair = { registryId: `${coreRegistry}x`, clusterIds: [`${shopCluster}x`] };
    const observed = await azureAt(emulator.url).observe(pair, never);
    const ofCluster = [observed.clusters, observed.roleAssignments].map(
      (facts) => facts[idKey(`${shopCluster}x`)]?.state,
    );
    assert.deepEqual([observed.registry.state, ...ofCluster], ['absent', 'absent', 'absent']);
  });

  it('names the right that is missing where something may not be read', async () => {
    const server = await startInFrontOf(emulator.url, ({ path }) => {
      if (path.includes('/roleAssignments?')) {
        return refusal('Microsoft.Authorization/roleAssignments/read', contoso('coreRegistry'));
      }
      if (path.includes('/contosocore?'))
        return refusal('Microsoft.ContainerRegistry/registries/read', contoso('coreRegistry'));
      return undefined;
    });
    const observed = await azureAt(server.url).observe(healthyPair, never);
    await server.close();
    known(observed.clusters[idKey(shopCluster)]);
    const roles = observed.roleAssignments[idKey(shopCluster)];
    assert.ok(observed.registry.state === 'unreadable' && roles?.state === 'unreadable');
    assert.equal(observed.registry.missingAction, 'Microsoft.ContainerRegistry/registries/read');
    assert.equal(observed.registry.scope, contoso('coreRegistry'));
    assert.equal(roles.missingAction, 'Microsoft.Authorization/roleAssignments/read');
    assert.deepEqual(observed.zones, {});
  });

  it('knows a zone of which the records can not be read', async () => {
    const server = await startInFrontOf(emulator.url, ({ path }) =>
      path.toLowerCase().includes('/all?')
        ? { status: 500, body: { error: { code: 'InternalServerError', message: 'Oops.' } } }
        : undefined,
    );
    const observed = await azureAt(server.url).observe(healthyPair, never);
    await server.close();
    const { records, links } = known(observed.zones[idKey(contoso('coreZone'))]);
    assert.equal(links.length, 2);
    assert.ok(records.state === 'unreadable' && records.missingAction === undefined);
    assert.match(records.reason, /Oops/);
  });

  it('does not take a subscription that is not visible for one with nothing in it', async () => {
    const elsewhere = '/subscriptions/00000000-0000-0000-0000-00000000dead/resourceGroups/g/providers';
    const pair = { ...healthyPair, registryId: `${elsewhere}/Microsoft.ContainerRegistry/registries/far` };
    const observed = await azureAt(emulator.url).observe(pair, never);
    assert.equal(observed.registry.state, 'unreadable');
  });

  it('rejects when it is cancelled', async () => {
    const controller = new AbortController();
    const work = azureAt(emulator.url).observe(healthyPair, controller.signal);
    controller.abort(new Error('The user closed the form.'));
    assert.equal((await failureFrom(work)).kind, 'cancelled');
  });

  it('rejects when nobody is signed in', async () => {
    const server = await startScripted(() => ({
      status: 401,
      body: {
        error: {
          code: 'ExpiredAuthenticationToken',
          message: 'The access token expiry UTC time is earlier.',
        },
      },
    }));
    const failure = await failureFrom(azureAt(server.url).observe(healthyPair, never));
    await server.close();
    assert.equal(failure.kind, 'auth');
    assert.equal(failure.nextAction, 'Sign in again.');
  });

  it('rejects when nothing answers', async () => {
    const failure = await failureFrom(azureAt('http://127.0.0.1:9').observe(healthyPair, never));
    assert.equal(failure.code, 'network.unreachable');
    assert.equal(failure.kind, 'transient');
  });
});
