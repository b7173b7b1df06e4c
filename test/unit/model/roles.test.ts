import assert from 'node:assert/strict';
import { roleAssignmentName } from '../../../src/model/guid';
import {
  mayLetPull,
  pullGrant,
  pullOf,
  pullRole,
  roleDefinitionId,
  roleIds,
  type RolePermission,
} from '../../../src/model/roles';
import { cloudOfRegistry, dataEndpointHost, privateZoneName, registryLabel } from '../../../src/model/clouds';
import { covers } from '../../../src/model/patterns';
import { processorTime } from '../../support/processorTime';

const scope = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r';

describe('a role as far as it is known', () => {
  const other = 'dddddddd-0000-4000-8000-000000000004';
  const permits = (actions: readonly string[]): readonly RolePermission[] => [
    { actions, notActions: [], dataActions: [], notDataActions: [] },
  ];
  it('counts by its permissions where these were read, whatever its id', () => {
    assert.equal(pullOf({ roleId: roleIds.acrPull, permissions: permits([]) }, 'legacy'), 'none');
    assert.equal(pullOf({ roleId: other, permissions: permits(['*/read']) }, 'legacy'), 'all');
    assert.equal(
      pullOf({ roleId: other, permissions: permits(['*']), condition: '@Resource' }, 'legacy'),
      'some',
    );
  });

  it('counts by its id where they weren’t and it is built in, else may let pull', () => {
    const known = (roleId: string, mode: 'legacy' | 'abac', condition?: string) =>
      pullOf({ roleId, permissions: undefined, condition }, mode);
    assert.equal(known(roleIds.acrPull.toUpperCase(), 'legacy'), 'all');
    assert.equal(known(roleIds.acrPull, 'legacy', ' '), 'all');
    assert.equal(known(roleIds.acrPull, 'abac'), 'none');
    assert.equal(known(roleIds.repositoryReader, 'abac', '@Resource'), 'some');
    assert.equal(known(roleIds.networkContributor, 'legacy'), 'none');
    assert.equal(known(other, 'legacy'), 'unknown');
    assert.deepEqual(
      [roleIds.acrPull, roleIds.networkContributor, other].map((roleId) => mayLetPull({ roleId }, 'legacy')),
      [true, false, true],
    );
  });
});

