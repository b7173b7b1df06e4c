import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, objectAt, textAt } from '../src/arm/json';
import { contosoNames as contoso, readScenario } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import { GROUP, NETWORK_PROVIDER, network, SUBSCRIPTION, TestAzure } from './support';

const LOCKS = 'providers/Microsoft.Authorization/locks';

describe('locks', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const lock = (scope: string, level = 'CanNotDelete') =>
    arm.succeed('PUT', `${scope}/${LOCKS}/keep`, { properties: { level, notes: 'billing' } });

  it('keep what is at and below them, and what would go with something above', async () => {
    const group = contoso.coreRegistry.replace(/\/providers\/.*$/, '');
    await lock(contoso.coreRegistry);
    for (const target of [contoso.coreRegistry, group]) {
      const message = await arm.refused(409, 'ScopeLocked', 'DELETE', target);
      assert.ok(message.includes(contoso.coreRegistry), message);
    }
    await arm.succeed('PATCH', contoso.coreRegistry, { tags: { a: 'b' } });
    await arm.succeed('DELETE', `${contoso.coreRegistry}/${LOCKS}/keep`);
    await lock(group, 'ReadOnly');
    await arm.refused(409, 'ScopeLocked', 'PATCH', contoso.coreRegistry, { tags: { a: 'c' } });
    await arm.succeed('GET', contoso.coreRegistry);
  });

  it('keep a private endpoint whose registry is locked', async () => {
    const endpoint = emulator.estate
      .ofType('Microsoft.Network/privateEndpoints')
      .find(({ properties }) => JSON.stringify(properties).includes(contoso.dataRegistry));
    assert.ok(endpoint);
    await lock(contoso.dataRegistry);
    const message = await arm.refused(409, 'ScopeLocked', 'DELETE', endpoint.id);
    assert.ok(message.includes(`locked: '${contoso.dataRegistry}'`), message);
  });

  it('are listed from above and below, or only from above, and belong to administrators', async () => {
    const group = contoso.coreRegistry.replace(/\/providers\/.*$/, '');
    await lock(contoso.coreRegistry);
    const names = async (scope: string, query = '') =>
      ((await arm.succeed('GET', `${scope}/${LOCKS}${query}`)).value ?? []).map(({ id }) => id);
    assert.deepEqual(await names(group), [`${contoso.coreRegistry}/${LOCKS}/keep`]);
    assert.deepEqual(await names(group, '?$filter=atScope()'), []);
    await lock(group);
    assert.deepEqual(await names(contoso.coreRegistry, '?$filter=atScope()'), [
      `${contoso.coreRegistry}/${LOCKS}/keep`,
      `${group}/${LOCKS}/keep`,
    ]);
    const contributor = arm.as(contoso.tomas);
    await contributor.refused(403, 'AuthorizationFailed', 'DELETE', `${contoso.coreRegistry}/${LOCKS}/keep`);
  });

  it('stand behind the lockdown of node resource groups as deny assignments', async () => {
    const cluster = emulator.estate.ofType('Microsoft.ContainerService/managedClusters')[0];
    assert.ok(cluster);
    const properties = { ...cluster.properties, nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' } };
    emulator.estate.put({ ...cluster, properties });
    const subscription = /^\/subscriptions\/[^/]+/.exec(cluster.id)?.[0] ?? '';
    const group = `${subscription}/resourceGroups/${textAt(cluster.properties, 'nodeResourceGroup') ?? ''}`;
    const path = `${group}/providers/Microsoft.Network/virtualNetworks/x`;
    const body = {
      location: 'westeurope',
      properties: { addressSpace: { addressPrefixes: ['10.9.0.0/16'] } },
    };
    await arm.refused(403, 'DenyAssignmentAuthorizationFailed', 'PUT', path, body);
    await arm.refused(404, 'ResourceNotFound', 'GET', path);
    const { value = [] } = await arm.succeed(
      'GET',
      `${group}/providers/Microsoft.Authorization/denyAssignments`,
    );
    assert.equal(value.length, 1);
    assert.equal(at(value[0], 'properties', 'isSystemProtected'), true);
  });
});

