import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import type { Fact } from '../../../src/provisioning/observed/observed';
import type { Step } from '../../../src/provisioning/plan/plan';
import { judge } from '../../../src/provisioning/preflight/judge';
import { leastGrants, lackKey } from '../../../src/provisioning/preflight/leastRole';
import { needsOf } from '../../../src/provisioning/preflight/needs';
import { rightsAsked, withRights } from '../../../src/provisioning/preflight/preflight';
import { providerId } from '../../../src/provisioning/observed/rights';
import type {
  DenyAssignment,
  HeldPermission,
  ObservedRights,
} from '../../../src/provisioning/observed/rights';
import type { StepRights } from '../../../src/provisioning/plan/verdict';
import { planOf, step } from '../../support/steps';

const subscription = '/subscriptions/11111111-1111-4111-8111-111111111111';
const other = '/subscriptions/22222222-2222-4222-8222-222222222222';
const group = `${subscription}/resourceGroups/rg-net`;
const network = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
const remote = `${other}/resourceGroups/rg-aks/providers/Microsoft.Network/virtualNetworks/aks`;
const registry = `${other}/resourceGroups/rg-acr/providers/Microsoft.ContainerRegistry/registries/acr`;
const me = 'a0000000-0000-4000-8000-000000000001';

const peering = write('peering', `${network}/virtualNetworkPeerings/p`, {
  remoteVirtualNetwork: { id: remote },
});

function write(id: string, resourceId: string, properties: object = {}, changes: Partial<Step> = {}): Step {
  const body = { properties: structuredClone(properties) } as never;
  return step(id, { resourceId, request: { method: 'PUT', apiVersion: '2026-01-01', body }, ...changes });
}

function needed(...steps: readonly Step[]): string[] {
  return needsOf(planOf(steps)).flatMap(({ rights }) =>
    rights.map(({ action, scope, weight }) => `${weight === 'advisory' ? '(' : ''}${action} @ ${scope}`),
  );
}

/** Rights that are the same everywhere that the steps look. */
function rightsFor(
  steps: readonly Step[],
  permissions: Fact<readonly HeldPermission[]>,
  changes: Partial<ObservedRights> = {},
): ObservedRights {
  const { scopes, providers } = rightsAsked(needsOf(planOf(steps)));
  const each = <T>(fact: Fact<T>) => Object.fromEntries(scopes.map((scope) => [idKey(scope), fact]));
  return {
    caller: me,
    permissions: each(permissions),
    denyAssignments: each(known([])),
    locks: {},
    registrations: Object.fromEntries(
      providers.map((provider) => [idKey(providerId(provider)), known('Registered')]),
    ),
    ...changes,
  };
}

function known<T>(value: T): Fact<T> {
  return { state: 'known', value };
}

function held(actions: string[], notActions: string[] = [], condition?: string): HeldPermission {
  return { actions, notActions, ...(condition === undefined ? {} : { condition }) };
}

function judged(steps: readonly Step[], rights: ObservedRights): StepRights | undefined {
  return Object.values(judge(needsOf(planOf(steps)), rights).steps)[0];
}

function stateWith(...permissions: readonly HeldPermission[]): string | undefined {
  return judged([peering], rightsFor([peering], known(permissions)))?.state;
}

