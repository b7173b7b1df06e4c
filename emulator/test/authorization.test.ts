import assert from 'node:assert/strict';
import { realClock } from '../src/arm/clock';
import { ArmRouter } from '../src/arm/router';
import { authorizer } from '../src/providers/authorization/authorizer';
import { builtInRoles } from '../src/providers/authorization/builtInRoles';
import { isAllowed } from '../src/providers/authorization/access';
import { resourceTypes } from '../src/providers/index';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';

const PULL = builtInRoles['AcrPull']?.id ?? '';
const PUSH = builtInRoles['AcrPush']?.id ?? '';
const NAME = '0f6f1e52-3f0c-4c3b-8a5e-9d1f1c7b2a31';
const OTHER_NAME = 'b3d2a7c1-58e4-4f6d-9b0a-7e6c5d4f3a21';

describe('authorization', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });

  afterEach(() => emulator.close());

  const at = (scope: string, name = NAME) =>
    `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  const list = async (scope: string, filter = '') => {
    const query = filter === '' ? '' : `?$filter=${filter}`;
    const { value = [] } = await arm.succeed('GET', `${at(scope).replace(`/${NAME}`, '')}${query}`);
    return value;
  };
  const assignment = (principalId: string, role = PULL, more: Record<string, unknown> = {}) => ({
    properties: {
      principalId,
      roleDefinitionId: `/subscriptions/${contoso.apps}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      ...more,
    },
  });

  it('LRO-21 ROLE-1 creates, shows and deletes an assignment, at once', async () => {
    const path = at(contoso.appsRegistry);
    const reply = await arm.send(
      'PUT',
      path,
      assignment(contoso.shopKubelet, PULL, { principalType: 'ServicePrincipal' }),
    );
    assert.equal(reply.status, 201);
    assert.equal(reply.body.properties?.['scope'], contoso.appsRegistry);
    assert.equal(reply.body.properties['principalType'], 'ServicePrincipal');
    assert.equal((await arm.get(path)).body.id, path);
    assert.equal((await arm.send('PUT', path, assignment(contoso.shopKubelet))).status, 200);
    assert.equal((await arm.send('DELETE', path)).status, 200);
    assert.equal((await arm.send('DELETE', path)).status, 204);
    assert.equal((await arm.get(path)).status, 404);
  });

  it('works at every scope', async () => {
    for (const scope of [
      `/subscriptions/${contoso.apps}`,
      `/subscriptions/${contoso.apps}/resourceGroups/rg-shop-weu`,
    ]) {
      await arm.succeed('PUT', at(scope), assignment(contoso.tomas));
    }
    await arm.refused(
      404,
      'ResourceGroupNotFound',
      'PUT',
      at(`/subscriptions/${contoso.apps}/resourceGroups/rg-none`),
      assignment(contoso.tomas),
    );
  });

  it('ROLE-2 CLI-8 refuses a second assignment of the same three', async () => {
    const message = await arm.refused(
      409,
      'RoleAssignmentExists',
      'PUT',
      at(contoso.coreRegistry),
      assignment(contoso.shopKubelet),
    );
    assert.match(
      message,
      /^The role assignment already exists\. The ID of the existing role assignment is [0-9a-f]{32}\.$/,
    );
  });

  it('ROLE-3 does not let an assignment become another one', async () => {
    await arm.succeed('PUT', at(contoso.appsRegistry), assignment(contoso.shopKubelet));
    await arm.refused(
      400,
      'RoleAssignmentUpdateNotPermitted',
      'PUT',
      at(contoso.appsRegistry),
      assignment(contoso.shopKubelet, PUSH),
    );
  });

  it('ROLE-4 knows principals, their types and roles', async () => {
    const path = at(contoso.appsRegistry);
    const message = await arm.refused(400, 'PrincipalNotFound', 'PUT', path, assignment(OTHER_NAME));
    assert.match(
      message,
      new RegExp(`^Principal [0-9a-f]{32} does not exist in the directory ${contoso.tenant}\\.`),
    );
    await arm.refused(
      400,
      'UnmatchedPrincipalType',
      'PUT',
      path,
      assignment(contoso.shopKubelet, PULL, { principalType: 'User' }),
    );
    await arm.refused(
      404,
      'RoleDefinitionDoesNotExist',
      'PUT',
      path,
      assignment(contoso.shopKubelet, OTHER_NAME),
    );
    await arm.refused(
      400,
      'InvalidRoleAssignmentId',
      'PUT',
      at(contoso.appsRegistry, 'pull'),
      assignment(contoso.shopKubelet),
    );
    await arm.refused(
      400,
      'InvalidRequestContent',
      'PUT',
      path,
      assignment(contoso.shopKubelet, PULL, { role: 'AcrPull' }),
    );
  });

  it('ROLE-5 lists at, above and below a scope, and filters', async () => {
    const owner = `/subscriptions/${contoso.platform}`;
    const scopes = async (filter: string) =>
      (await list(contoso.coreRegistry, filter)).map((item) => String(item.properties?.['scope']));
    assert.deepEqual(await scopes(`principalId eq '${contoso.shopKubelet}'`), [contoso.coreRegistry]);
    assert.ok((await scopes('')).includes(owner));
    assert.deepEqual(await scopes(`principalId eq '${contoso.mira}'`), [owner]);
    assert.deepEqual(
      (await list(owner, 'atScope()')).map((item) => item.properties?.['principalId']).sort(),
      [contoso.mira, contoso.platformEngineers, contoso.automation].sort(),
    );
    assert.equal((await list(owner)).length, 5);
    // By membership, which `principalId eq` does not look at.
    assert.deepEqual(await scopes(`assignedTo('${contoso.tomas}')`), [owner]);
    assert.deepEqual(await scopes(`principalId eq '${contoso.tomas}'`), []);
    await arm.refused(
      400,
      'UnsupportedQuery',
      'GET',
      `${at(owner).replace(`/${NAME}`, '')}?$filter=scope eq 'x'`,
    );
  });

  it('CLI-4 finds role definitions by name at any scope, without case', async () => {
    const path = `${contoso.coreRegistry}/providers/Microsoft.Authorization/roleDefinitions`;
    const { value = [] } = await arm.succeed('GET', `${path}?$filter=roleName eq 'acrpull'`);
    assert.deepEqual(
      value.map((role) => role.id),
      [`/subscriptions/${contoso.platform}/providers/Microsoft.Authorization/roleDefinitions/${PULL}`],
    );
    assert.deepEqual(value[0]?.properties?.['permissions'], [
      {
        actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
        notActions: [],
        dataActions: [],
        notDataActions: [],
      },
    ]);
    assert.equal((await arm.succeed('GET', path)).value?.length, Object.keys(builtInRoles).length);
    assert.equal((await arm.succeed('GET', `${path}/${PUSH}`)).properties?.['roleName'], 'AcrPush');
  });

  it('tells a caller’s own permissions', async () => {
    const path = `/subscriptions/${contoso.apps}/providers/Microsoft.Authorization/permissions`;
    const { value = [] } = await arm.as(contoso.ana).succeed('GET', path);
    assert.deepEqual(
      value.map((block) => block['actions']),
      [['*/read']],
    );
    assert.deepEqual((await arm.as(contoso.tomas).succeed('GET', path)).value, []);
  });

  it('evaluates wildcards, groups, inheritance and what a role takes away', () => {
    const may = (who: string, action: string, scope: string) =>
      isAllowed(emulator.estate, who, action, scope);
    const platform = `/subscriptions/${contoso.platform}`;
    assert.ok(may(contoso.mira, 'Microsoft.Authorization/roleAssignments/write', contoso.coreRegistry));
    assert.ok(may(contoso.tomas, 'Microsoft.Network/virtualNetworks/write', platform));
    assert.ok(!may(contoso.tomas, 'Microsoft.Authorization/roleAssignments/write', platform));
    assert.ok(
      !may(contoso.tomas, 'Microsoft.Network/virtualNetworks/write', `/subscriptions/${contoso.apps}`),
    );
    assert.ok(may(contoso.ana, 'Microsoft.ContainerRegistry/registries/read', contoso.appsRegistry));
    assert.ok(!may(contoso.ana, 'Microsoft.ContainerRegistry/registries/write', contoso.appsRegistry));
  });

  it('lists the subscriptions in which a caller holds a role', async () => {
    const { value = [] } = await arm.as(contoso.ana).succeed('GET', '/subscriptions');
    assert.deepEqual(
      value.map((item) => item['subscriptionId']),
      [contoso.apps],
    );
  });

  describe('of requests', () => {
    const send = (caller: string, method: string, url: string, body?: unknown) => {
      const router = new ArmRouter({
        types: resourceTypes,
        estate: emulator.estate,
        operations: emulator.core.operations,
        clock: realClock,
        directory: emulator.directory,
        authorize: authorizer(emulator.estate),
      });
      return router.handle({
        method,
        url,
        headers: { authorization: `Bearer user:${caller}` },
        body: body === undefined ? '' : JSON.stringify(body),
        origin: emulator.url,
      });
    };
    const registry = `${contoso.appsRegistry}?api-version=2025-11-01`;
    const tags = { tags: { a: 'b' } };

    it('lets an owner do everything and a reader read', () => {
      assert.equal(send(contoso.mira, 'PATCH', registry, tags).status, 200);
      assert.equal(send(contoso.ana, 'GET', registry).status, 200);
      assert.equal(send(contoso.ana, 'GET', '/subscriptions?api-version=2022-12-01').status, 200);
    });

    it('ARM-14 names the action and the scope that are refused', () => {
      const { status, body } = send(contoso.ana, 'PATCH', registry, tags);
      const { code, message } = (body as { error: { code: string; message: string } }).error;
      assert.deepEqual([status, code], [403, 'AuthorizationFailed']);
      assert.ok(message.includes("'Microsoft.ContainerRegistry/registries/write'"), message);
      assert.ok(message.includes(`over scope '${contoso.appsRegistry}'`), message);
      assert.equal(send(contoso.tomas, 'GET', registry).status, 403);
    });

    it('knows the actions of groups and registrations', () => {
      const apps = `/subscriptions/${contoso.apps}`;
      const put = send(contoso.ana, 'PUT', `${apps}/resourceGroups/rg-x?api-version=2025-04-01`, {
        location: 'westeurope',
      });
      assert.match(JSON.stringify(put.body), /Microsoft\.Resources\/subscriptions\/resourceGroups\/write/);
      const register = send(
        contoso.ana,
        'POST',
        `${apps}/providers/Microsoft.Network/register?api-version=2025-04-01`,
      );
      assert.match(JSON.stringify(register.body), /'Microsoft\.Network\/register\/action'/);
    });
  });
});