describe('a scenario of one’s own', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const file = (text: string): string => {
    const path = join(folder, 'mine.yaml');
    writeFileSync(path, text);
    return path;
  };

  const basic = `
name: mine
names:
  sub: 12121212-0000-4000-8000-000000000001
  me: 12121212-0000-4000-8000-00000000000a
tenants: [{ id: 12121212-0000-4000-8000-0000000000ff, displayName: T, defaultDomain: t.test }]
subscriptions: [{ id: '{sub}', displayName: Mine, tenant: 12121212-0000-4000-8000-0000000000ff }]
signedIn: '{me}'
principals:
  - { id: '{me}', type: User, name: me@t.test }
`;
  const rich = `${basic}
resourceGroups: [{ id: '/subscriptions/{sub}/resourceGroups/rg', location: westeurope }]
roles:
  - name: Everything but zones
    actions: ['*']
    notActions: [Microsoft.Network/privateDnsZones/delete]
    assignableScopes: ['/subscriptions/{sub}']
roleAssignments: [{ principal: '{me}', role: Everything but zones, scope: '/subscriptions/{sub}' }]
locks: [{ name: keep, scope: '/subscriptions/{sub}/resourceGroups/rg', level: CanNotDelete }]
denyAssignments:
  - name: No tables
    scope: '/subscriptions/{sub}'
    actions: [Microsoft.Network/routeTables/*]
policies:
  - name: no-private-zones
    displayName: Private zones are central
    scope: '/subscriptions/{sub}'
    deny: { types: [Microsoft.Network/privateDnsZones], names: ['privatelink*'] }
  - { name: regions, scope: '/subscriptions/{sub}', deny: { allowedLocations: [westeurope] } }
  - { name: cost, scope: '/subscriptions/{sub}', deny: { types: ['*/virtualNetworks'], requiredTag: costCenter } }
`;

  it('seeds roles, locks, deny assignments and policies', async () => {
    const emulator = await startEmulator({ scenario: file(rich) });
    try {
      const arm = new ArmClient(emulator.url);
      const group = '/subscriptions/12121212-0000-4000-8000-000000000001/resourceGroups/rg';
      const inGroup = (path: string): string => `${group}/providers/Microsoft.Network/${path}`;
      await arm.refused(409, 'ScopeLocked', 'DELETE', group);
      await arm.refused(403, 'DenyAssignmentAuthorizationFailed', 'PUT', inGroup('routeTables/t'), {
        location: 'westeurope',
      });
      const zone = inGroup('privateDnsZones/privatelink.azurecr.io');
      const refused = await arm.send('PUT', zone, { location: 'global' });
      assert.deepEqual([refused.status, refused.body.error?.code], [403, 'RequestDisallowedByPolicy']);
      const info = objectAt(refused.body, 'error', 'additionalInfo', '0', 'info');
      assert.equal(info['policyAssignmentName'], 'no-private-zones');
      assert.equal(info['policyDefinitionDisplayName'], 'Private zones are central');
      await arm.succeed('PUT', inGroup('privateDnsZones/other.test'), { location: 'global' });
      await arm.refused(403, 'AuthorizationFailed', 'DELETE', inGroup('privateDnsZones/other.test'));
      const networkBody = (location: string, tags: object) => ({
        location,
        tags,
        properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
      });
      const path = inGroup('virtualNetworks/vn');
      await arm.refused(403, 'RequestDisallowedByPolicy', 'PUT', path, networkBody('westeurope', {}));
      await arm.refused(
        403,
        'RequestDisallowedByPolicy',
        'PUT',
        path,
        networkBody('eastus', { costCenter: '1' }),
      );
      await arm.succeed('PUT', path, networkBody('West Europe', { CostCenter: '1' }));
      const check = await arm.succeed(
        'POST',
        `${group}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`,
        {
          resourceDetails: {
            resourceContent: {
              type: 'Microsoft.Network/privateDnsZones',
              name: 'privatelink.azurecr.io',
              location: 'global',
            },
          },
          pendingFields: [{ field: 'location' }, { field: 'tags' }],
        },
      );
      const evaluations = at(check, 'contentEvaluationResult', 'policyEvaluations') as unknown[];
      assert.equal(evaluations.length, 1);
      assert.deepEqual(
        (at(check, 'fieldRestrictions') as unknown[]).map((item) => at(item, 'field')),
        ['location', 'tags'],
      );
    } finally {
      await emulator.close();
    }
  });

  const mistakes: [what: string, text: string, says: RegExp][] = [
    [
      'a member that does not exist',
      `${basic}\nlock: []`,
      /mine\.yaml has mistakes:\n {2}lock: there is no such member/,
    ],
    ['a missing member', basic.replace('signedIn', 'about: []\n#'), /signedIn: it is missing; add it/],
    [
      'a wrong value',
      `${basic}\nlocks: [{ name: a, scope: b, level: Never }]`,
      /locks\.0\.level: it is "Never", but should/,
    ],
    [
      'somebody unknown',
      basic.replace("signedIn: '{me}'", 'signedIn: you'),
      /signedIn: you is none of the principals/,
    ],
    ['a name that is not defined', basic.replace("signedIn: '{me}'", "signedIn: '{you}'"), /uses \{you\}/],
    ['what is no YAML', 'a: [', /mine\.yaml is neither YAML nor JSON/],
  ];
  for (const [what, text, says] of mistakes) {
    it(`is refused with ${what}, and says what to do`, () => {
      assert.throws(() => readScenario(file(text)), says);
    });
  }

  it('is looked for where one says', () => {
    assert.throws(() => readScenario('nowhere.yaml'), /nowhere\.yaml can't be read: there is no such file/);
  });
});