describe('what a step needs', () => {
  it('a peering: both ends', () => {
    assert.deepEqual(needed(peering), [
      `Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write @ ${network}`,
      `Microsoft.Network/virtualNetworks/virtualNetworkPeerings/read @ ${network}`,
      `Microsoft.Network/virtualNetworks/peer/action @ ${remote}`,
      `(Microsoft.Network/locations/operations/read @ ${network}`,
    ]);
  });

  it('an endpoint in a network and a group that the plan creates: rights on what exists above them', () => {
    const endpoint = write('endpoint', `${group}/providers/Microsoft.Network/privateEndpoints/pe`, {
      subnet: { id: `${network}/subnets/s` },
      privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: registry } }],
    });
    const makesNetwork = write('network', network);
    const makesGroup = write('group', group);
    const join = 'Microsoft.Network/virtualNetworks/subnets/join/action';
    assert.ok(needed(endpoint).includes(`${join} @ ${network}/subnets/s`));
    assert.ok(needed(makesNetwork, endpoint).includes(`${join} @ ${group}`));
    assert.ok(needed(makesGroup, makesNetwork, endpoint).includes(`${join} @ ${subscription}`));
    assert.ok(
      needed(endpoint).includes(
        `Microsoft.ContainerRegistry/registries/privateEndpointConnectionsApproval/action @ ${registry}`,
      ),
    );
    const { providers } = rightsAsked(needsOf(planOf([endpoint])));
    assert.deepEqual(
      providers.map(({ namespace }) => namespace),
      ['Microsoft.Network', 'Microsoft.ContainerRegistry'],
    );
  });

  it('an endpoint that the owner approves: no right on the registry', () => {
    const endpoint = write('endpoint', `${group}/providers/Microsoft.Network/privateEndpoints/pe`, {
      subnet: { id: `${network}/subnets/s` },
      manualPrivateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: registry } }],
    });
    assert.equal(needed(endpoint).join().includes('ContainerRegistry'), false);
  });

  it('a role assignment: the right on what it is assigned on', () => {
    const id = `${registry}/providers/Microsoft.Authorization/roleAssignments/${me}`;
    assert.deepEqual(needed(write('role', id)), [
      `Microsoft.Authorization/roleAssignments/write @ ${registry}`,
    ]);
  });

  it('a deletion: the right to delete, and none to read', () => {
    const request = { method: 'DELETE', apiVersion: '2026-01-01', body: {} } as const;
    assert.deepEqual(needed(step('delete', { action: 'delete', resourceId: peering.resourceId, request })), [
      `Microsoft.Network/virtualNetworks/virtualNetworkPeerings/delete @ ${peering.resourceId}`,
      `(Microsoft.Network/locations/operations/read @ ${peering.resourceId}`,
    ]);
  });

  it('a step that reuses something: nothing', () => {
    assert.deepEqual(needed(step('kept', { action: 'reuse', request: undefined })), []);
  });
});

describe('what the caller has', () => {
  it('wildcards anywhere, whatever the case', () => {
    assert.equal(stateWith(held(['*'])), 'granted');
    assert.equal(stateWith(held(['microsoft.network/*'])), 'granted');
    assert.equal(stateWith(held(['Microsoft.Network/virtualNetworks/*', '*/operations/read'])), 'granted');
  });

  it('NotActions take away within a permission set, and another set gives back', () => {
    const without = held(['*'], ['Microsoft.Network/virtualNetworks/peer/action']);
    assert.equal(stateWith(without), 'missing');
    assert.equal(stateWith(without, held(['*/peer/action'])), 'granted');
    assert.equal(stateWith(without, without), 'missing');
  });

  it('nothing at all: everything required lacks, the rest is not mentioned twice', () => {
    const rights = judged([peering], rightsFor([peering], known([])));
    assert.ok(rights?.state === 'missing');
    assert.equal(rights.missing.length, 3);
    assert.equal(rights.unsure.length, 1);
  });

  it('a right to follow the operation that lacks is a doubt, no refusal', () => {
    assert.equal(stateWith(held(['*'], ['Microsoft.Network/locations/operations/read'])), 'unknown');
  });

  it('a condition is a doubt', () => {
    const rights = judged([peering], rightsFor([peering], known([held(['*'], [], '@Resource[…]')])));
    assert.equal(rights?.state, 'unknown');
    assert.match(JSON.stringify(rights), /condition/);
  });

  it('what can’t be read is a doubt, and so is what nobody has read', () => {
    const unreadable = { state: 'unreadable', reason: 'Azure is not to be reached.' } as const;
    const rights = judged([peering], rightsFor([peering], unreadable));
    assert.match(JSON.stringify(rights), /unknown.*not to be reached/);
    const unread = rightsFor([peering], known([held(['*'])]), { permissions: {}, registrations: {} });
    assert.equal(judged([peering], unread)?.state, 'unknown');
  });

  const denial: DenyAssignment = {
    id: `${group}/providers/Microsoft.Authorization/denyAssignments/d`,
    name: 'd',
    scope: group,
    actions: ['*/write'],
    notActions: [],
    onlyAtScope: false,
    principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
    excludedPrincipals: [],
  };
  for (const [what, changes, state] of [
    ['for everybody', {}, 'missing'],
    ['for the caller', { principals: [{ id: me, type: 'User' }] }, 'missing'],
    ['for a group, which may be the caller’s', { principals: [{ id: 'g', type: 'Group' }] }, 'unknown'],
    ['for somebody else', { principals: [{ id: 'x', type: 'User' }] }, 'granted'],
    ['for everybody but the caller', { excludedPrincipals: [{ id: me, type: 'User' }] }, 'granted'],
    ['for everybody but a group', { excludedPrincipals: [{ id: 'g', type: 'Group' }] }, 'unknown'],
    ['of other actions', { actions: ['*/delete'] }, 'granted'],
    ['that spares the action', { notActions: ['Microsoft.Network/*'] }, 'granted'],
    ['of the group alone, not of what is in it', { onlyAtScope: true }, 'granted'],
  ] as const) {
    it(`a deny assignment ${what}: ${state}`, () => {
      const denyAssignments = { [idKey(network)]: known([{ ...denial, ...changes }]) };
      const rights = rightsFor([peering], known([held(['*'])]), { denyAssignments });
      assert.equal(judged([peering], rights)?.state, state);
    });
  }

  const lock = { id: `${group}/providers/Microsoft.Authorization/locks/l`, scope: group };
  const deletion = step('gone', {
    action: 'delete',
    resourceId: network,
    request: { method: 'DELETE', apiVersion: '2026-01-01', body: {} },
  });
  for (const [what, one, level, scope, state] of [
    ['ReadOnly above stops a write', peering, 'ReadOnly', group, 'missing'],
    ['ReadOnly beside it doesn’t', peering, 'ReadOnly', `${group}-2`, 'granted'],
    ['CanNotDelete stops no write', peering, 'CanNotDelete', group, 'granted'],
    ['CanNotDelete stops a deletion', deletion, 'CanNotDelete', group, 'missing'],
    ['CanNotDelete below stops a deletion', deletion, 'CanNotDelete', `${network}/subnets/s`, 'missing'],
  ] as const) {
    it(`a lock: ${what}`, () => {
      const locks = { [subscription]: known([{ ...lock, level, scope }]) };
      assert.equal(judged([one], rightsFor([one], known([held(['*'])]), { locks }))?.state, state);
    });
  }

  for (const [registration, state] of [
    ['Registered', 'granted'],
    ['Registering', 'unknown'],
    ['NotRegistered', 'missing'],
  ] as const) {
    it(`a provider that is ${registration}: ${state}`, () => {
      const key = idKey(`${subscription}/providers/Microsoft.Network`);
      const registrations = { [key]: known<string>(registration) };
      const rights = rightsFor([peering], known([held(['*'])]), { registrations });
      assert.equal(judged([peering], rights)?.state, state);
    });
  }
});

