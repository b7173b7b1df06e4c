import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { overlapCidr } from 'cidr-tools';
import { listAt, textAt, textsAt } from '../src/arm/json';
import { parseArmId } from '../src/arm/armId';
import type { ArmResource } from '../src/estate';
import { pullVerdict } from '../src/oracle/index';
import { contosoNames as contoso, readScenario } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const REGISTRY = 'Microsoft.ContainerRegistry/registries';
const CLUSTER = 'Microsoft.ContainerService/managedClusters';
const NETWORK = 'Microsoft.Network/virtualNetworks';

describe('scenario contoso', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
  });

  after(() => emulator.close());

  const get = (id: string): ArmResource => {
    const resource = emulator.estate.get(id);
    assert.ok(resource, `There is no ${id}`);
    return resource;
  };
  const ranges = (networkId: string) => textsAt(get(networkId).properties, 'addressSpace', 'addressPrefixes');
  const linksOf = (networkId: string) =>
    emulator.estate
      .ofType('Microsoft.Network/privateDnsZones/virtualNetworkLinks')
      .filter((link) => textAt(link.properties, 'virtualNetwork', 'id') === networkId);

  it('has three subscriptions of one tenant, and a second tenant', async () => {
    const arm = new ArmClient(emulator.url);
    const { value: subscriptions = [] } = await arm.succeed('GET', '/subscriptions');
    assert.deepEqual(
      subscriptions.map((item) => item['displayName']),
      ['Contoso Platform', 'Contoso Apps', 'Contoso Data'],
    );
    assert.deepEqual(new Set(subscriptions.map((item) => item['tenantId'])), new Set([contoso.tenant]));
    const { value: tenants = [] } = await arm.succeed('GET', '/tenants');
    assert.deepEqual(
      tenants.map((item) => item['defaultDomain']),
      ['contoso.com', 'fabrikam.com'],
    );
  });

  it('NET-15 shows the addresses that clusters go out with', async () => {
    const arm = new ArmClient(emulator.url);
    const profile = ['networkProfile', 'loadBalancerProfile', 'effectiveOutboundIPs', '0', 'id'];
    const id = textAt(get(contoso.shopCluster).properties, ...profile) ?? '';
    const address = (await arm.succeed('GET', `${id}?api-version=2026-01-01`)).properties;
    assert.match(textAt(address, 'ipAddress') ?? '', /^\d+\.\d+\.\d+\.\d+$/);
    const group = id.replace(/\/[^/]+$/, '');
    const { value = [] } = await arm.succeed('GET', `${group}?api-version=2026-01-01`);
    assert.deepEqual(
      value.map((item) => item.id),
      [id],
    );
  });

  it('signs a person in who owns all of them', async () => {
    const arm = new ArmClient(emulator.url);
    for (const subscription of [contoso.platform, contoso.apps, contoso.data]) {
      const { value = [] } = await arm.succeed(
        'GET',
        `/subscriptions/${subscription}/providers/Microsoft.Authorization/permissions`,
      );
      assert.deepEqual(value[0]?.['actions'], ['*']);
    }
  });

  it('has six registries of every SKU', () => {
    const skus = emulator.estate.ofType(REGISTRY).map(({ name, sku }) => `${name} ${textAt(sku, 'name')}`);
    assert.deepEqual(skus.sort(), [
      'contosoapps Premium',
      'contosocore Premium',
      'contosodata Premium',
      'contosodev Standard',
      'contosomodels Premium',
      'contosotraining Basic',
    ]);
    assert.equal(get(contoso.modelsRegistry).properties['roleAssignmentMode'], 'AbacRepositoryPermissions');
    assert.equal(get(contoso.appsRegistry).properties['publicNetworkAccess'], 'Enabled');
  });

  it('has a private registry with endpoint, network and zone, to which no cluster is linked', async () => {
    const { body } = await new ArmClient(emulator.url).get(contoso.dataRegistry);
    assert.equal(body.properties?.['publicNetworkAccess'], 'Disabled');
    const [connection] = listAt(body, 'properties', 'privateEndpointConnections');
    assert.equal(textAt(connection, 'properties', 'privateLinkServiceConnectionState', 'status'), 'Approved');
    assert.deepEqual(
      emulator.estate.below(contoso.dataZone, 'Microsoft.Network/privateDnsZones/A').map(({ name }) => name),
      ['contosodata.westeurope.data', 'contosodata'],
    );
    assert.equal(linksOf(contoso.dataNetwork)[0]?.properties['virtualNetworkLinkState'], 'Completed');
    assert.deepEqual(emulator.estate.below(contoso.dataNetwork, `${NETWORK}/virtualNetworkPeerings`), []);
  });

  it('AKS-1 has seven clusters, each with a kubelet identity of its own', () => {
    const clusters = emulator.estate.ofType(CLUSTER);
    const identities = clusters.map((item) =>
      textAt(item.properties, 'identityProfile', 'kubeletidentity', 'objectId'),
    );
    assert.equal(clusters.length, 7);
    assert.equal(new Set(identities).size, 7);
    for (const id of identities) assert.match(id ?? '', GUID);
  });

  it('AKS-3 AKS-4 has two clusters on networks that AKS made, with the same addresses', () => {
    for (const [clusterId, networkId] of [
      [contoso.devtestCluster, contoso.devtestNetwork],
      [contoso.trainingCluster, contoso.trainingNetwork],
    ] as const) {
      assert.deepEqual(ranges(networkId), ['10.224.0.0/12']);
      const group = textAt(get(clusterId).properties, 'nodeResourceGroup') ?? '';
      assert.ok(networkId.includes(`/resourceGroups/${group}/`));
      assert.equal(textAt(get(networkId.split('/providers/')[0] ?? ''), 'managedBy'), clusterId);
    }
  });

  it('has a cluster whose network overlaps a registry’s', () => {
    assert.ok(overlapCidr(ranges(contoso.analyticsNetwork), ranges(contoso.dataNetwork)));
  });

  it('has a cluster in another region, a stopped one, and one with pools in two subnets', () => {
    assert.equal(get(contoso.shopUsCluster).location, 'eastus2');
    assert.equal(textAt(get(contoso.batchCluster).properties, 'powerState', 'code'), 'Stopped');
    const pools = listAt(get(contoso.paymentsCluster).properties, 'agentPoolProfiles');
    assert.equal(pools.length, 3);
    assert.equal(new Set(pools.map((pool) => textAt(pool, 'vnetSubnetID'))).size, 2);
  });

  it('has a central zone that a cluster’s network is linked to', () => {
    const [link] = linksOf(contoso.paymentsNetwork);
    assert.ok(link?.id.startsWith(`${contoso.hubZone}/`));
    assert.deepEqual(emulator.estate.below(contoso.hubZone, 'Microsoft.Network/privateDnsZones/A'), []);
  });

  it('has the pairs in these states', () => {
    const states: [clusterId: string, registry: string, event: RegExp][] = [
      [contoso.shopCluster, 'contosocore', /^Successfully pulled/],
      [contoso.shopCluster, 'contosoapps', /401 Unauthorized/],
      [contoso.paymentsCluster, 'contosoapps', /^Successfully pulled/],
      [contoso.paymentsCluster, 'contosocore', /no such host/],
      [contoso.devtestCluster, 'contosodev', /^Successfully pulled/],
      [contoso.trainingCluster, 'contosotraining', /401 Unauthorized/],
      [contoso.analyticsCluster, 'contosodata', /client with IP '203\.0\.113\.60' is not allowed access/],
      [contoso.analyticsCluster, 'contosomodels', /401 Unauthorized/],
      [contoso.batchCluster, 'contosomodels', /no nodes available/],
      [contoso.shopUsCluster, 'contosoapps', /401 Unauthorized/],
    ];
    for (const [clusterId, registry, event] of states) {
      const image = `${registry}.azurecr.io/team/app:1`;
      assert.match(
        pullVerdict(emulator.estate, { clusterId, image }).eventText,
        event,
        `${clusterId} ${registry}`,
      );
    }
  });

  it('uses valid ids, names and regions throughout', () => {
    const regions = new Set(['westeurope', 'northeurope', 'eastus2', 'global']);
    const names: Record<string, RegExp> = {
      [REGISTRY]: /^[a-z0-9]{5,50}$/,
      [CLUSTER]: /^[a-zA-Z0-9][\w-]{0,61}[a-zA-Z0-9]$/,
      [NETWORK]: /^[a-zA-Z0-9][\w.-]{0,62}\w$/,
      [`${NETWORK}/subnets`]: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
      [`${NETWORK}/virtualNetworkPeerings`]: /^[a-zA-Z0-9][\w.-]{0,78}\w$/,
      'Microsoft.Network/privateEndpoints': /^[a-zA-Z0-9][\w.-]{0,62}\w$/,
      'Microsoft.Resources/resourceGroups': /^[\w.()-]{0,89}[\w()-]$/,
      'Microsoft.Authorization/roleAssignments': GUID,
    };
    for (const { id, name, type, location } of emulator.estate.all()) {
      if (type === 'Microsoft.Graph/directoryObjects') continue;
      assert.ok(parseArmId(id), id);
      assert.match(name, names[type] ?? /./, id);
      if (location !== undefined) assert.ok(regions.has(location), `${id} ${location}`);
    }
    for (const [name, value] of Object.entries(contoso)) {
      if (value.startsWith('/')) assert.equal(parseArmId(value)?.path, value, name);
      else assert.match(value, GUID, name);
    }
  });

  it('has every name it defines', () => {
    for (const value of Object.values(contoso)) if (value.startsWith('/')) get(value);
  });

  it('gives the same ids at every start', async () => {
    const again = await startEmulator({ scenario: 'contoso' });
    const ids = (one: Emulator) =>
      one.estate
        .ofType('Microsoft.Authorization/roleAssignments')
        .map(({ id }) => id)
        .sort();
    assert.deepEqual(ids(again), ids(emulator));
    await again.close();
  });

  it('refuses a scenario that it does not know, by name', () => {
    assert.throws(() => readScenario('fabrikam'), /no scenario 'fabrikam'; there are: contoso/);
  });

  describe('of one’s own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
    const file = join(folder, 'own.yaml');

    after(() => {
      rmSync(folder, { recursive: true });
    });

    const own = (more: string) => {
      writeFileSync(
        file,
        `name: own
names: { sub: ${contoso.apps}, me: ${contoso.mira}, rg: "/subscriptions/{sub}/resourceGroups/rg-one" }
tenants: [{ id: ${contoso.tenant}, displayName: Own, defaultDomain: own.example }]
subscriptions: [{ id: "{sub}", displayName: Own, tenant: ${contoso.tenant} }]
signedIn: "{me}"
principals: [{ id: "{me}", type: User, name: me@own.example }]
resourceGroups: [{ id: "{rg}", location: uksouth }]
clusters: []
roleAssignments: [{ principal: "{me}", role: Owner, scope: "/subscriptions/{sub}" }]
resources:
${more}`,
      );
      return startEmulator({ scenario: file });
    };

    it('is read from a YAML file', async () => {
      const started = await own(
        '  - { id: "{rg}/providers/Microsoft.Network/virtualNetworks/vnet-one", body: { location: uksouth, properties: { addressSpace: { addressPrefixes: [10.1.0.0/16] } } } }',
      );
      assert.equal(started.estate.ofType(NETWORK)[0]?.location, 'uksouth');
      await started.close();
    });

    it('is refused with the request that fails, or the name that is missing', async () => {
      const bad =
        '  - { id: "{rg}/providers/Microsoft.Network/virtualNetworks/vnet-one", body: { location: uksouth } }';
      await assert.rejects(own(bad), /can't be replayed: PUT \/subscriptions\/.*vnet-one answers 400/);
      await assert.rejects(
        own(bad.replace('{rg}', '{group}')),
        /uses \{group\}, which its names don't define/,
      );
    });
  });
});
