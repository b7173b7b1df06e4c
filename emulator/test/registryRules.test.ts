import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import { clouds } from '../src/arm/clouds';
import { builtInRoles } from '../src/providers/authorization/builtInRoles';
import { pullVerdict, resolveName } from '../src/oracle/index';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

const PREVIEW = '?api-version=2025-06-01-preview';

describe('registries, further', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const patch = (properties: object, query = ''): Promise<unknown> =>
    arm.succeed('PATCH', contoso.appsRegistry + query, { properties });
  const refused = (properties: object): Promise<string> =>
    arm.refused(400, 'InvalidRequestContent', 'PATCH', contoso.appsRegistry, { properties });
  const pull = (clusterId: string, image: string): string => {
    emulator.core.operations.settle();
    return pullVerdict(emulator.estate, { clusterId, image }).verdict;
  };

  it('REG-2 DOM-3 have the new members, with permissions on the whole registry unless they say otherwise', async () => {
    const { properties } = await arm.succeed('GET', contoso.appsRegistry);
    assert.equal(properties?.['roleAssignmentMode'], 'LegacyRegistryPermissions');
    assert.equal(properties['networkRuleBypassAllowedForTasks'], false);
    // Any SKU may have the mode for repositories.
    const mode = { properties: { roleAssignmentMode: 'AbacRepositoryPermissions' } };
    await arm.succeed('PATCH', contoso.trainingRegistry, mode);
  });

  it('REG-3 know rules for subnets, metadata search and soft delete in previews only', async () => {
    const virtualNetworkRules = [{ id: make.NODES, action: 'Allow' }];
    await refused({ networkRuleSet: { defaultAction: 'Deny', virtualNetworkRules } });
    await refused({ metadataSearch: 'Enabled' });
    await refused({ policies: { softDeletePolicy: { status: 'enabled' } } });
    await patch({ networkRuleSet: { defaultAction: 'Deny', virtualNetworkRules } }, PREVIEW);
    const rules = async (query: string): Promise<unknown> =>
      at(
        (await arm.get(contoso.appsRegistry + query)).body,
        'properties',
        'networkRuleSet',
        'virtualNetworkRules',
      );
    assert.deepEqual(await rules(PREVIEW), virtualNetworkRules);
    assert.equal(await rules(''), undefined);
  });

  it('REG-4 refuse words that are none', async () => {
    await refused({ publicNetworkAccess: 'Perhaps' });
    await refused({ networkRuleBypassOptions: 'Everybody' });
    await refused({ roleAssignmentMode: 'Mine' });
    await arm.refused(400, 'InvalidRequestContent', 'PATCH', contoso.appsRegistry, { sku: { name: 'Gold' } });
  });

  it('REG-23 let in addresses and ranges of IPv4, and nothing else', async () => {
    const rules = (value: string): object => ({
      networkRuleSet: { defaultAction: 'Deny', ipRules: [{ value }] },
    });
    for (const value of ['everybody', '10.0.0.0/33', '1.2.3', '1.2.3.4/', '2001:db8::/32', '1.2.3.4/5/6']) {
      assert.match(await refused(rules(value)), /ipRules\.0\.value': expected an IPv4 address/);
    }
    for (const value of ['198.51.100.7', '198.51.100.0/24']) await patch(rules(value));
  });

  it('REG-11 have data endpoints of their own as soon as they have a private endpoint', async () => {
    const hosts = async (): Promise<unknown> =>
      (await arm.succeed('GET', contoso.appsRegistry)).properties?.['dataEndpointHostNames'];
    assert.deepEqual(await hosts(), []);
    await arm.succeed(
      'PUT',
      `${contoso.coreEndpoint}-apps`,
      make.endpointBody(make.ENDPOINTS, contoso.appsRegistry),
    );
    assert.deepEqual(await hosts(), ['contosoapps.westeurope.data.azurecr.io']);
  });

  it('REG-12 have rules for service endpoints or private endpoints', async () => {
    const networkRuleSet = { defaultAction: 'Deny', virtualNetworkRules: [{ id: make.NODES }] };
    await arm.refused(
      400,
      'VirtualNetworkRuleNotSupportedWithPrivateEndpoint',
      'PATCH',
      contoso.coreRegistry + PREVIEW,
      {
        properties: { networkRuleSet },
      },
    );
    // A subnet that is named gets in by its service endpoint.
    await patch({ networkRuleSet }, PREVIEW);
    await arm.succeed('PUT', make.roleAt(contoso.appsRegistry), make.roleBody(contoso.shopKubelet));
    assert.equal(pull(contoso.shopCluster, make.APPS_IMAGE), 'Failed');
    await arm.change(make.NODES, { serviceEndpoints: [{ service: 'Microsoft.ContainerRegistry' }] });
    assert.equal(pull(contoso.shopCluster, make.APPS_IMAGE), 'Pulled');
  });

  describe('importing an image', () => {
    const source = { registryUri: 'mcr.microsoft.com', sourceImage: 'hello-world:latest' };
    const outcome = async (body: object): Promise<[number, string | undefined]> => {
      const { status, headers } = await arm.send('POST', `${contoso.appsRegistry}/importImage`, body);
      assert.equal(status, 202);
      const reply = await arm.get(new URL(headers.get('location') ?? '').pathname);
      return [reply.status, reply.body.error?.message];
    };

    it('REG-19 REG-21 ends well where the registry is open, or lets trusted services in', async () => {
      assert.deepEqual(await outcome({ source, targetTags: ['hello/world:1', 'hello/other'] }), [
        200,
        undefined,
      ]);
      await patch({ publicNetworkAccess: 'Disabled' });
      assert.deepEqual(await outcome({ source }), [200, undefined]);
      const own = { resourceId: contoso.coreRegistry, sourceImage: 'shop/api:1.4.2' };
      assert.deepEqual(await outcome({ source: own }), [200, undefined]);
    });

    it('REG-20 fails where one of the registries lets nobody in', async () => {
      await patch({ publicNetworkAccess: 'Disabled', networkRuleBypassOptions: 'None' });
      const [status, message] = await outcome({ source });
      assert.equal(status, 400);
      assert.match(message ?? '', /client with IP '198\.51\.100\.254' is not allowed access/);
      const bad = { source: { ...source, sourceImage: 'No Such Name' } };
      await arm.refused(400, 'InvalidParameters', 'POST', `${contoso.appsRegistry}/importImage`, bad);
    });
  });

  it('DOM-1 DOM-2 are pulled from with roles of these ids', () => {
    const ids: Readonly<Record<string, string>> = {
      AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
      AcrPush: '8311e382-0749-4cb8-b61a-304f252e45ec',
      AcrDelete: 'c2f4ef07-c644-48eb-af81-4b1b4947fb11',
      'Container Registry Repository Reader': 'b93aa761-3e63-49ed-ac28-beffa264f7ac',
      'Container Registry Repository Writer': '2a1e307c-b015-4ebd-883e-5b7698a07328',
      'Container Registry Repository Contributor': '2efddaa5-3f1f-4df3-97df-af3f13818f4c',
      'Container Registry Repository Catalog Lister': 'bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7',
      'Container Registry Contributor and Data Access Configuration Administrator':
        '3bc748fc-213d-45c1-8d91-9da5725539b9',
      'Container Registry Configuration Reader and Data Access Configuration Reader':
        '69b07be0-09bf-439a-b9a6-e73de851bd59',
      'Container Registry Data Importer and Data Reader': '577a9874-89fd-4f24-9dbd-b5034d0ad23a',
      'Container Registry Tasks Contributor': 'fb382eab-e894-4461-af04-94435c366c3f',
      'Container Registry Transfer Pipeline Contributor': 'bf94e731-3a51-4a7c-8c54-a1ab9971dfc1',
      'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d212e7',
      'Private DNS Zone Contributor': 'b12aa53e-6015-4669-85d0-8515ebb3ae7f',
      Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
      Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
      Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
      'User Access Administrator': '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
      'Role Based Access Control Administrator': 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    };
    for (const [name, id] of Object.entries(ids)) assert.equal(builtInRoles[name]?.id, id, name);
    assert.deepEqual(builtInRoles['AcrPull']?.actions, ['Microsoft.ContainerRegistry/registries/pull/read']);
  });

  it('DOM-4 take no role on the registry for one on its repositories', async () => {
    await patch({ roleAssignmentMode: 'AbacRepositoryPermissions' });
    const roles = ['AcrPull', 'AcrPush', 'AcrDelete', 'Owner', 'Contributor', 'Reader'];
    for (const [index, name] of roles.entries()) {
      const id = make.roleAt(contoso.appsRegistry).replace(/10$/, `2${index}`);
      const body = make.roleBody(contoso.shopKubelet, builtInRoles[name]?.id);
      await arm.succeed('PUT', id, body);
    }
    assert.equal(pull(contoso.shopCluster, make.APPS_IMAGE), 'Failed');
    const reader = make.roleBody(
      contoso.shopKubelet,
      builtInRoles['Container Registry Repository Reader']?.id,
    );
    await arm.succeed('PUT', make.roleAt(contoso.appsRegistry), reader);
    assert.equal(pull(contoso.shopCluster, make.APPS_IMAGE), 'Pulled');
  });

  it('DOM-10 may have a hash in their login server', async () => {
    const path = contoso.appsRegistry.replace('contosoapps', 'contosohashed');
    const body = {
      location: 'westeurope',
      sku: { name: 'Premium' },
      properties: { autoGeneratedDomainNameLabelScope: 'ResourceGroupReuse' },
    };
    await arm.succeed('PUT', path + PREVIEW, body);
    const { properties } = await arm.succeed('GET', path);
    const loginServer = String(properties?.['loginServer']);
    assert.match(loginServer, /^contosohashed-[0-9a-f]{16}\.azurecr\.io$/);
    await arm.succeed('PUT', `${contoso.coreEndpoint}-hashed`, make.endpointBody(make.ENDPOINTS, path));
    const { properties: endpoint } = await arm.succeed('GET', `${contoso.coreEndpoint}-hashed`);
    assert.equal(at(endpoint?.['customDnsConfigs'], '1', 'fqdn'), loginServer);
  });

  it('DOM-15 are closed to the managed identities of another tenant', () => {
    assert.equal(pull(contoso.shopCluster, make.CORE_IMAGE), 'Pulled');
    const id = `/subscriptions/${contoso.platform}`;
    const subscription = emulator.estate.get(id);
    assert.ok(subscription);
    const properties = { ...subscription.properties, tenantId: contoso.fabrikamTenant };
    emulator.estate.put({ ...subscription, properties });
    assert.equal(pull(contoso.shopCluster, make.CORE_IMAGE), 'Failed');
  });

  it('PEER-7 DOM-8 have names and routes that end at the next network', async () => {
    const answer = resolveName(emulator.estate, {
      networkId: contoso.shopNetwork,
      name: 'contosocore.azurecr.io',
    });
    assert.deepEqual(answer.cnameChain, ['contosocore.azurecr.io', 'contosocore.privatelink.azurecr.io']);
    assert.equal(answer.zoneId, contoso.coreZone);
    // The US cluster reaches the shop's network, and not the registry's behind it.
    const ours = `${contoso.shopUsNetwork}/virtualNetworkPeerings/shop`;
    await arm.succeed('PUT', ours, make.peeringBody(contoso.shopNetwork));
    const theirs = `${contoso.shopNetwork}/virtualNetworkPeerings/us`;
    await arm.succeed('PUT', theirs, make.peeringBody(contoso.shopUsNetwork));
    await arm.succeed(
      'PUT',
      `${contoso.coreZone}/virtualNetworkLinks/us`,
      make.linkBody(contoso.shopUsNetwork),
    );
    await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), make.roleBody(contoso.shopUsKubelet));
    assert.equal(pull(contoso.shopUsCluster, make.CORE_IMAGE), 'Failed');
  });

  it('ZG-1 have records that their endpoint’s zone group lists', async () => {
    const { properties } = await arm.succeed('GET', make.coreGroup);
    const [config] = properties?.['privateDnsZoneConfigs'] as unknown[];
    assert.equal(at(config, 'properties', 'privateDnsZoneId'), contoso.coreZone);
    assert.deepEqual(at(config, 'properties', 'recordSets', '1'), {
      recordType: 'A',
      recordSetName: 'contosocore',
      fqdn: 'contosocore.privatelink.azurecr.io',
      ttl: 10,
      provisioningState: 'Succeeded',
      ipAddresses: ['10.50.0.5'],
    });
  });
});

