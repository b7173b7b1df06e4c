import assert from 'node:assert/strict';
import { principalPath } from '../src/providers/authorization/access';
import { builtInRoles } from '../src/providers/authorization/builtInRoles';
import { contosoNames as contoso } from '../src/scenario';
import { VirtualClock } from '../src/arm/clock';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';

const PERSON = 'abababab-0000-4000-8000-000000000001';
const ROLE = 'cdcdcdcd-0000-4000-8000-000000000001';
const ASSIGNMENT = 'efefefef-0000-4000-8000-00000000000';
const PLATFORM = `/subscriptions/${contoso.platform}`;

describe('rights', () => {
  const clock = new VirtualClock();
  let emulator: Emulator;
  let arm: ArmClient;
  let person: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso', clock });
    arm = new ArmClient(emulator.url);
    addPrincipal(PERSON, 'User');
    person = arm.as(PERSON);
  });
  afterEach(() => emulator.close());

  function addPrincipal(id: string, principalType: string, members?: string[]): void {
    const properties = { principalType, displayName: id, ...(members === undefined ? {} : { members }) };
    emulator.estate.put({
      id: principalPath(id),
      name: id,
      type: 'Microsoft.Graph/directoryObjects',
      properties,
    });
  }

  let count = 0;
  async function assign(scope: string, role: string, principalId = PERSON): Promise<void> {
    count = (count + 1) % 10;
    const id = builtInRoles[role]?.id ?? role;
    await arm.succeed(
      'PUT',
      `${scope}/providers/Microsoft.Authorization/roleAssignments/${ASSIGNMENT}${count}`,
      {
        properties: {
          principalId,
          roleDefinitionId: `${PLATFORM}/providers/Microsoft.Authorization/roleDefinitions/${id}`,
        },
      },
    );
  }

  it('come through groups in groups, even where these go in a circle', async () => {
    const [inner, outer] = ['aaaa1111-0000-4000-8000-000000000001', 'aaaa1111-0000-4000-8000-000000000002'];
    addPrincipal(inner, 'Group', [PERSON, outer]);
    addPrincipal(outer, 'Group', [inner]);
    await person.refused(403, 'AuthorizationFailed', 'GET', contoso.coreRegistry);
    await assign(contoso.coreRegistry, 'Reader', outer);
    await person.succeed('GET', contoso.coreRegistry);
    const list = `${contoso.coreRegistry}/providers/Microsoft.Authorization/roleAssignments`;
    const { value = [] } = await arm.succeed('GET', `${list}?$filter=atScope() and assignedTo('${PERSON}')`);
    assert.equal(value.length, 1);
  });

  it('are those of the oid in a web token, which may expire or be of another tenant', async () => {
    const token = (claims: object): string =>
      ['{"alg":"none"}', JSON.stringify(claims), 'x']
        .map((part) => Buffer.from(part).toString('base64url'))
        .join('.');
    const as = (claims: object): ArmClient => new ArmClient(emulator.url, token(claims));
    const now = clock.now() / 1000;
    await as({ oid: contoso.ana }).succeed('GET', contoso.appsRegistry);
    await as({ oid: contoso.ana }).refused(403, 'AuthorizationFailed', 'DELETE', contoso.appsRegistry);
    await as({ oid: contoso.ana, exp: now + 60, tid: contoso.tenant }).succeed('GET', contoso.appsRegistry);
    const expired = as({ oid: contoso.ana, exp: now - 60 });
    await expired.refused(401, 'ExpiredAuthenticationToken', 'GET', contoso.appsRegistry);
    const foreign = as({ oid: contoso.ana, tid: contoso.fabrikamTenant });
    await foreign.refused(401, 'InvalidAuthenticationTokenTenant', 'GET', contoso.appsRegistry);
  });

  it('has nobody whom the directory does not know, and what exists is not told to them', async () => {
    const stranger = arm.as('99999999-0000-4000-8000-000000000009');
    await stranger.refused(403, 'AuthorizationFailed', 'GET', contoso.coreRegistry);
    await stranger.refused(403, 'AuthorizationFailed', 'GET', `${PLATFORM}/resourceGroups/rg-none`);
    assert.deepEqual((await stranger.succeed('GET', '/subscriptions')).value, []);
  });

  it('let a list hold what one may read, where one may not read everything', async () => {
    const list = `${PLATFORM}/providers/Microsoft.ContainerRegistry/registries`;
    await person.refused(403, 'AuthorizationFailed', 'GET', list);
    await assign(contoso.coreRegistry, 'Reader');
    const { value = [] } = await person.succeed('GET', list);
    assert.deepEqual(
      value.map((item) => item.id),
      [contoso.coreRegistry],
    );
  });

  describe('on what a body refers to', () => {
    const group = `${PLATFORM}/resourceGroups/rg-person`;
    const inGroup = (path: string): string => `${group}/providers/Microsoft.Network/${path}`;

    beforeEach(async () => {
      await arm.succeed('PUT', group, { location: 'westeurope' });
      await assign(group, 'Owner');
      await person.succeed('PUT', inGroup('virtualNetworks/vn'), {
        location: 'westeurope',
        properties: {
          addressSpace: { addressPrefixes: ['10.250.0.0/16'] },
          subnets: [{ name: 's', properties: { addressPrefix: '10.250.0.0/24' } }],
        },
      });
    });

    const linked = async (path: string, body: unknown, action: string, scope: string): Promise<void> => {
      const message = await person.refused(403, 'LinkedAuthorizationFailed', 'PUT', path, body);
      assert.ok(message.includes(`action(s) '${action}' on the linked scope(s) '${scope}'`), message);
    };

    it('are needed to join a subnet, and to be approved at once, but not to ask for approval', async () => {
      const endpoint = (list: string) => ({
        location: 'westeurope',
        properties: {
          subnet: { id: inGroup('virtualNetworks/vn/subnets/s') },
          [list]: [
            { name: 'l', properties: { privateLinkServiceId: contoso.coreRegistry, groupIds: ['registry'] } },
          ],
        },
      });
      const path = inGroup('privateEndpoints/pe');
      await linked(
        path,
        endpoint('privateLinkServiceConnections'),
        'Microsoft.ContainerRegistry/registries/privateEndpointConnectionsApproval/action',
        contoso.coreRegistry,
      );
      await person.succeed('PUT', path, endpoint('manualPrivateLinkServiceConnections'));
      const foreign = endpoint('manualPrivateLinkServiceConnections');
      foreign.properties.subnet.id = `${contoso.hubNetwork}/subnets/x`;
      await linked(
        inGroup('privateEndpoints/pf'),
        foreign,
        'Microsoft.Network/virtualNetworks/subnets/join/action',
        foreign.properties.subnet.id,
      );
    });

    it('are needed to peer with a network, to link one, and to write into a zone', async () => {
      await linked(
        inGroup('virtualNetworks/vn/virtualNetworkPeerings/p'),
        { properties: { remoteVirtualNetwork: { id: contoso.hubNetwork } } },
        'Microsoft.Network/virtualNetworks/peer/action',
        contoso.hubNetwork,
      );
      await person.succeed('PUT', inGroup('privateDnsZones/privatelink.azurecr.io'), { location: 'global' });
      await linked(
        inGroup('privateDnsZones/privatelink.azurecr.io/virtualNetworkLinks/l'),
        { location: 'global', properties: { virtualNetwork: { id: contoso.hubNetwork } } },
        'Microsoft.Network/virtualNetworks/join/action',
        contoso.hubNetwork,
      );
      const zone = `${PLATFORM}/resourceGroups/rg-hub-dns/providers/Microsoft.Network/privateDnsZones/z.test`;
      await person.succeed('PUT', inGroup('privateEndpoints/pe'), {
        location: 'westeurope',
        properties: {
          subnet: { id: inGroup('virtualNetworks/vn/subnets/s') },
          manualPrivateLinkServiceConnections: [
            { name: 'l', properties: { privateLinkServiceId: contoso.coreRegistry, groupIds: ['registry'] } },
          ],
        },
      });
      await linked(
        inGroup('privateEndpoints/pe/privateDnsZoneGroups/default'),
        { properties: { privateDnsZoneConfigs: [{ name: 'z', properties: { privateDnsZoneId: zone } }] } },
        'Microsoft.Network/privateDnsZones/join/action',
        zone,
      );
    });
  });

  it('can be bundled in a custom role, which exists at its scopes, takes away, and stays while it is used', async () => {
    const path = `${PLATFORM}/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`;
    const body = {
      properties: {
        roleName: 'Registry Reader without keys',
        permissions: [
          {
            actions: ['Microsoft.ContainerRegistry/registries/*'],
            notActions: ['Microsoft.ContainerRegistry/registries/delete'],
          },
        ],
        assignableScopes: [PLATFORM],
      },
    };
    const created = await arm.send('PUT', path, body);
    assert.deepEqual([created.status, created.body.properties?.['type']], [201, 'CustomRole']);
    const twin = path.replace(/1$/, '2');
    await arm.refused(409, 'RoleDefinitionWithSameNameExists', 'PUT', twin, body);
    await person.refused(403, 'AuthorizationFailed', 'PUT', twin, body);
    await assign(contoso.coreRegistry, ROLE);
    await person.succeed('PATCH', contoso.coreRegistry, { tags: { a: 'b' } });
    await person.refused(403, 'AuthorizationFailed', 'DELETE', contoso.coreRegistry);
    await arm.refused(400, 'RoleDefinitionHasAssignments', 'DELETE', path);
    const filter = "$filter=type eq 'CustomRole'";
    const { value = [] } = await arm.succeed('GET', `${path.replace(`/${ROLE}`, '')}?${filter}`);
    assert.equal(value.length, 1);
    const elsewhere = path.replace(`/${ROLE}`, '').replace(contoso.platform, contoso.apps);
    assert.deepEqual((await arm.succeed('GET', `${elsewhere}?${filter}`)).value, []);
  });

  it('come with a delay where the emulator is told so', async () => {
    emulator.core.latency.roleDelaySeconds = 300;
    await assign(contoso.coreRegistry, 'Reader');
    await person.refused(403, 'AuthorizationFailed', 'GET', contoso.coreRegistry);
    clock.advance(299);
    await person.refused(403, 'AuthorizationFailed', 'GET', contoso.coreRegistry);
    clock.advance(1);
    await person.succeed('GET', contoso.coreRegistry);
  });
});
