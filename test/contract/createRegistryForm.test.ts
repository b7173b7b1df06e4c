import assert from 'node:assert/strict';
import { FailureError } from '../../src/model/failure';
import { MemoryStorage } from '../support/fakeWriter';
import { CreateFormDriver } from './support/createForm';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { OperationDriver } from './support/operationPage';

const apps = `/subscriptions/${contoso('apps')}`;

describe('the form that creates a private registry', () => {
  let linking: Linking;
  beforeEach(async () => {
    linking = await Linking.start();
  });
  afterEach(() => linking.close());

  const filled = () => new CreateFormDriver(linking).ready();
  const registryAt = (group: string, name: string) =>
    linking.emulator.estate.get(
      `${apps}/resourceGroups/${group}/providers/Microsoft.ContainerRegistry/registries/${name}`,
    );

  const refuseEndpoints = () => {
    linking.emulator.faults.add({
      kind: 'policy-denied',
      policy: 'No endpoints today',
      match: { path: '*/privateEndpoints/*', method: 'PUT' },
    });
  };

  it('is filled with a registry that could be made at once', async () => {
    const driver = await filled();
    assert.equal(driver.view.subscription, 'Contoso Apps');
    assert.deepEqual(
      [driver.valueOf('group'), driver.valueOf('publicAccess'), driver.valueOf('permissions')],
      ['new', 'Disabled', 'legacy'],
    );
    assert.equal(driver.page('editing').form.errors, 0);
    const { plan } = (await driver.preview()).page('plan');
    assert.deepEqual(plan.blockers, []);
    assert.ok(plan.steps.some(({ id, action }) => id === 'registry' && action === 'create'));
  });

  it('says whether Azure takes the name, of the name that is there now', async () => {
    const driver = await filled();
    await driver.edit('name', 'contosodata');
    await driver.until(() => driver.field('name').error !== undefined);
    assert.match(driver.field('name').error ?? '', /contosodata is already in use/);
    await driver.edit('name', 'contosobrandnew');
    assert.equal(driver.field('name').error, undefined);
    await driver.until(() => driver.field('name').note?.state === 'good');
    assert.match(driver.field('name').note?.text ?? '', /contosobrandnew\.azurecr\.io/);
  });

  it('doesn’t wait for an Azure that can’t say whether the name is free', async () => {
    const unreachable = () =>
      Promise.reject(
        new FailureError({ code: 'x', kind: 'transient', message: 'No answer came.', nextAction: '' }),
      );
    const driver = await new CreateFormDriver(linking, { over: { checkRegistryName: unreachable } }).ready();
    await driver.until(() => driver.field('name').note?.state === 'unknown');
    assert.match(
      driver.field('name').note?.text ?? '',
      /Couldn’t check whether the name is available: No answer came/,
    );
    assert.equal((await driver.preview()).page('plan').plan.blockers.length, 0);
  });

  it('does without a list of resource groups', async () => {
    const refused = () =>
      Promise.reject(new FailureError({ code: 'x', kind: 'auth', message: 'No.', nextAction: '' }));
    const driver = await new CreateFormDriver(linking, { over: { listResourceGroups: refused } }).ready();
    assert.match(driver.field('group').help ?? '', /can’t be listed/);
    assert.equal(driver.errors.length, 1);
    assert.equal((await driver.preview()).page('plan').plan.blockers.length, 0);
  });

  it('makes the registry in a group of its own, and finds nothing left to do', async () => {
    const driver = await new CreateFormDriver(linking, { tags: { owner: 'platform' } }).ready();
    await driver.edit('name', 'contosofresh');
    await driver.edit('groupName', 'rg-fresh');
    await driver.edit('location', 'westeurope');
    await driver.edit('addReplica', 'northeurope');
    await driver.edit('permissions', 'abac');
    await (await driver.preview()).apply();
    assert.deepEqual(driver.page('done').verification, { state: 'verified' });
    assert.equal(driver.view.registry?.loginServer, 'contosofresh.azurecr.io');
    const made = registryAt('rg-fresh', 'contosofresh');
    assert.deepEqual(
      [
        made?.location,
        made?.properties['publicNetworkAccess'],
        made?.properties['roleAssignmentMode'],
        made?.tags?.['owner'],
      ],
      ['westeurope', 'Disabled', 'AbacRepositoryPermissions', 'platform'],
    );
    assert.equal(driver.form.kind.registryId?.endsWith('/registries/contosofresh'), true);
    assert.ok(driver.written > 0);
  });

  it('takes a group, a network and a subnet that are there', async () => {
    const driver = await filled();
    const group = linking.emulator.estate.below(apps, 'Microsoft.Resources/resourceGroups')[0]!;
    await driver.edit('group', group.id);
    assert.equal(driver.valueOf('location'), group.location);
    const network = contoso('shopUsNetwork');
    await driver.edit('network', network);
    assert.notEqual(driver.valueOf('subnet'), '');
    await driver.edit('name', 'contosoinshop');
    const { plan } = (await driver.preview()).page('plan');
    assert.deepEqual(plan.blockers, []);
    assert.deepEqual(
      plan.steps
        .filter(({ resourceId }) => resourceId.toLowerCase() === network.toLowerCase())
        .map(({ action }) => action),
      ['reuse'],
    );
    await driver.apply();
    assert.equal(driver.page('done').verification.state, 'verified');
    assert.ok(registryAt(group.id.split('/').at(-1) ?? '', 'contosoinshop'));
  });

  it('shows the same plan after a reload, and resumes or rolls back what was interrupted', async () => {
    const journal = new MemoryStorage();
    const before = await new CreateFormDriver(linking, { journal }).ready();
    await before.edit('name', 'contosohalf');
    await before.edit('addReplica', 'northeurope');
    await before.preview();
    const shown = before.page('plan').plan.steps.map(({ resourceId }) => resourceId);
    const again = await new CreateFormDriver(linking, { journal, start: before.saved }).ready();
    assert.deepEqual(
      again.page('plan').plan.steps.map(({ resourceId }) => resourceId),
      shown,
    );
    // Azure refuses the endpoint, the window closes: what is done stays.
    refuseEndpoints();
    await again.apply();
    assert.equal(again.page('failed').offers.rollBack, true);
    linking.emulator.faults.clear();
    const saved = { ...again.saved, phase: 'interrupted' as const };
    const resumed = await new CreateFormDriver(linking, { journal, start: saved }).ready();
    assert.deepEqual(resumed.page('interrupted').offers, { resume: true, rollBack: true, journal: true });
    resumed.form.handle({ type: 'resume' });
    await resumed.ready();
    // What is left is shown first, with what is at stake by now.
    assert.equal(resumed.page('plan').plan.purpose, 'resume');
    await resumed.apply();
    assert.deepEqual(resumed.page('done').verification, { state: 'verified' });
  });

  it('goes on after a failure and a reload, although the name is taken now, by itself', async () => {
    const before = await filled();
    await before.edit('name', 'contosoagain');
    refuseEndpoints();
    await (await before.preview()).apply();
    linking.emulator.faults.clear();
    const again = await new CreateFormDriver(linking, {
      start: { ...before.saved, phase: 'editing' },
    }).ready();
    await again.until(() => again.field('name').note?.state === 'unknown');
    assert.match(again.field('name').note?.text ?? '', /already has a registry with this name/);
    const { plan } = (await again.preview()).page('plan');
    assert.deepEqual(plan.blockers, []);
    await again.apply();
    assert.equal(again.page('done').verification.state, 'verified');
  });

  it('rolls back what failed, and leaves nothing of it', async () => {
    const driver = await new CreateFormDriver(linking, { journal: linking.journal }).ready();
    await driver.edit('name', 'contosogone');
    refuseEndpoints();
    await (await driver.preview()).apply();
    assert.equal(driver.page('failed').offers.rollBack, true);
    linking.emulator.faults.clear();
    const undone = { operationId: driver.saved.operationId, title: driver.view.title };
    const page = await OperationDriver.open(linking, { kind: 'rollBack', spec: undone });
    assert.equal(page.page('plan').plan.purpose, 'rollBack');
    await page.apply();
    assert.equal(page.page('done').verification.state, 'verified');
    assert.equal(linking.emulator.estate.get(`${apps}/resourceGroups/rg-contosogone`), undefined);
  });

  it('keeps names from becoming addresses of something else', async () => {
    const driver = await filled();
    for (const name of ['a/../../x', 'x"; rm -rf', 'reg$(id)', '`id`12', "o'clock", '--name', 'two\nlines']) {
      await driver.edit('name', name);
      assert.match(driver.field('name').error ?? '', /5 to 50 characters/, name);
      assert.equal((await driver.preview()).view.page.phase, 'editing');
    }
    await driver.edit('name', 'contosofine');
    await driver.edit('groupName', 'rg/../x');
    assert.equal((await driver.preview()).view.page.phase, 'editing');
  });
});
