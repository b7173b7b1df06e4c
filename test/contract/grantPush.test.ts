import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { pushVerdict } from '../../emulator/src/oracle/push';
import { principalPath } from '../../emulator/src/providers/authorization/access';
import type { GrantPushPlan, GrantPushSpec, PrincipalType } from '../../src/provisioning/plan/grantPushSpec';
import { planGrantPush } from '../../src/provisioning/grant/planGrantPush';
import { withRights } from '../../src/provisioning/preflight/preflight';
import { changeProperties } from './support/additions';
import { assign, joinGroup, newPerson } from './support/people';
import { never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking, written } from './support/linking';

const registryId = contoso('appsRegistry');
/** A public address of the developer's machine. */
const here = '192.0.2.10';

describe('grant push', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  const specFor = (principalId: string, more: Partial<GrantPushSpec> = {}): GrantPushSpec => ({
    registryId,
    principalId,
    principalType: 'User',
    principalName: 'nina',
    browse: false,
    ...more,
  });
  const plan = async (spec: GrantPushSpec): Promise<GrantPushPlan> =>
    planGrantPush(spec, await azure.azure.observeGrant(registryId, spec.principalId, never), randomUUID());
  const push = (principalId: string, image = 'contosoapps.azurecr.io/shop/web:1') => {
    azure.emulator.core.operations.settle();
    return pushVerdict(azure.emulator.estate, { principalId, image, from: here }).verdict;
  };
  /** As somebody would in the portal. */
  const byRepository = () => {
    changeProperties(azure.emulator.core, registryId, { roleAssignmentMode: 'AbacRepositoryPermissions' });
  };

  for (const [mode, role] of [
    ['classic', 'AcrPush'],
    ['abac', 'Container Registry Repository Writer'],
  ] as const) {
    it(`lets push in ${mode} mode, and a roll back takes it away`, async () => {
      if (mode === 'abac') byRepository();
      const { objectId } = newPerson(azure.emulator);
      assert.equal(push(objectId), 'Denied');
      const before = azure.state();
      const first = await plan(specFor(objectId));
      assert.match(first.steps[0]!.title, new RegExp(`^${role} role assignment for user nina$`));
      assert.equal((await azure.apply(first)).kind, 'done');
      assert.equal(push(objectId), 'Pushed');
      assert.deepEqual(written(await plan(specFor(objectId))), [], 'nothing is left to do');
      const undo = await azure.planRollBack(first.operationId);
      assert.deepEqual(undo.blockers, []);
      assert.equal((await azure.rollBack(undo)).kind, 'done');
      assert.equal(push(objectId), 'Denied');
      assert.deepEqual(azure.state(), before);
    });
  }

  it('has nothing to do for somebody whose group may push, and says which', async () => {
    const { objectId } = newPerson(azure.emulator);
    joinGroup(azure.emulator, contoso('platformEngineers'), objectId);
    assign(azure.emulator, contoso('platformEngineers'), 'AcrPush', registryId);
    const { steps } = await plan(specFor(objectId));
    assert.deepEqual(
      steps.map(({ action }) => action),
      ['reuse'],
    );
    assert.match(steps[0]!.reason, new RegExp(`through the group ${contoso('platformEngineers')}`));
  });

  it('says in ABAC mode that listing is another right, and grants it when asked to', async () => {
    byRepository();
    const { objectId } = newPerson(azure.emulator);
    const without = await plan(specFor(objectId));
    assert.deepEqual(
      without.requirements.map(({ code }) => code),
      ['browsing'],
    );
    assert.match(
      without.requirements[0]!.command ?? '',
      /--role "Container Registry Repository Catalog Lister"/,
    );
    const withIt = await plan(specFor(objectId, { browse: true }));
    assert.deepEqual([withIt.requirements.length, written(withIt).length], [0, 2]);
    assert.equal((await azure.apply(withIt)).kind, 'done');
    assert.deepEqual(written(await plan(specFor(objectId, { browse: true }))), []);
  });

  it('has nothing to do where the right is inherited, and says from where', async () => {
    const { objectId } = newPerson(azure.emulator);
    const group = registryId.replace(/\/providers\/.*/, '');
    assign(azure.emulator, objectId, 'Contributor', group);
    const { steps, blockers } = await plan(specFor(objectId));
    assert.deepEqual([steps.length, steps[0]!.action, blockers.length], [1, 'reuse', 0]);
    assert.match(steps[0]!.reason, /Contributor is inherited from resource group rg-registry-apps-weu/);
    assert.equal(push(objectId), 'Pushed');
  });

  it('does not take a pull role, or in ABAC mode an owner, for a right to push', async () => {
    const { objectId } = newPerson(azure.emulator);
    assign(azure.emulator, objectId, 'AcrPull', registryId);
    assert.deepEqual(written(await plan(specFor(objectId))), ['create roleAssignment.push']);
    byRepository();
    assign(azure.emulator, objectId, 'Owner', registryId);
    assert.deepEqual(written(await plan(specFor(objectId))), ['create roleAssignment.push']);
  });

  it('is blocked by an assignment of the role under a condition', async () => {
    byRepository();
    const { objectId } = newPerson(azure.emulator);
    azure.send(
      'PUT',
      `${registryId}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
      '2022-04-01',
      {
        properties: {
          principalId: objectId,
          principalType: 'User',
          roleDefinitionId: `/subscriptions/${subscriptionIds[1]}/providers/Microsoft.Authorization/roleDefinitions/2a1e307c-b015-4ebd-883e-5b7698a07328`,
          condition:
            "@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEquals 'shop/api'",
          conditionVersion: '2.0',
        },
      },
    );
    assert.equal(push(objectId), 'Denied');
    const { steps, blockers } = await plan(specFor(objectId));
    assert.deepEqual([steps, blockers.map(({ code }) => code)], [[], ['conditionalAssignment']]);
  });

  it('is blocked where the caller may not assign roles, with the command for somebody who may', async () => {
    const { objectId, azure: theirs } = newPerson(azure.emulator);
    assign(azure.emulator, objectId, 'Contributor', registryId);
    const { objectId: other } = newPerson(azure.emulator, 'otto');
    const { blockers } = await withRights(await plan(specFor(other)), theirs, never);
    assert.deepEqual(
      blockers.map(({ code }) => code),
      ['missingPermission'],
    );
    assert.match(blockers[0]!.command ?? '', /Role Based Access Control Administrator/);
  });

  it('names what a group means, and grants it to the group’s members', async () => {
    const [group, member] = [randomUUID(), newPerson(azure.emulator).objectId];
    azure.emulator.estate.put({
      id: principalPath(group),
      name: group,
      type: 'Microsoft.Graph/directoryObjects',
      properties: { principalType: 'Group', displayName: 'builders', members: [member] },
    });
    const type: PrincipalType = 'Group';
    const spec = specFor(group, { principalType: type, principalName: 'builders' });
    const first = await plan(spec);
    assert.deepEqual(
      first.hazards.map(({ code, affected }) => [code, affected]),
      [['group', ['builders']]],
    );
    assert.equal((await azure.apply(first)).kind, 'done');
    assert.equal(push(member), 'Pushed');
  });

  it('reads whom a token is for, and which managed identities there are', async () => {
    const { objectId, azure: theirs } = newPerson(azure.emulator);
    assert.deepEqual(await theirs.signedIn(never), { objectId, type: 'User' });
    // Where the token doesn’t tell, the directory does.
    assert.deepEqual(await azure.azure.signedIn(never), { objectId: contoso('mira'), type: 'User' });
    const { identities, unread } = await azure.azure.listIdentities(subscriptionIds, never);
    assert.deepEqual(unread, []);
    const shop = identities.find(({ name }) => name === 'aks-shop-weu-agentpool');
    assert.ok(shop, identities.map(({ name }) => name).join());
    assert.equal(shop.principalId.length, 36);
  });
});