describe('other clouds', () => {
  for (const cloud of [clouds.usGovernment, clouds.china]) {
    it(`DOM-9 NET-4 have names of their own: ${cloud.name}`, async () => {
      const emulator = await startEmulator({ scenario: 'contoso', cloud });
      try {
        const arm = new ArmClient(emulator.url);
        const { value = [] } = await arm.succeed('GET', `${contoso.coreRegistry}/privateLinkResources`);
        assert.deepEqual(value[0]?.properties?.['requiredZoneNames'], [
          `privatelink.${cloud.registrySuffix}`,
        ]);
        const pull = {
          clusterId: contoso.shopCluster,
          image: make.CORE_IMAGE.replace('azurecr.io', cloud.registrySuffix),
        };
        assert.equal(pullVerdict(emulator.estate, pull).verdict, 'Pulled');
        await arm.change(make.ENDPOINTS, { privateEndpointNetworkPolicies: 'Enabled' });
        const endpoint = await arm.send(
          'PUT',
          `${contoso.coreEndpoint}-b`,
          make.endpointBody(make.ENDPOINTS, contoso.coreRegistry),
        );
        const refusal = 'PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled';
        assert.equal(endpoint.body.error?.code, cloud.name === 'usGovernment' ? refusal : undefined);
      } finally {
        await emulator.close();
      }
    });
  }
});