describe('pull roles', () => {
  const check = (
    what: string,
    permission: Partial<RolePermission>,
    expected: { legacy: string; abac: string },
    condition?: string,
  ) => {
    const none = { actions: [], notActions: [], dataActions: [], notDataActions: [] };
    it(what, () => {
      const granted = { ...none, ...permission };
      assert.equal(pullGrant([granted], 'legacy', condition), expected.legacy);
      assert.equal(pullGrant([granted], 'abac', condition), expected.abac);
    });
  };
  const pull = 'Microsoft.ContainerRegistry/registries/pull/read';
  const content = 'Microsoft.ContainerRegistry/registries/repositories/content/read';
  check(
    'AcrPull counts where permissions are not by repository',
    { actions: [pull] },
    { legacy: 'all', abac: 'none' },
  );
  check(
    'Repository Reader counts where they are',
    { dataActions: [content] },
    { legacy: 'none', abac: 'all' },
  );
  check('case does not matter', { actions: [pull.toUpperCase()] }, { legacy: 'all', abac: 'none' });
  check(
    'Contributor: everything but',
    { actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] },
    { legacy: 'all', abac: 'none' },
  );
  check('Reader: */read', { actions: ['*/read'] }, { legacy: 'all', abac: 'none' });
  check(
    'a wildcard of the provider',
    { actions: ['Microsoft.ContainerRegistry/*'] },
    { legacy: 'all', abac: 'none' },
  );
  check(
    'of another provider',
    { actions: ['Microsoft.ContainerService/*'] },
    { legacy: 'none', abac: 'none' },
  );
  check(
    'taken away again',
    { actions: ['*'], notActions: ['Microsoft.ContainerRegistry/registries/pull/*'] },
    { legacy: 'none', abac: 'none' },
  );
  check(
    'data taken away again',
    { dataActions: ['*'], notDataActions: [content] },
    { legacy: 'none', abac: 'none' },
  );
  check(
    'a dot is a dot',
    { actions: ['MicrosoftxContainerRegistry/registries/pull/read'] },
    { legacy: 'none', abac: 'none' },
  );
  check(
    'a condition limits it',
    { actions: [pull], dataActions: [content] },
    { legacy: 'some', abac: 'some' },
    '@Request[x] StringEquals "y"',
  );
  check('an empty condition does not', { actions: [pull] }, { legacy: 'all', abac: 'none' }, '');

  it('a star stands for any text, also for none, wherever it is', () => {
    const actions = ['', 'a', 'ab', 'aab', 'aba', 'abab', 'b/a', 'bba'];
    const texts = ['', '*', 'a', 'b', '/'];
    const patterns = texts.flatMap((x) => texts.flatMap((y) => texts.flatMap((z) => `${x}${y}${z}`)));
    for (const pattern of new Set([...patterns, 'a*b*a', '*a*b', 'ab*ba', 'aba*ba'])) {
      const meant = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      for (const action of actions) {
        assert.equal(covers([pattern], action), meant.test(action), `${pattern} on ${action}`);
      }
    }
  });

  it('no custom role keeps the editor waiting, however many stars are in it', () => {
    const patterns = ['*'.repeat(3000) + 'x', '*a'.repeat(500) + '!', `${'*r'.repeat(20)}x`];
    const spent = processorTime(() => {
      assert.equal(covers(patterns, pull), false);
    });
    assert.ok(spent < 300, `${spent} ms`);
  });

  it('rights of two elements add up, but one element does not take away from another', () => {
    const empty = { notActions: [], dataActions: [], notDataActions: [] };
    const granted = [
      { ...empty, actions: ['*'], notActions: ['*'] },
      { ...empty, actions: [pull] },
    ];
    assert.equal(pullGrant(granted, 'legacy'), 'all');
  });

  it('the role to assign depends on the mode', () => {
    assert.equal(pullRole('legacy').name, 'AcrPull');
    assert.equal(pullRole('abac').id, roleIds.repositoryReader);
    assert.equal(
      roleDefinitionId(scope, roleIds.acrPull),
      `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${roleIds.acrPull}`,
    );
  });
});

describe('role assignment names', () => {
  it('are GUIDs, the same for the same three whatever their case', () => {
    const name = roleAssignmentName(scope, 'PRINCIPAL', roleIds.acrPull);
    assert.match(name, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(roleAssignmentName(scope.toUpperCase(), 'principal', roleIds.acrPull), name);
    // Pinned: another one would leave the assignments of earlier versions behind.
    assert.equal(name, '52d5110c-9545-5567-9b73-be10e49d3c28');
  });

  it('differ for another scope, principal or role', () => {
    const names = [
      roleAssignmentName(scope, 'p', 'r'),
      roleAssignmentName(`${scope}2`, 'p', 'r'),
      roleAssignmentName(scope, 'p2', 'r'),
      roleAssignmentName(scope, 'p', 'r2'),
    ];
    assert.equal(new Set(names).size, 4);
  });
});

describe('clouds', () => {
  const check = (loginServer: string, zone: string, cloud: string | undefined) => {
    it(`${loginServer} is looked up in ${zone}`, () => {
      assert.equal(privateZoneName(loginServer), zone);
      assert.equal(cloudOfRegistry(loginServer)?.name, cloud);
    });
  };
  check('contoso.azurecr.io', 'privatelink.azurecr.io', 'public');
  check('contoso-h4sh.azurecr.io', 'privatelink.azurecr.io', 'public');
  check('contoso.azurecr.us', 'privatelink.azurecr.us', 'usGov');
  check('contoso.azurecr.cn', 'privatelink.azurecr.cn', 'china');
  check('registry.example.com', 'privatelink.example.com', undefined);

  it('data endpoints are named by label and region', () => {
    assert.equal(registryLabel('contoso-h4sh.azurecr.io'), 'contoso-h4sh');
    assert.equal(
      dataEndpointHost('contoso-h4sh.azurecr.io', 'westeurope'),
      'contoso-h4sh.westeurope.data.azurecr.io',
    );
  });
});
