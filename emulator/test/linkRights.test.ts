import assert from 'node:assert/strict';
import * as v from 'valibot';
import { faultSchema } from '../src/faults/fault';
import { principalPath } from '../src/providers/authorization/access';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const NEWCOMER = '33333333-3333-4333-8333-333333333333';

/** What each step of a link takes, and what is refused without it. */
const steps: readonly (readonly [
  rules: string,
  action: string,
  code: string,
  method: string,
  path: string,
  body: unknown,
])[] = [
  [
    'PERM-1 ARM-15',
    'Microsoft.Network/virtualNetworks/subnets/join/action',
    'LinkedAuthorizationFailed',
    'PUT',
    `${contoso.coreEndpoint}-b`,
    make.endpointBody(make.ENDPOINTS, contoso.coreRegistry),
  ],
  [
    'PERM-2',
    'Microsoft.ContainerRegistry/registries/privateEndpointConnectionsApproval/action',
    'LinkedAuthorizationFailed',
    'PUT',
    `${contoso.coreEndpoint}-b`,
    make.endpointBody(make.ENDPOINTS, contoso.coreRegistry),
  ],
  [
    'PERM-4',
    'Microsoft.Network/networkInterfaces/read',
    'AuthorizationFailed',
    'GET',
    `${make.groupOf(contoso.coreEndpoint)}/providers/Microsoft.Network/networkInterfaces/nic`,
    undefined,
  ],
  [
    'PERM-5',
    'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write',
    'AuthorizationFailed',
    'PUT',
    make.shopPeering,
    make.peeringBody(contoso.coreNetwork),
  ],
  [
    'PEER-9',
    'Microsoft.Network/virtualNetworks/peer/action',
    'LinkedAuthorizationFailed',
    'PUT',
    make.shopPeering,
    make.peeringBody(contoso.coreNetwork),
  ],
  [
    'PERM-6',
    'Microsoft.Authorization/roleAssignments/write',
    'AuthorizationFailed',
    'PUT',
    make.roleAt(contoso.coreRegistry),
    make.roleBody(contoso.paymentsKubelet),
  ],
  [
    'PERM-7',
    'Microsoft.ContainerRegistry/registries/write',
    'AuthorizationFailed',
    'PATCH',
    contoso.coreRegistry,
    { tags: {} },
  ],
];

describe('rights of a link', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  for (const [rules, action, code, method, path, body] of steps) {
    it(`${rules} need ${action}`, async () => {
      emulator.faults.add(v.parse(faultSchema, { kind: 'permission-removed', actions: [action], match: {} }));
      const message = await arm.refused(403, code, method, path, body);
      assert.ok(message.includes(action), message);
    });
  }

  it('PERM-3 let the owner of the registry approve, and nobody who may only read', async () => {
    const { value = [] } = await arm.succeed('GET', `${contoso.coreRegistry}/privateEndpointConnections`);
    const id = value[0]?.id ?? '';
    emulator.estate.put({
      id: principalPath(NEWCOMER),
      name: NEWCOMER,
      type: 'Microsoft.Graph/directoryObjects',
      properties: { principalType: 'User', displayName: 'newcomer' },
    });
    await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), make.roleBody(NEWCOMER, READER));
    const body = { properties: { privateLinkServiceConnectionState: { status: 'Rejected' } } };
    const reader = arm.as(NEWCOMER);
    await reader.succeed('GET', id);
    const message = await reader.refused(403, 'AuthorizationFailed', 'PUT', id, body);
    assert.match(message, /privateEndpointConnections\/write/);
    await arm.succeed('PUT', id, body);
  });

  it('ARM-28 are those of the directory that the token is from', async () => {
    const claims = Buffer.from(JSON.stringify({ oid: contoso.mira, tid: contoso.fabrikamTenant }));
    const stranger = new ArmClient(emulator.url, `header.${claims.toString('base64url')}.signature`);
    await stranger.refused(401, 'InvalidAuthenticationTokenTenant', 'GET', contoso.coreRegistry);
  });

  it('ARM-16 are no help against a lock', async () => {
    const lock = `${make.groupOf(contoso.coreZone)}/providers/Microsoft.Authorization/locks/keep`;
    await arm.succeed('PUT', lock, { properties: { level: 'CanNotDelete' } });
    await arm.refused(409, 'ScopeLocked', 'DELETE', contoso.coreEndpoint);
    // A group goes with all that is in it, or not at all.
    await arm.refused(409, 'ScopeLocked', 'DELETE', make.groupOf(contoso.coreZone));
    await arm.succeed('GET', contoso.coreEndpoint);
    await arm.succeed('DELETE', lock);
    await arm.succeed('DELETE', contoso.coreEndpoint);
  });

  it('ARM-17 are no help against a policy, which says which one it is', async () => {
    emulator.faults.add(
      v.parse(faultSchema, { kind: 'policy-denied', match: { path: '*privateDnsZones*' } }),
    );
    const path = `${make.groupOf(contoso.coreZone)}/providers/Microsoft.Network/privateDnsZones/x.example`;
    const { status, body } = await arm.send('PUT', path, { location: 'global' });
    assert.deepEqual([status, body.error?.code], [403, 'RequestDisallowedByPolicy']);
    assert.match(JSON.stringify(body.error), /PolicyViolation/);
  });
});