describe('the remedy', () => {
  for (const [actions, role] of [
    [['Microsoft.Network/virtualNetworks/peer/action'], 'Network Contributor'],
    [['Microsoft.Network/privateDnsZones/write'], 'Private DNS Zone Contributor'],
    [
      ['Microsoft.Network/privateDnsZones/write', 'Microsoft.Network/privateEndpoints/write'],
      'Network Contributor',
    ],
    [['Microsoft.Authorization/roleAssignments/write'], 'Role Based Access Control Administrator'],
    [['Microsoft.Resources/subscriptions/resourceGroups/write'], 'Contributor'],
    [['Microsoft.Network/virtualNetworks/read'], 'Reader'],
    [['Microsoft.Authorization/locks/delete'], 'Owner'],
  ] as const) {
    it(`${actions.join(' and ')}: ${role}`, () => {
      const grants = leastGrants(actions.map((action) => ({ action, scope: group })));
      assert.deepEqual([...new Set([...grants.values()].map((grant) => grant.role))], [role]);
    });
  }

  it('a role that is needed above serves below', () => {
    const above = { action: 'Microsoft.Network/virtualNetworks/write', scope: group };
    const below = { action: 'Microsoft.Network/privateDnsZones/write', scope: network };
    assert.deepEqual(leastGrants([below, above]).get(lackKey(below)), {
      role: 'Network Contributor',
      scope: group,
    });
  });

  it('is one blocker for each command, that names all steps', async () => {
    const plan = planOf([
      peering,
      write('zone', `${group}/providers/Microsoft.Network/privateDnsZones/z.io`),
    ]);
    const rights = rightsFor(plan.steps, known([]));
    const checked = await withRights(plan, { readRights: () => Promise.resolve(rights) }, never());
    assert.deepEqual(
      checked.blockers.map(({ code }) => code),
      ['missingPermission', 'missingPermission', 'missingPermission'],
    );
    assert.ok(checked.blockers.some(({ message }) => message.includes('Step zone')));
    assert.ok(
      checked.blockers.every(({ command }) => command?.startsWith('az role assignment create --assignee ')),
    );
  });

  it('names the person even where the token doesn’t', () => {
    const rights = judged([peering], { ...rightsFor([peering], known([])), caller: undefined });
    assert.match(JSON.stringify(rights), /--assignee \\"<your object ID>\\"/);
  });
});

function never(): AbortSignal {
  return new AbortController().signal;
}
