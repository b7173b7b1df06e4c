import assert from 'node:assert/strict';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient, type ArmReply } from './armClient';

const GROUP = `/subscriptions/${contoso.apps}/resourceGroups/rg-registry-apps-weu`;
const REGISTRIES = `${GROUP}/providers/Microsoft.ContainerRegistry/registries`;

describe('container registries', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });

  afterEach(() => emulator.close());

  const create = (name: string, sku: string, properties: Record<string, unknown> = {}) =>
    arm.send('PUT', `${REGISTRIES}/${name}`, { location: 'West Europe', sku: { name: sku }, properties });
  const pathOf = (reply: ArmReply, header: string) =>
    (reply.headers.get(header) ?? '').replace(emulator.url, '').split('?')[0] ?? '';
  const codeOf = ({ status, body }: ArmReply) => `${status} ${body.error?.code ?? ''}`;

  it('REG-1 LRO-9 creates one with Azure’s defaults, by a long-running operation', async () => {
    const reply = await create('ContosoNew', 'Standard');
    assert.equal(reply.status, 201);
    assert.equal(reply.body.properties?.['provisioningState'], 'Creating');
    const status = pathOf(reply, 'azure-asyncoperation');
    assert.match(status, /ContosoNew\/operationStatuses\/registries-[0-9a-f-]{36}$/);
    assert.equal((await arm.get(status)).body['status'], 'Succeeded');
    const { body } = await arm.get(`${REGISTRIES}/contosonew`);
    const { loginServer, publicNetworkAccess, roleAssignmentMode, provisioningState } = body.properties ?? {};
    assert.deepEqual(
      { loginServer, publicNetworkAccess, roleAssignmentMode, provisioningState },
      {
        loginServer: 'contosonew.azurecr.io',
        publicNetworkAccess: 'Enabled',
        roleAssignmentMode: 'LegacyRegistryPermissions',
        provisioningState: 'Succeeded',
      },
    );
    assert.deepEqual([body['location'], body['sku']], ['westeurope', { name: 'Standard', tier: 'Standard' }]);
  });

  it('LRO-27 answers polls with 201 and the provisioning state while it runs', async () => {
    emulator.core.latency.scale = 1;
    const status = pathOf(await create('contosonew', 'Basic'), 'azure-asyncoperation');
    const poll = await arm.get(status);
    assert.deepEqual([poll.status, poll.body['status']], [201, 'Creating']);
    assert.equal(
      codeOf(await arm.send('PATCH', `${REGISTRIES}/contosonew`, { sku: { name: 'Premium' } })),
      '409 AnotherOperationInProgress',
    );
  });

  it('REG-5 REG-17 keeps names unique in all of Azure, and valid', async () => {
    assert.equal(codeOf(await create('contosodata', 'Basic')), '409 AlreadyInUse');
    assert.equal(codeOf(await create('cont', 'Basic')), '400 InvalidParameter');
    const check = async (name: string) =>
      await arm.succeed(
        'POST',
        `/subscriptions/${contoso.apps}/providers/Microsoft.ContainerRegistry/checkNameAvailability`,
        {
          name,
          type: 'Microsoft.ContainerRegistry/registries',
        },
      );
    assert.deepEqual(await check('contosofree'), { nameAvailable: true });
    assert.equal((await check('contosodata'))['reason'], 'AlreadyExists');
    assert.equal((await check('contoso-data'))['reason'], 'Invalid');
  });

  it('REG-22 tells what is stored in it', async () => {
    const registry = `${REGISTRIES}/contosofresh`;
    await arm.succeed('PUT', registry, { location: 'westeurope', sku: { name: 'Premium' } });
    const usages = async () => {
      const { value } = (await arm.succeed('GET', `${registry}/listUsages`)) as unknown as {
        value: readonly { name: string; currentValue: number; unit: string }[];
      };
      return new Map(value.map(({ name, currentValue, unit }) => [name, `${currentValue} ${unit}`]));
    };
    const before = await usages();
    assert.deepEqual([before.get('Size'), before.get('Geo-replications')], ['0 Bytes', '0 Count']);
    await arm.succeed('PUT', `${registry}/replications/northeurope`, { location: 'northeurope' });
    const source = { registryUri: 'mcr.microsoft.com', sourceImage: 'hello-world:latest' };
    await arm.send('POST', `${registry}/importImage`, { source });
    emulator.core.operations.settle();
    const after = await usages();
    assert.match(after.get('Size') ?? '', /^[1-9]\d+ Bytes$/);
    assert.equal(after.get('Geo-replications'), '1 Count');
    await arm.refused(404, 'ResourceNotFound', 'GET', `${REGISTRIES}/contosonone/listUsages`);
  });

  it('ARM-31 lists the zones of regions that have any', async () => {
    const { value = [] } = await arm.succeed('GET', `/subscriptions/${contoso.apps}/locations`);
    const zonesOf = (region: string) =>
      (value.find(({ name }) => name === region) as { availabilityZoneMappings?: unknown[] } | undefined)
        ?.availabilityZoneMappings?.length;
    assert.deepEqual([zonesOf('westeurope'), zonesOf('ukwest')], [3, undefined]);
  });

  it('REG-6 REG-7 REG-8 gives Premium’s features to Premium only', async () => {
    const message = await arm.refused(
      400,
      'DisablingPublicNetworkAccessNotSupported',
      'PATCH',
      contoso.devRegistry,
      {
        properties: { publicNetworkAccess: 'Disabled' },
      },
    );
    assert.equal(
      message,
      'Disabling public network access is not supported for the SKU Standard. For more information, please visit https://aka.ms/acr/private-link.',
    );
    assert.equal(
      codeOf(await create('contosonew', 'Basic', { networkRuleSet: { defaultAction: 'Deny' } })),
      '400 NetworkRuleNotSupported',
    );
    assert.equal((await create('contosonew', 'Basic', { dataEndpointEnabled: true })).status, 400);
    const upgrade = await arm.send('PATCH', contoso.devRegistry, { sku: { name: 'Premium' } });
    assert.equal(upgrade.body.properties?.['provisioningState'], 'Updating');
    await arm.succeed('PATCH', contoso.devRegistry, { properties: { publicNetworkAccess: 'Disabled' } });
    assert.equal((await arm.get(contoso.devRegistry)).body.properties?.['publicNetworkAccess'], 'Disabled');
  });

  it('changes tags at once and leaves the rest alone', async () => {
    const before = (await arm.get(contoso.appsRegistry)).body;
    const reply = await arm.send('PATCH', contoso.appsRegistry, { tags: { team: 'web' } });
    assert.deepEqual([reply.status, reply.headers.get('azure-asyncoperation')], [200, null]);
    const after = (await arm.get(contoso.appsRegistry)).body;
    assert.deepEqual([after['tags'], after.properties], [{ team: 'web' }, before.properties]);
  });

  it('takes back what it gave, ignoring what only it decides', async () => {
    const { body } = await arm.get(contoso.coreRegistry);
    const reply = await arm.send('PUT', contoso.coreRegistry, body);
    assert.equal(reply.status, 200);
    assert.deepEqual(reply.body.properties, body.properties);
    await arm.refused(400, 'InvalidRequestContent', 'PATCH', contoso.coreRegistry, {
      properties: { publicAccess: 'Disabled' },
    });
  });

  it('REG-13 shows what a private endpoint needs', async () => {
    const { value = [] } = await arm.succeed('GET', `${contoso.coreRegistry}/privateLinkResources`);
    assert.deepEqual(value[0]?.properties, {
      groupId: 'registry',
      requiredMembers: ['registry', 'registry_data_westeurope'],
      requiredZoneNames: ['privatelink.azurecr.io'],
    });
    const { body } = await arm.get(contoso.coreRegistry);
    assert.deepEqual(body.properties?.['dataEndpointHostNames'], ['contosocore.westeurope.data.azurecr.io']);
  });

  it('REG-16 LRO-12 mirrors what becomes of a connection to its endpoint', async () => {
    const { value = [] } = await arm.succeed('GET', `${contoso.coreRegistry}/privateEndpointConnections`);
    const path = value[0]?.id ?? '';
    assert.match(path, /\/privateEndpointConnections\/contosocore\.[0-9a-f]{32}$/);
    const stateAtEndpoint = async () =>
      JSON.stringify(
        (await arm.get(contoso.coreEndpoint)).body.properties?.['privateLinkServiceConnections'],
      );
    const decide = (status: string) =>
      arm.send('PUT', path, { properties: { privateLinkServiceConnectionState: { status } } });

    const reply = await decide('Rejected');
    assert.equal(reply.status, 201);
    assert.equal(reply.body.properties?.['provisioningState'], 'Updating');
    assert.match(await stateAtEndpoint(), /"status":"Rejected"/);
    await decide('Approved');
    assert.match(await stateAtEndpoint(), /"status":"Approved"/);
    assert.equal((await arm.send('DELETE', path)).status, 202);
    assert.match(await stateAtEndpoint(), /"status":"Disconnected"/);
    assert.deepEqual(
      (await arm.get(contoso.coreRegistry)).body.properties?.['privateEndpointConnections'],
      [],
    );
    await arm.refused(404, 'ResourceNotFound', 'PUT', path, {
      properties: { privateLinkServiceConnectionState: { status: 'Approved' } },
    });
  });

  it('deletes one with everything below it', async () => {
    const reply = await arm.send('DELETE', contoso.coreRegistry);
    assert.equal(reply.status, 202);
    assert.ok(reply.headers.get('location'));
    assert.equal((await arm.get(contoso.coreRegistry)).status, 404);
    assert.equal((await arm.send('DELETE', contoso.coreRegistry)).status, 204);
    assert.deepEqual(emulator.estate.below(contoso.coreRegistry), []);
  });

  it('ARM-18 needs its provider registered', async () => {
    const provider = `/subscriptions/${contoso.apps}/providers/Microsoft.ContainerRegistry`;
    assert.equal((await arm.succeed('POST', `${provider}/unregister`))['registrationState'], 'Unregistering');
    assert.equal(codeOf(await create('contosonew', 'Basic')), '409 MissingSubscriptionRegistration');
    assert.equal((await arm.succeed('POST', `${provider}/register`))['registrationState'], 'Registering');
    assert.equal((await arm.succeed('GET', provider))['registrationState'], 'Registered');
    assert.equal((await create('contosonew', 'Basic')).status, 201);
  });
});

