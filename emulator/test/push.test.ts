import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { pushVerdict } from '../src/oracle/push';
import { principalPath } from '../src/providers/authorization/access';
import { builtInRoles } from '../src/providers/authorization/builtInRoles';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';

const APPS = contoso.appsRegistry;
const IMAGE = 'contosoapps.azurecr.io/payments/web:7';
const ADDRESS = '192.0.2.10';
const PERSON = '4b2b4a30-1111-4222-8333-0123456789ab';

describe('push oracle', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    emulator.estate.put({
      id: principalPath(PERSON),
      name: PERSON,
      type: 'Microsoft.Graph/directoryObjects',
      properties: { principalType: 'User', displayName: 'nina' },
    });
  });
  afterEach(() => emulator.close());

  const push = (image = IMAGE, from: string = ADDRESS) => {
    emulator.core.operations.settle();
    return pushVerdict(emulator.estate, { principalId: PERSON, image, from });
  };
  const assign = (role: string, scope: string = APPS) => {
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
    const subscription = /^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? '';
    const answer = emulator.core.send('PUT', id, '2022-04-01', {
      properties: {
        principalId: PERSON,
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]?.id ?? ''}`,
      },
    });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
  };

  describe('PUSH-1 by role', () => {
    const classic: Record<string, boolean> = {
      AcrPush: true,
      Contributor: true,
      Owner: true,
      AcrPull: false,
      Reader: false,
      'Container Registry Repository Writer': false,
    };
    for (const [role, ok] of Object.entries(classic)) {
      it(`${role} ${ok ? 'pushes' : 'does not push'} to a classic registry`, () => {
        assert.equal(push().verdict, 'Denied');
        assign(role);
        assert.equal(push().verdict, ok ? 'Pushed' : 'Denied');
      });
    }
    const abac: Record<string, boolean> = {
      'Container Registry Repository Writer': true,
      'Container Registry Repository Contributor': true,
      'Container Registry Repository Reader': false,
      AcrPush: false,
      Owner: false,
    };
    for (const [role, ok] of Object.entries(abac)) {
      it(`${role} ${ok ? 'pushes' : 'does not push'} in the mode for repositories`, () => {
        const registry = emulator.estate.get(APPS)!;
        emulator.estate.put({
          ...registry,
          properties: { ...registry.properties, roleAssignmentMode: 'AbacRepositoryPermissions' },
        });
        assign(role);
        const { verdict, message } = push();
        assert.equal(verdict, ok ? 'Pushed' : 'Denied');
        if (!ok) assert.match(message, /requested access to the resource is denied/);
      });
    }
  });

  describe('PUSH-2 by place', () => {
    const core = 'contosocore.azurecr.io/shop/api:2';
    beforeEach(() => {
      assign('AcrPush', contoso.coreRegistry);
    });
    const subnetOf = (networkId: string) =>
      emulator.estate.below(networkId, 'Microsoft.Network/virtualNetworks/subnets')[0]!.id;

    it('a linked network gets in over the endpoint, the internet does not', () => {
      assert.equal(push(core, subnetOf(contoso.shopNetwork)).verdict, 'Pushed');
      const { verdict, hops } = push(core);
      assert.equal(verdict, 'Denied');
      assert.deepEqual(
        hops.filter(({ ok }) => !ok).map(({ hop }) => hop),
        ['firewall'],
      );
    });

    it('the admin call says the same', async () => {
      const query = new URLSearchParams({ principal: PERSON, image: core, from: ADDRESS });
      const response = await fetch(`${emulator.url}/_emulator/push?${query.toString()}`);
      assert.equal(((await response.json()) as { verdict: string }).verdict, 'Denied');
    });
  });
});
