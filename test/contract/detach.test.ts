import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { pullVerdict } from '../../emulator/src/oracle/index';
import { apiVersions } from '../../src/model/apiVersions';
import { nameOf } from '../../src/model/armId';
import { titleOf } from '../../src/provisioning/operations/table';
import type { DetachPlan } from '../../src/provisioning/plan/unlinkSpec';
import { detachParts, planDetach } from '../../src/provisioning/teardown/unlink/planDetach';
import { tickedByDefault, type Part } from '../../src/provisioning/teardown/unlink/part';
import { differences } from '../support/estateState';
import { changeProperties } from './support/additions';
import { contoso } from './support/contoso';
import { Linking, written } from './support/linking';
import { assign, defineRole, joinGroup } from './support/people';

const [registry, cluster] = ['appsRegistry', 'shopUsCluster'] as const;
const pair = { registryId: contoso(registry), clusterId: contoso(cluster) };

describe('attach and detach', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  async function attach(): Promise<void> {
    const spec = await azure.propose(registry, cluster, { mode: 'public' });
    const plan = await azure.plan(spec);
    assert.deepEqual(written(plan), ['create roleAssignment']);
    assert.equal((await azure.apply(plan)).kind, 'done');
  }

  const pull = () => {
    azure.emulator.core.operations.settle();
    const { clusterId } = pair;
    return pullVerdict(azure.emulator.estate, { clusterId, image: 'contosoapps.azurecr.io/web:1' }).verdict;
  };
  const kubelet = (): string => {
    const { properties } = azure.emulator.estate.get(pair.clusterId)!;
    return (properties['identityProfile'] as { kubeletidentity: { objectId: string } }).kubeletidentity
      .objectId;
  };

  async function plan(isTicked: (part: Part) => boolean = tickedByDefault): Promise<DetachPlan> {
    const observed = await azure.observeUnlink(registry, cluster);
    const ticked = detachParts(observed)
      .filter(isTicked)
      .map(({ resourceId }) => resourceId);
    return planDetach({ ...pair, ticked }, observed, randomUUID());
  }

  it('an attached cluster pulls, a detached one does not, and everything is as before', async () => {
    const before = azure.state();
    assert.equal(pull(), 'Failed');
    await attach();
    assert.equal(pull(), 'Pulled');
    const detach = await plan();
    assert.deepEqual(
      detach.hazards.map(({ code, affected }) => [code, affected]),
      [['stopsPulling', ['aks-shop-eus2']]],
    );
    assert.equal((await azure.apply(detach)).kind, 'done');
    assert.equal(pull(), 'Failed');
    assert.deepEqual(differences(before, azure.state()), []);
  });

  it('several clusters are attached in one plan, by the role that the registry honours', async () => {
    const { core } = azure.emulator;
    changeProperties(core, pair.registryId, { roleAssignmentMode: 'AbacRepositoryPermissions' });
    const clusterIds = [pair.clusterId, contoso('paymentsCluster')];
    const links = clusterIds.map((clusterId) => ({ clusterId, access: { mode: 'public' } as const }));
    const spec = { schemaVersion: 2, registryId: pair.registryId, links, tags: {} } as const;
    const both = await azure.plan(spec);
    assert.equal(titleOf(both), 'Attach contosoapps to aks-shop-eus2 and aks-payments-weu');
    assert.equal((await azure.apply(both)).kind, 'done');
    for (const clusterId of clusterIds) assert.equal(azure.pull(spec, clusterId).verdict, 'Pulled');
    azure.closePublicAccess(registry);
    const closed = await azure.plan(spec);
    assert.ok(closed.blockers.some(({ code }) => code === 'publicAccessClosed'));
  });

  it('a roll back makes the same assignment again, with its condition', async () => {
    const name = randomUUID();
    const id = `${pair.registryId}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    azure.send('PUT', id, apiVersions.authorization, {
      properties: {
        roleDefinitionId: `/subscriptions/${contoso('apps')}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`,
        principalId: kubelet(),
        principalType: 'ServicePrincipal',
        description: 'made by the platform team',
        condition: "@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEquals 'web'",
        conditionVersion: '2.0',
      },
    });
    const before = azure.state();
    assert.deepEqual(written(await plan()), [], 'what bears no mark is not ticked by itself');
    const detach = await plan(() => true);
    assert.ok(detach.hazards.some(({ code }) => code === 'unmarked'));
    assert.equal((await azure.apply(detach)).kind, 'done');
    assert.equal(azure.emulator.estate.get(id), undefined);
    const undo = await azure.planRollBack(detach.operationId);
    assert.deepEqual(undo.blockers, []);
    assert.equal((await azure.rollBack(undo)).kind, 'done');
    assert.deepEqual(differences(before, azure.state()), []);
    assert.deepEqual(written(await azure.planRollBack(detach.operationId)), []);
  });

  it('never touches an inherited assignment, and says that the cluster still pulls because of it', async () => {
    await attach();
    const group = pair.registryId.replace(/\/providers\/.*/, '');
    assign(azure.emulator, kubelet(), 'AcrPull', group);
    const inherited = azure.emulator.estate
      .ofType('Microsoft.Authorization/roleAssignments')
      .find(({ id }) => id.startsWith(`${group}/providers/Microsoft.Authorization/`))!;
    const detach = await plan(() => true);
    const kept = detach.steps.find(({ resourceId }) => nameOf(resourceId) === inherited.name)!;
    assert.equal(kept.action, 'reuse');
    assert.match(kept.reason, /inherited from rg-registry-apps-weu.* still allows the cluster to pull/);
    assert.ok(!detach.hazards.some(({ code }) => code === 'stopsPulling'));
    assert.equal((await azure.apply(detach)).kind, 'done');
    assert.ok(azure.emulator.estate.get(inherited.id));
    assert.equal(pull(), 'Pulled');
    // Only that one is left: there is nothing to delete any more, whatever is ticked.
    assert.deepEqual(written(await plan(() => true)), []);
  });

  it('shows every role on the registry that lets pull, and ticks only what the extension made', async () => {
    await attach();
    const own = defineRole(azure.emulator, { actions: ['Microsoft.ContainerRegistry/registries/pull/read'] });
    assign(azure.emulator, kubelet(), own, pair.registryId);
    assign(azure.emulator, kubelet(), 'AcrPush', pair.registryId);
    assign(azure.emulator, kubelet(), 'AcrDelete', pair.registryId);
    const parts = detachParts(await azure.observeUnlink(registry, cluster));
    assert.deepEqual(
      parts.map((part) => [part.title.split(' ')[0], tickedByDefault(part)]).toSorted(),
      [
        ['AcrPull', true],
        ['AcrPush', false],
        ['Role', false],
      ].toSorted(),
    );
    const ticked = await plan();
    assert.deepEqual(ticked.hazards, []);
    assert.equal((await azure.apply(ticked)).kind, 'done');
    assert.equal(pull(), 'Pulled');
    const all = await plan(() => true);
    assert.ok(all.hazards.some(({ code }) => code === 'stopsPulling'));
    assert.equal((await azure.apply(all)).kind, 'done');
    assert.equal(pull(), 'Failed');
  });

  it('takes no pull where the registry lets everybody pull, and says so', async () => {
    await attach();
    changeProperties(azure.emulator.core, pair.registryId, { anonymousPullEnabled: true });
    const detach = await plan();
    assert.deepEqual(detach.hazards, []);
    assert.deepEqual(
      detach.requirements.map(({ code }) => code),
      ['anonymousPull'],
    );
    assert.equal((await azure.apply(detach)).kind, 'done');
    assert.equal(pull(), 'Pulled');
  });

  it('takes no pull with a role that the registry doesn’t honour', async () => {
    await attach();
    changeProperties(azure.emulator.core, pair.registryId, {
      roleAssignmentMode: 'AbacRepositoryPermissions',
    });
    assert.equal(pull(), 'Failed');
    const detach = await plan();
    assert.deepEqual(written(detach).length, 1);
    assert.deepEqual(detach.hazards, []);
  });

  it('says that the cluster still pulls by a role of a group that it is in', async () => {
    await attach();
    joinGroup(azure.emulator, contoso('platformEngineers'), kubelet());
    assign(azure.emulator, contoso('platformEngineers'), 'AcrPull', pair.registryId);
    const detach = await plan();
    assert.deepEqual(
      detach.hazards.map(({ code }) => code),
      [],
    );
    const kept = detach.steps.filter(({ action }) => action === 'reuse').map(({ reason }) => reason);
    const words = `It’s assigned on contosoapps. It’s assigned to the group ${contoso('platformEngineers')}`;
    assert.ok(
      kept.some((reason) => reason.includes(words)),
      kept.join(),
    );
    assert.equal((await azure.apply(detach)).kind, 'done');
    assert.equal(pull(), 'Pulled');
  });

  it('leaves alone what somebody has changed after the plan was shown', async () => {
    await attach();
    const detach = await plan();
    const { resourceId } = detach.steps.find(({ action }) => action === 'delete')!;
    changeProperties(azure.emulator.core, resourceId, { description: 'taken over by the platform team' });
    const outcome = await azure.apply(detach);
    assert.equal(outcome.kind, 'failed');
    assert.ok(azure.emulator.estate.get(resourceId));
  });
});