describe('groups, resources and clusters', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });

  afterEach(() => emulator.close());

  it('LRO-23 CLI-1 CLI-6 creates a group, keeps its place, and deletes it with all that is in it', async () => {
    const path = `/subscriptions/${contoso.data}/resourcegroups/rg-new`;
    assert.equal((await arm.send('HEAD', path)).status, 404);
    assert.equal((await arm.send('PUT', path, { location: 'westeurope', tags: { a: 'b' } })).status, 201);
    assert.equal((await arm.send('PUT', path, { location: 'West Europe' })).status, 200);
    await arm.refused(409, 'InvalidResourceGroupLocation', 'PUT', path, { location: 'northeurope' });
    assert.equal((await arm.send('HEAD', path)).status, 204);

    const group = `/subscriptions/${contoso.platform}/resourceGroups/rg-registry-core-weu`;
    const reply = await arm.send('DELETE', group);
    assert.equal(reply.status, 202);
    assert.match(reply.headers.get('location') ?? '', /\/operationresults\//);
    assert.equal((await arm.get(group)).status, 404);
    assert.deepEqual(emulator.estate.below(group), []);
    const { body } = await arm.get(contoso.shopNetwork);
    assert.match(
      JSON.stringify(body.properties?.['virtualNetworkPeerings']),
      /"peeringState":"Disconnected"/,
    );
  });

  it('CLI-2 lists resources by type and group', async () => {
    const resources = async (filter: string) =>
      (
        (await arm.succeed('GET', `/subscriptions/${contoso.apps}/resources?$filter=${filter}`)).value ?? []
      ).map((item) => item.name);
    assert.deepEqual((await resources("resourceType eq 'microsoft.containerregistry/registries'")).sort(), [
      'contosoapps',
      'contosodev',
      'contosotraining',
    ]);
    assert.deepEqual(
      await resources(
        "resourceGroup eq 'rg-devtest-weu' and resourceType eq 'Microsoft.ContainerService/managedClusters'",
      ),
      ['aks-devtest-weu'],
    );
    await arm.refused(
      400,
      'InvalidFilterInQueryString',
      'GET',
      `/subscriptions/${contoso.apps}/resources?$filter=size eq 1`,
    );
  });

  it('CLI-7 shows clusters and their pools, and changes none', async () => {
    const { body } = await arm.get(contoso.paymentsCluster);
    assert.deepEqual(body.properties?.['servicePrincipalProfile'], { clientId: 'msi' });
    const { value = [] } = await arm.succeed('GET', `${contoso.paymentsCluster}/agentPools`);
    assert.deepEqual(
      value.map((pool) => pool.name),
      ['system', 'web', 'jobs'],
    );
    const { body: pool } = await arm.get(`${contoso.paymentsCluster}/agentPools/web`);
    assert.match(String(pool.properties?.['vnetSubnetID']), /snet-workload$/);
    const { value: all = [] } = await arm.succeed(
      'GET',
      `/subscriptions/${contoso.data}/providers/Microsoft.ContainerService/managedClusters`,
    );
    assert.equal(all.length, 2);
    await arm.refused(405, 'HttpMethodNotAllowed', 'DELETE', contoso.paymentsCluster);
  });
});
