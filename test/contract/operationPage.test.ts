import assert from 'node:assert/strict';
import { apiVersions } from '../../src/model/apiVersions';
import { systemClock } from '../../src/platform/clock';
import { journalledOperations } from '../../src/platform/operations';
import { readOperation } from '../../src/provisioning';
import { operationTag } from '../../src/provisioning/plan/ownership';
import { discardOperation } from '../../src/provisioning/operations/journaled';
import type { LinkSpec } from '../../src/provisioning/plan/spec';
import { entriesOf } from '../../src/views/history/entries';
import type { EntryView } from '../../src/views/history/protocol';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { OperationDriver } from './support/operationPage';

describe('the page of an operation', () => {
  let linking: Linking;
  let spec: LinkSpec;
  beforeEach(async () => {
    linking = await Linking.start();
    spec = await linking.propose('dataRegistry', 'shopUsCluster');
  });
  afterEach(() => linking.close());

  const pair = { registryId: contoso('dataRegistry'), clusterId: contoso('shopUsCluster') };
  const unlinking = { kind: 'unlink', spec: { ...pair, ticked: [] } } as const;

  async function linked(): Promise<string> {
    const plan = await linking.plan(spec);
    await linking.applied(plan);
    assert.equal(linking.pull(spec).verdict, 'Pulled');
    return plan.operationId;
  }

  it('has what goes of a link chosen: only the pair’s own is ticked, and what can’t go says why', async () => {
    await linked();
    const page = await OperationDriver.open(linking, unlinking);
    assert.equal(page.view.title, 'Unlink contosodata from aks-shop-eus2');
    const own = page.section('pair');
    assert.ok(own.some(([title]) => title.startsWith('Peering ')) && own.every(([, ticked]) => ticked));
    const shared = page.section('shared');
    assert.ok(
      shared.some(([title]) => title.startsWith('Private endpoint ')),
      JSON.stringify(shared),
    );
    assert.deepEqual(
      shared.filter(([, ticked]) => ticked),
      [],
    );
    for (const field of page.fields('stays')) {
      assert.ok(field.kind === 'fact' && field.text.length > 0, JSON.stringify(field));
      const { scope } = field;
      page.form.handle({ type: 'edit', scope, field: 'ticked', value: 'true', edit: 99 });
      assert.equal(page.choice(new RegExp(field.label.replace(/[^\w ]/g, '.'))).kind, 'fact');
    }
  });

  it('names who can’t pull any more, deletes what was chosen, and reads again that it is gone', async () => {
    await linked();
    const page = await (await OperationDriver.open(linking, unlinking)).preview();
    const { hazards, steps } = page.page('plan').plan;
    const deletions = steps.filter(({ action }) => action === 'delete');
    const found = hazards.filter(({ message }) => message.includes('can no longer pull from contosodata'));
    assert.deepEqual(
      found.map(({ affected }) => affected),
      [['aks-shop-eus2']],
    );
    // Not before it is agreed to.
    const { operationId, revision } = page.page('plan').plan;
    page.form.handle({ type: 'apply', operationId, revision });
    page.page('plan');
    await page.apply();
    const { plan, verification, canBeUndone } = page.page('done');
    assert.deepEqual([verification, canBeUndone], [{ state: 'verified' }, false]);
    assert.ok(deletions.length > 0);
    assert.deepEqual(
      plan.steps.filter(({ action }) => action === 'delete'),
      deletions.map((step) => ({ ...step, reason: '', irreversible: undefined })),
      'why it was to be deleted, and that this can’t be undone, was for who decided',
    );
    assert.equal(linking.pull(spec).verdict, 'Failed');
    // Somebody links the two again: the page that comes back doesn't say that they aren't.
    await linked();
    page.form.cameToFront();
    await page.ready();
    assert.equal(page.page('done').verification.state, 'remaining');
  });

  it('proposes to delete no longer what somebody else has made again since it was opened', async () => {
    await linked();
    const [front, planned] = [
      await OperationDriver.open(linking, unlinking),
      await OperationDriver.open(linking, unlinking),
    ];
    const isRole = ([title]: readonly [string, boolean]) => title.includes(' role assignment for ');
    assert.deepEqual(
      front
        .section('pair')
        .filter(isRole)
        .map(([, ticked]) => ticked),
      [true],
    );
    const { core } = linking.emulator;
    const [role] = core.estate
      .ofType('Microsoft.Authorization/roleAssignments')
      .filter(({ properties }) => JSON.stringify(properties).includes(operationTag));
    assert.ok(role);
    core.send('DELETE', role.id, apiVersions.authorization);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { roleDefinitionId, principalId, principalType, description } = role.properties;
    const properties = { roleDefinitionId, principalId, principalType, description };
    assert.equal(core.send('PUT', role.id, apiVersions.authorization, { properties }).status, 201);

    front.form.cameToFront();
    await front.ready();
    assert.deepEqual(
      front
        .section('pair')
        .filter(isRole)
        .map(([, ticked]) => ticked),
      [false],
    );
    assert.match(JSON.stringify(front.fields('pair')), /journal shows that it didn’t create/);
    for (const page of [front, planned]) {
      await page.preview();
      const steps = page
        .page('plan')
        .plan.steps.filter(({ title }) => title.includes(' role assignment for '));
      assert.deepEqual(
        steps.map(({ action }) => action),
        ['reuse'],
      );
    }
  });

  it('says at once, when it comes to the front, that everything was deleted elsewhere', async () => {
    await linked();
    const page = await OperationDriver.open(linking, unlinking);
    page.page('editing');
    const other = await (await OperationDriver.open(linking, unlinking)).preview();
    await other.apply();
    other.page('done');
    page.form.cameToFront();
    await page.ready();
    const { plan, form } = page.page('plan');
    assert.deepEqual([plan.nothingToDo, form.sections], [true, []]);
  });

  it('keeps over a reload what was chosen, and plans anew', async () => {
    await linked();
    const before = await (
      await OperationDriver.open(linking, unlinking)
    ).tick(/ role assignment for /, false);
    const after = await OperationDriver.restored(linking, before);
    assert.deepEqual(after.section('pair'), before.section('pair'));
    await after.preview();
    const again = await OperationDriver.restored(linking, after);
    const { steps } = again.page('plan').plan;
    assert.equal(steps.find(({ title }) => title.includes(' role assignment for '))?.action, 'reuse');
    assert.ok(steps.some(({ action }) => action === 'delete'));
  });

  it('a change of what is chosen drops the plan', async () => {
    await linked();
    const page = await (await OperationDriver.open(linking, unlinking)).preview();
    page.page('plan');
    await page.tick(/ role assignment for /, false);
    assert.match(page.page('editing').notice ?? '', /changed after the preview/);
  });

  it('rolls a working link back: says who loses the pull, and leaves what is unticked', async () => {
    const operationId = await linked();
    const { title } = (await readOperation(linking.journal, operationId)).journal;
    const undoing = { kind: 'rollBack', spec: { operationId, title } } as const;
    const page = await OperationDriver.open(linking, undoing);
    // Everything is ticked: there is nothing to choose first.
    const { hazards, purpose } = page.page('plan').plan;
    assert.equal(purpose, 'rollBack');
    assert.deepEqual(
      hazards
        .filter(({ message }) => message.includes('can no longer pull from contosodata'))
        .map(({ affected }) => affected),
      [['aks-shop-eus2']],
    );
    assert.ok(page.section('undone').every(([, ticked]) => ticked));
    await (await page.tick(/ role assignment for /, false)).preview();
    await page.apply();
    assert.equal(page.page('done').verification.state, 'verified');
    assert.equal(linking.pull(spec).verdict, 'Failed');
    const { journal } = await readOperation(linking.journal, operationId);
    assert.equal(journal.finished?.result, 'rolledBack');
    const role = journal.plan.steps.find(
      ({ kind, action }) => kind === 'roleAssignment' && action === 'create',
    );
    assert.ok(role !== undefined && linking.emulator.estate.get(role.resourceId) !== undefined);
    const gone = journal.plan.steps.filter(({ kind, action }) => kind === 'peering' && action === 'create');
    assert.ok(gone.length > 0);
    for (const { resourceId } of gone) assert.equal(linking.emulator.estate.get(resourceId), undefined);
  });

  it('goes on with an operation that failed, and shows what is left of it first', async () => {
    linking.emulator.faults.add({
      kind: 'policy-denied',
      policy: 'No peerings today',
      match: { path: '*/virtualNetworkPeerings/*', method: 'PUT' },
    });
    const plan = await linking.plan(spec);
    assert.equal((await linking.apply(plan)).kind, 'failed');
    linking.emulator.faults.clear();
    const page = await OperationDriver.open(linking, plan.purpose, plan.operationId);
    const { plan: left } = page.page('plan');
    assert.deepEqual([left.purpose, left.operationId], ['resume', plan.operationId]);
    assert.ok(left.steps.some(({ title, action }) => title.startsWith('Peering') && action === 'create'));
    assert.match(JSON.stringify(left.drawing), /"vnet-shop-eus2"/);
    const again = await OperationDriver.restored(linking, page);
    await again.apply();
    assert.deepEqual(again.page('done').verification, { state: 'verified' });
    assert.equal(linking.pull(spec).verdict, 'Pulled');
    assert.equal(again.page('done').canBeUndone, true);
  });

  it('says of an operation that is over that there is nothing to go on with', async () => {
    const operationId = await linked();
    const page = await OperationDriver.open(linking, { kind: 'link', spec }, operationId);
    const { offers, problem } = page.page('interrupted');
    assert.deepEqual(offers, { resume: false, rollBack: false, journal: true });
    assert.equal(problem.message, 'Nothing to resume. The operation was done.');
  });

  describe('whose roll back', () => {
    /** How the history shows the operation. */
    async function entry(operationId: string): Promise<EntryView> {
      const operations = journalledOperations(linking.journal, systemClock, 'w');
      const entries = entriesOf(await operations.all(), await operations.journals(), String);
      return entries.find((one) => one.operationId === operationId) ?? assert.fail('there is an entry');
    }
    async function rollBackPage(operationId: string): Promise<OperationDriver> {
      const { title } = (await readOperation(linking.journal, operationId)).journal;
      return OperationDriver.open(linking, { kind: 'rollBack', spec: { operationId, title } });
    }

    it('was discarded half-way is gone on with, and what that undid is done again', async () => {
      const refused = (path: string, method: 'PUT' | 'DELETE') => {
        linking.emulator.faults.add({ kind: 'policy-denied', policy: 'No', match: { path, method } });
      };
      refused('*/virtualNetworkPeerings/*', 'PUT');
      const plan = await linking.plan(spec);
      assert.equal((await linking.apply(plan)).kind, 'failed');
      linking.emulator.faults.clear();
      refused('*/virtualNetworkLinks/*', 'DELETE');
      const back = await linking.planRollBack(plan.operationId);
      assert.equal((await linking.rollBack(back)).kind, 'failed');
      linking.emulator.faults.clear();
      await discardOperation(linking.journal, systemClock, back.operationId, 'w');

      const { end, why, actions } = await entry(plan.operationId);
      assert.deepEqual([end, actions], ['Failed', ['resume', 'rollBack', 'discard', 'viewJournal']]);
      const written = plan.steps.filter(({ action }) => action !== 'reuse').length;
      assert.match(why, new RegExp(`^1 of ${written} steps done\\.`), 'the role is gone again');
      const page = await OperationDriver.open(linking, plan.purpose, plan.operationId);
      const left = page.page('plan').plan.steps.filter(({ action }) => action !== 'reuse');
      assert.equal(left.length, written - 1);
      await page.apply();
      assert.deepEqual(page.page('done').verification, { state: 'verified' });
      assert.equal(linking.pull(spec).verdict, 'Pulled');
      assert.equal((await entry(plan.operationId)).end, 'Succeeded');
    });

    for (const [moment, act] of [
      ['is applied', (page: OperationDriver) => page.apply()],
      [
        'comes to the front',
        (page: OperationDriver) => {
          page.form.cameToFront();
          return page.ready();
        },
      ],
    ] as const) {
      it(`kept a part of it ends what another page would resume, which says so when it ${moment}`, async () => {
        const match = { path: '*/virtualNetworkPeerings/*', method: 'PUT' } as const;
        linking.emulator.faults.add({ kind: 'policy-denied', policy: 'No', match });
        const plan = await linking.plan(spec);
        assert.equal((await linking.apply(plan)).kind, 'failed');
        linking.emulator.faults.clear();
        const page = await OperationDriver.open(linking, plan.purpose, plan.operationId);
        page.page('plan');
        const part = await (await rollBackPage(plan.operationId)).tick(/ role assignment for /, false);
        await (await part.preview()).apply();
        part.page('done');
        await act(page);
        const { offers, problem } = page.page('interrupted');
        assert.equal(offers.resume, false);
        assert.match(problem.message, /^Nothing to resume\./);
      });
    }

    it('was for a part of it is rolled back in part, until the rest is rolled back too', async () => {
      const operationId = await linked();
      const part = await (await rollBackPage(operationId)).tick(/ role assignment for /, false);
      await (await part.preview()).apply();
      part.page('done');
      const { end, why, actions } = await entry(operationId);
      assert.deepEqual([end, actions], ['Partly rolled back', ['rollBack', 'viewJournal']]);
      assert.match(why, /didn’t include all changes\.$/);
      const rest = await rollBackPage(operationId);
      await rest.apply();
      rest.page('done');
      const after = await entry(operationId);
      assert.deepEqual([after.end, after.why, after.actions], ['Rolled back', '', ['viewJournal']]);
    });
  });

  it('attaches and detaches: the role alone, with who can’t pull afterwards, and an undo', async () => {
    const attached: LinkSpec = {
      schemaVersion: 2,
      registryId: contoso('appsRegistry'),
      links: [{ clusterId: contoso('shopUsCluster'), access: { mode: 'public' } }],
      tags: {},
    };
    const page = await OperationDriver.open(linking, { kind: 'link', spec: attached });
    await page.apply();
    assert.equal(page.page('done').verification.state, 'verified');
    assert.equal(linking.pull(attached).verdict, 'Pulled');
    const batch = [{ clusterId: contoso('batchCluster'), access: { mode: 'public' } }] as const;
    const stopped = await OperationDriver.open(linking, {
      kind: 'link',
      spec: { ...attached, links: batch },
    });
    await stopped.apply();
    assert.deepEqual([page.view.idle, stopped.view.idle], [[], ['aks-batch-neu']]);
    const { registryId, links } = attached;
    const detaching = { registryId, clusterId: links[0]!.clusterId, ticked: [] };
    const back = await OperationDriver.open(linking, { kind: 'detach', spec: detaching });
    assert.deepEqual(
      back.page('plan').plan.hazards.map(({ affected }) => affected),
      [['aks-shop-eus2']],
    );
    await back.apply();
    assert.equal(back.page('done').canBeUndone, true);
    assert.equal(linking.pull(attached).verdict, 'Failed');
  });

  it('says on the page that the role alone is no use where public access is off', async () => {
    const links = [{ clusterId: pair.clusterId, access: { mode: 'public' as const } }];
    linking.closePublicAccess('appsRegistry');
    const closed: LinkSpec = { schemaVersion: 2, registryId: contoso('appsRegistry'), links, tags: {} };
    const page = await OperationDriver.open(linking, { kind: 'link', spec: closed });
    assert.match(
      page
        .page('plan')
        .plan.blockers.map(({ message }) => message)
        .join(),
      /[Pp]ublic/,
    );
  });
});
