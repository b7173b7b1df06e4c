import assert from 'node:assert/strict';
import { apiVersions } from '../../src/model/apiVersions';
import { discardOperation } from '../../src/provisioning/operations/journaled';
import { journalledOperations } from '../../src/platform/operations';
import { systemClock } from '../../src/platform/clock';
import { entriesOf } from '../../src/views/history/entries';
import type { LinkPlan } from '../../src/provisioning/plan/spec';
import { wordToType } from '../../src/provisioning/plan/findings';
import { differences, withoutDataEndpoints } from '../support/estateState';
import * as add from './support/additions';
import { contoso } from './support/contoso';
import { Linking, written } from './support/linking';

/** Everything new: network, zone, endpoint, both peerings, both links, role. */
const pair = ['appsRegistry', 'shopUsCluster'] as const;

describe('roll back', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  async function linked(
    registry = pair[0] as Parameters<typeof contoso>[0],
    cluster = pair[1] as never,
  ): Promise<LinkPlan> {
    const plan = await azure.plan(await azure.propose(registry, cluster, { mode: 'private' }));
    const outcome = await azure.apply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    return plan;
  }

  const resourceOf = (plan: LinkPlan, id: string) => plan.steps.find((step) => step.id === id)!.resourceId;

  it('restores the state before, resource by resource', async () => {
    const before = withoutDataEndpoints(azure.state());
    const plan = await linked();
    assert.notDeepEqual(differences(before, azure.state()), []);
    const undo = await azure.planRollBack(plan.operationId);
    assert.deepEqual(undo.blockers, []);
    const outcome = await azure.rollBack(undo);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.deepEqual(
      undo.hazards.map(({ code, affected }) => [code, ...affected]),
      [['stopsPulling', 'aks-shop-eus2'], ['cantBeUndone']],
    );
    assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
  });

  it('says beforehand when nobody can pull any more, because the registry is closed and the endpoint its last', async () => {
    const plan = await linked();
    azure.closePublicAccess('appsRegistry');
    const undo = await azure.planRollBack(plan.operationId);
    const [hazard] = undo.hazards.filter(({ code }) => code === 'deletesLastEndpoint');
    assert.deepEqual(hazard?.affected, ['contosoapps']);
    assert.match(hazard.message, /public network access is disabled\. No client can pull/);
  });

  describe('of the last endpoint of a registry that was closed later', () => {
    /** The cluster pulls over the public address before, so that its role isn't this operation's. */
    async function linkedWhilePulling(): Promise<LinkPlan> {
      const attach = await azure.plan(await azure.propose(...pair, { mode: 'public' }));
      assert.equal((await azure.apply(attach)).kind, 'done');
      assert.equal(azure.way(attach.purpose.spec), 'public');
      return linked();
    }

    it('names the cluster, which indeed loses the registry, and asks for the registry’s name', async () => {
      const plan = await linkedWhilePulling();
      azure.closePublicAccess('appsRegistry');
      const undo = await azure.planRollBack(plan.operationId);
      const [hazard] = undo.hazards.filter(({ code }) => code === 'deletesLastEndpoint');
      assert.deepEqual(hazard?.affected, ['aks-shop-eus2', 'contosoapps']);
      assert.deepEqual(undo.blockers, []);
      assert.equal(wordToType(undo), 'contosoapps');
      assert.equal(azure.way(plan.purpose.spec), 'private');
      await azure.rollBack(undo);
      assert.equal(azure.way(plan.purpose.spec), 'none');
    });

    it('is refused where another cluster pulls over it, which indeed would lose the registry', async () => {
      const plan = await linkedWhilePulling();
      const other = await azure.plan(
        await azure.propose('appsRegistry', 'devtestCluster', { mode: 'private' }),
      );
      assert.deepEqual(other.blockers, []);
      assert.equal((await azure.apply(other)).kind, 'done');
      azure.closePublicAccess('appsRegistry');
      assert.equal(azure.way(other.purpose.spec), 'private');
      const undo = await azure.planRollBack(plan.operationId);
      assert.deepEqual(
        undo.blockers.map(({ code }) => code),
        ['lastEndpointOfClosedRegistry'],
      );
      assert.match(undo.blockers[0]!.message, /\. aks-devtest-weu could no longer pull/);
      assert.equal((await azure.rollBack(undo)).kind, 'refused');
      await azure.rollBack({ ...undo, blockers: [] });
      assert.equal(azure.way(other.purpose.spec), 'none');
    });

    it('goes on once the registry is public again, and the cluster pulls as before', async () => {
      const plan = await linkedWhilePulling();
      azure.closePublicAccess('appsRegistry');
      azure.send('PATCH', contoso('appsRegistry'), apiVersions.registry, {
        properties: { publicNetworkAccess: 'Enabled' },
      });
      const undo = await azure.planRollBack(plan.operationId);
      assert.deepEqual(undo.blockers, []);
      assert.equal((await azure.rollBack(undo)).kind, 'done');
      assert.equal(azure.way(plan.purpose.spec), 'public');
    });
  });

  it('ends the operation that it undoes, and has nothing left to do afterwards', async () => {
    const plan = await linked();
    const undo = await azure.planRollBack(plan.operationId);
    await azure.rollBack(undo);
    const { finished } = await azure.journalOf(plan.operationId);
    assert.deepEqual([finished?.result, finished?.by], ['rolledBack', undo.operationId]);
    assert.deepEqual(written(await azure.planRollBack(plan.operationId)), []);
  });

  it('can be begun anew where one was stopped half-way and given up', async () => {
    const before = withoutDataEndpoints(azure.state());
    const plan = await linked();
    const first = await azure.planRollBack(plan.operationId);
    const last = first.steps.filter(({ action }) => action === 'delete').at(-1);
    assert.ok(last);
    azure.emulator.faults.add({
      kind: 'locked',
      match: { path: `*${last.resourceId}` },
    });
    assert.equal((await azure.rollBack(first)).kind, 'failed');
    azure.emulator.faults.clear();
    const operations = journalledOperations(azure.journal, systemClock, 'w');
    const ofLink = async () => {
      const [entry] = entriesOf(await operations.all(), await operations.journals(), String).filter(
        ({ operationId }) => operationId === plan.operationId,
      );
      return [entry?.end, entry?.actions.includes('rollBack')];
    };
    assert.deepEqual(await ofLink(), ['Partly rolled back', false]);

    await discardOperation(azure.journal, systemClock, first.operationId, 'w');
    assert.deepEqual(await ofLink(), ['Partly rolled back', true]);
    const second = await azure.planRollBack(plan.operationId);
    assert.equal((await azure.rollBack(second)).kind, 'done');
    assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
    assert.deepEqual(await ofLink(), ['Rolled back', false]);
    assert.equal((await azure.journalOf(plan.operationId)).finished?.by, second.operationId);
  });

  it('leaves alone what an unlink deleted and another link made again, and that one’s is', async () => {
    const first = await linked();
    const unlink = await azure.planUnlink(...pair, (part) => part.serves === 'pair');
    assert.deepEqual(unlink.blockers, []);
    await azure.applied(unlink);
    assert.equal(azure.way(first.purpose.spec), 'none');
    const second = await linked();
    assert.equal(azure.way(second.purpose.spec), 'private');
    const old = await azure.planRollBack(first.operationId);
    const peerings = old.steps.filter(({ kind }) => kind === 'peering');
    assert.deepEqual(
      peerings.map(({ action, reason }) => [
        action,
        reason.includes('“Link contosoapps to aks-shop-eus2” created it'),
      ]),
      [
        ['reuse', true],
        ['reuse', true],
      ],
    );
    const present = await azure.planRollBack(second.operationId);
    const going = present.steps.filter(({ kind, action }) => kind === 'peering' && action === 'delete');
    assert.equal(going.length, 2);
    assert.deepEqual(
      present.hazards.filter(({ code }) => code === 'stopsPulling').map(({ affected }) => affected),
      [['aks-shop-eus2']],
    );
    await azure.rollBack(present);
    assert.equal(azure.way(second.purpose.spec), 'none');
  });

  for (const count of [1, 3, 5, 7]) {
    it(`undoes the first ${count} steps of an operation that failed then`, async () => {
      const before = withoutDataEndpoints(azure.state());
      const plan = await azure.plan(await azure.propose(...pair, { mode: 'private' }));
      const [...writes] = plan.steps.filter(({ action }) => action !== 'reuse');
      azure.emulator.faults.add({
        kind: 'policy-denied',
        match: { path: `*${writes[count]!.resourceId}` },
      });
      const outcome = await azure.apply(plan);
      assert.notEqual(outcome.kind, 'done');
      azure.emulator.faults.clear();
      const undone = await azure.rollBack(await azure.planRollBack(plan.operationId));
      assert.equal(undone.kind, 'done', JSON.stringify(undone));
      assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
    });
  }

  it('puts back what was updated', async () => {
    const before = azure.state();
    const plan = await linked('dataRegistry', 'paymentsCluster' as never);
    assert.ok(plan.steps.some(({ action, kind }) => action === 'update' && kind === 'zoneGroup'));
    const outcome = await azure.rollBack(await azure.planRollBack(plan.operationId));
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.deepEqual(differences(before, azure.state()), []);
  });

  it('makes nothing anew that somebody has deleted after the plan was made', async () => {
    const plan = await linked('dataRegistry', 'paymentsCluster' as never);
    const undo = await azure.planRollBack(plan.operationId);
    const { resourceId } = undo.steps.find(
      ({ action, kind }) => action === 'update' && kind === 'zoneGroup',
    )!;
    azure.send('DELETE', resourceId, apiVersions.network);
    const outcome = await azure.rollBack(undo);
    assert.ok(outcome.kind === 'failed', JSON.stringify(outcome));
    assert.ok(outcome.failures.some(({ code }) => code === 'guard.gone'));
    assert.equal(azure.emulator.estate.get(resourceId), undefined);
  });

  describe('leaves', () => {
    const leaves = async (plan: LinkPlan, stepId: string, why: RegExp) => {
      const undo = await azure.planRollBack(plan.operationId);
      const step = undo.steps.find(({ id }) => id === `undo.${stepId}`)!;
      assert.equal(step.action, 'reuse');
      assert.match(step.reason, why);
      const outcome = await azure.rollBack(undo);
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.ok(azure.emulator.estate.get(step.resourceId), 'it is still there');
    };

    it('a network that somebody else has put a subnet into', async () => {
      const plan = await linked();
      const id = resourceOf(plan, 'network');
      const { properties } = azure.emulator.estate.get(id)!;
      const [prefix = ''] = (properties['addressSpace'] as { addressPrefixes: string[] }).addressPrefixes;
      const lastQuarter = prefix.replace(/(\d+)\/26$/, (_, start) => `${Number(start) + 48}/28`);
      azure.send('PUT', `${id}/subnets/others`, apiVersions.network, {
        properties: { addressPrefix: lastQuarter },
      });
      await leaves(plan, 'network', /contains other resources \(subnets others\)/);
    });

    it('a zone with the records of another registry', async () => {
      const plan = await linked();
      const id = resourceOf(plan, 'zone');
      azure.send('PUT', `${id}/A/other`, apiVersions.privateDns, {
        properties: { ttl: 10, aRecords: [{ ipv4Address: '10.9.9.9' }] },
      });
      await leaves(plan, 'zone', /contains other resources \(A other\)/);
    });

    it('what no longer bears its mark', async () => {
      const plan = await linked();
      azure.send('PATCH', resourceOf(plan, 'network'), apiVersions.network, { tags: { team: 'other' } });
      await leaves(plan, 'network', /doesn’t have this operation’s tag/);
    });

    it('a peering that somebody else has changed', async () => {
      const plan = await linked();
      const step = plan.steps.find(({ id }) => id === 'peering.registryToCluster')!;
      const { properties } = step.request!.body as { properties: object };
      azure.send('PUT', step.resourceId, apiVersions.network, {
        properties: { ...properties, allowForwardedTraffic: true },
      });
      await leaves(plan, 'peering.registryToCluster', /differs from what this operation created/);
    });
  });

  it('names the lock that forbids it', async () => {
    const plan = await linked();
    const registryId = contoso(pair[0]);
    azure.send('PUT', `${registryId}/providers/Microsoft.Authorization/locks/keep`, '2020-05-01', {
      properties: { level: 'CanNotDelete' },
    });
    const { blockers } = await azure.planRollBack(plan.operationId);
    assert.match(
      blockers[0]?.message ?? '',
      /The lock keep \(CanNotDelete\) on contosoapps blocks these steps/,
    );
    assert.match(blockers[0]?.message ?? '', /Private endpoint/);
  });

  it('names a lock on the registry also where that is in another subscription than all that goes', async () => {
    const { core } = azure.emulator;
    const elsewhere = add.addGroup(core, add.addSubscription(core, 'Images'), 'rg-images');
    const registry = add.addRegistry(core, elsewhere, 'fabrikam');
    const cluster = contoso(pair[1]) as `/${string}`;
    add.addPull(core, registry, cluster);
    core.operations.settleAll();
    const wanted = await azure.propose(registry, cluster, { mode: 'private', placement: 'clusterNetwork' });
    const plan = await azure.plan(wanted);
    assert.equal((await azure.apply(plan)).kind, 'done');
    azure.send('PUT', `${registry}/providers/Microsoft.Authorization/locks/keep`, '2020-05-01', {
      properties: { level: 'CanNotDelete' },
    });
    const undo = await azure.planRollBack(plan.operationId);
    const going = undo.steps.filter(({ action }) => action === 'delete');
    assert.ok(going.every(({ resourceId }) => !resourceId.startsWith(elsewhere)));
    assert.match(
      undo.blockers[0]?.message ?? '',
      /The lock keep \(CanNotDelete\) on fabrikam blocks these steps/,
    );
    assert.equal((await azure.rollBack({ ...undo, blockers: [] })).kind, 'failed');
  });

  it('doesn’t say that something has gone which Azure refused to make', async () => {
    const plan = await azure.plan(await azure.propose(...pair, { mode: 'private' }));
    const peering = plan.steps.find(({ id }) => id === 'peering.registryToCluster')!;
    azure.emulator.faults.add({ kind: 'policy-denied', match: { path: `*${peering.resourceId}` } });
    await azure.apply(plan);
    azure.emulator.faults.clear();
    const undo = await azure.planRollBack(plan.operationId);
    const left = undo.steps.find(({ id }) => id === `undo.${peering.id}`);
    assert.match(left?.reason ?? '', /^It doesn’t exist\. This operation didn’t complete it/);
  });

  it('stops at a container into which something came after the plan was made', async () => {
    const plan = await linked();
    const undo = await azure.planRollBack(plan.operationId);
    azure.send('PUT', `${resourceOf(plan, 'zone')}/A/late`, apiVersions.privateDns, {
      properties: { ttl: 10, aRecords: [{ ipv4Address: '10.9.9.9' }] },
    });
    const outcome = await azure.rollBack(undo);
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual(
      outcome.failures.map(({ code }) => code),
      ['guard.foreignContents'],
    );
    assert.ok(azure.emulator.estate.get(resourceOf(plan, 'zone')));
  });
});