describe('providers and limits', () => {
  it('registers over time, and tells the api-versions of every type', async () => {
    const emulator = await startEmulator({ scenario: 'contoso' });
    try {
      const arm = new ArmClient(emulator.url);
      const path = `/subscriptions/${contoso.platform}/providers/Microsoft.Network`;
      const types = (await arm.succeed('GET', path))['resourceTypes'] as unknown[];
      const networks = types.find((type) => at(type, 'resourceType') === 'virtualNetworks');
      assert.equal(at(networks, 'apiVersions', '0'), '2026-01-01');
      emulator.core.latency.scale = 100;
      const cluster = path.replace('Network', 'ContainerService');
      const state = async () => (await arm.succeed('GET', cluster))['registrationState'];
      assert.equal((await arm.succeed('POST', `${cluster}/register`))['registrationState'], 'Registering');
      assert.equal(await state(), 'Registering');
      emulator.core.operations.settleAll();
      assert.equal(await state(), 'Registered');
    } finally {
      await emulator.close();
    }
  });

  it('gives a network 500 peerings and a subscription 1000 zones', async () => {
    const azure = await TestAzure.start();
    try {
      await azure.done('PUT', `${NETWORK_PROVIDER}/virtualNetworks/vn`, network('10.0.0.0/16'));
      for (let index = 0; index < 1000; index += 1) {
        const zone = `${GROUP}/providers/Microsoft.Network/privateDnsZones/z${index}.test`;
        const put = (id: string, type: string): void => {
          azure.emulator.estate.put({ id, name: 'x', type, properties: {} });
        };
        put(zone, 'Microsoft.Network/privateDnsZones');
        if (index < 500) {
          put(
            `${NETWORK_PROVIDER}/virtualNetworks/vn/virtualNetworkPeerings/p${index}`,
            'Microsoft.Network/virtualNetworks/virtualNetworkPeerings',
          );
        }
      }
      await azure.refused('PUT', `${NETWORK_PROVIDER}/privateDnsZones/one.more`, 400, 'BadRequest', {
        location: 'global',
      });
      const body = { properties: { remoteVirtualNetwork: { id: `/subscriptions/${SUBSCRIPTION}` } } };
      const path = `${NETWORK_PROVIDER}/virtualNetworks/vn/virtualNetworkPeerings/one`;
      await azure.refused('PUT', path, 400, 'PeeringCountLimitReached', body);
    } finally {
      await azure.close();
    }
  });
});
