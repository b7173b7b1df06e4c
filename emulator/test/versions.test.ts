import assert from 'node:assert/strict';
import { objectAt } from '../src/arm/json';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import { groupOf } from './causes/requests';

const SUBSCRIPTION = `/subscriptions/${contoso.apps}`;
const LINK = `${contoso.coreZone}/virtualNetworkLinks/link-vnet-shop-weu`;
const CONNECTIONS = `${contoso.coreRegistry}/privateEndpointConnections`;

/** What each package of the SDK reads, in the version that it sends. */
const read: readonly (readonly [rule: string, versions: readonly string[], paths: readonly string[]])[] = [
  [
    'API-1',
    ['2025-11-01'],
    [
      contoso.coreRegistry,
      CONNECTIONS,
      `${contoso.coreRegistry}/privateLinkResources`,
      `${contoso.coreRegistry}/replications`,
    ],
  ],
  [
    'API-2',
    ['2026-01-01'],
    [
      contoso.coreNetwork,
      `${contoso.coreNetwork}/subnets`,
      `${contoso.coreNetwork}/virtualNetworkPeerings`,
      contoso.coreEndpoint,
      `${contoso.coreEndpoint}/privateDnsZoneGroups`,
      `${groupOf(contoso.coreEndpoint)}/providers/Microsoft.Network/networkInterfaces`,
    ],
  ],
  ['API-3', ['2024-06-01'], [contoso.coreZone, LINK, `${contoso.coreZone}/A/contosocore`]],
  [
    'API-4',
    ['2022-04-01'],
    ['roleAssignments', 'roleDefinitions', 'permissions', 'denyAssignments'].map(
      (kind) => `${contoso.coreRegistry}/providers/Microsoft.Authorization/${kind}`,
    ),
  ],
  ['API-5', ['2026-06-01', '2026-04-01'], [contoso.shopCluster, `${contoso.shopCluster}/agentPools`]],
  [
    'API-6',
    ['2025-04-01'],
    [`${SUBSCRIPTION}/resourceGroups`, `${SUBSCRIPTION}/providers`, `${SUBSCRIPTION}/resources`],
  ],
  ['API-7', ['2022-12-01'], ['/subscriptions', '/tenants', `${SUBSCRIPTION}/locations`]],
];

/** Older versions that versions 2.45 and 2.74 of the Azure CLI send. */
const older: readonly (readonly [path: string, versions: readonly string[]])[] = [
  [contoso.coreNetwork, ['2022-01-01', '2024-05-01']],
  [contoso.coreZone, ['2018-09-01', '2020-06-01', '2024-06-01']],
  [contoso.coreRegistry, ['2022-02-01-preview', '2025-03-01-preview']],
  [CONNECTIONS, ['2019-12-01-preview']],
  [`${contoso.coreRegistry}/privateLinkResources`, ['2019-12-01-preview']],
  [contoso.shopCluster, ['2022-11-01', '2025-03-01']],
  [`${contoso.coreRegistry}/providers/Microsoft.Authorization/roleAssignments`, ['2020-04-01-preview']],
  [
    `${contoso.coreRegistry}/providers/Microsoft.Authorization/roleDefinitions`,
    ['2018-01-01-preview', '2022-05-01-preview'],
  ],
  [`${SUBSCRIPTION}/resources`, ['2021-04-01', '2024-11-01']],
  ['/subscriptions', ['2019-11-01']],
];

describe('api-versions', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  after(() => emulator.close());

  const check = async (paths: readonly string[], versions: readonly string[]): Promise<void> => {
    for (const path of paths) {
      for (const version of versions) await arm.succeed('GET', `${path}?api-version=${version}`);
      assert.match(
        (await arm.get(`${path}?api-version=1999-01-01`)).body.error?.code ?? '',
        /ApiVersion|NoRegistered/,
      );
    }
  };
  const rule = (name: string): Promise<void> => {
    const [, versions = [], paths = []] = read.find(([known]) => known === name) ?? [];
    return check(paths, versions);
  };

  it('API-1 are those of the registry package', () => rule('API-1'));
  it('API-2 are those of the network package', () => rule('API-2'));
  it('API-3 are those of the private DNS package', () => rule('API-3'));
  it('API-4 are those of the authorization package', () => rule('API-4'));
  it('API-5 are both of the container service packages', () => rule('API-5'));
  it('API-6 are those of the resources package', () => rule('API-6'));
  it('API-7 are those of the subscriptions package', () => rule('API-7'));

  it('API-8 are those of the Resource Graph package', async () => {
    const path = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
    await arm.succeed('POST', path, { subscriptions: [contoso.apps], query: 'resources | take 1' });
  });

  it('API-9 CLI-3 go with the spellings that the packages and the Azure CLI send', async () => {
    await arm.succeed('GET', contoso.coreRegistry.replace('resourceGroups', 'resourcegroups'));
    for (const list of ['aLL', 'A', 'a']) {
      const { value = [] } = await arm.succeed('GET', `${contoso.coreZone}/${list}`);
      assert.ok(
        value.some(({ name }) => name === 'contosocore'),
        list,
      );
    }
    await arm.succeed('GET', `${contoso.coreZone}/a/contosocore`);
  });

  it('API-12 neither show nor take what came later', async () => {
    const { coreRegistry: registry, shopCluster } = contoso;
    const older = '?api-version=2023-07-01';
    const { properties = {} } = await arm.succeed('GET', registry + older);
    assert.ok('loginServer' in properties && !('roleAssignmentMode' in properties));
    assert.ok(!('azureADAuthenticationAsArmPolicy' in objectAt(properties, 'policies')));
    const inPreview = await arm.succeed('GET', `${registry}?api-version=2022-02-01-preview`);
    assert.ok('azureADAuthenticationAsArmPolicy' in objectAt(inPreview, 'properties', 'policies'));
    const { value = [] } = await arm.succeed(
      'GET',
      `${contoso.coreZone}/virtualNetworkLinks?api-version=2020-06-01`,
    );
    assert.ok(value.length > 0 && value.every((link) => !('resolutionPolicy' in (link.properties ?? {}))));
    assert.ok(!('kind' in (await arm.succeed('GET', `${shopCluster}?api-version=2024-02-01`))));
    const mode = { properties: { roleAssignmentMode: 'AbacRepositoryPermissions' } };
    await arm.refused(400, 'InvalidRequestContent', 'PATCH', registry + older, mode);
    await arm.succeed('PATCH', registry, mode);
  });

  it('API-11 are also the older ones that the Azure CLI sends', async () => {
    for (const [path, versions] of older) await check([path], versions);
  });
});
