import assert from 'node:assert/strict';
import { exportPlanWithImports } from '../../src/exporting/exportPlan';
import { apiVersions } from '../../src/model/apiVersions';
import { clouds } from '../../src/model/clouds';
import { observePlanned } from '../../src/provisioning/existing/ofPlan';
import type { AnyPlan } from '../../src/provisioning/operations/table';
import { takingOverProblems } from '../support/exportProblems';
import { readTerraform } from '../support/terraform';
import { never } from './support/azure';
import { Linking } from './support/linking';

describe('a plan as Terraform that takes over what is there', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  const linkPlan = async () =>
    azure.plan(await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' }));
  const observed = (plan: AnyPlan) => observePlanned(plan, azure.azure, never);

  /** Of a link that was whole, until somebody deleted a peering. */
  async function repairingPlan() {
    const whole = await linkPlan();
    await azure.applied(whole);
    const { resourceId } = whole.steps.find(({ kind }) => kind === 'peering') ?? assert.fail('peerings');
    const { core } = azure.emulator;
    assert.ok(core.send('DELETE', resourceId, apiVersions.network).status < 300);
    core.operations.settleAll();
    return linkPlan();
  }

  /** Addresses of blocks that would make something, and of those what is taken over. */
  async function blocksOf(plan: AnyPlan) {
    const done = exportPlanWithImports(plan, await observed(plan), clouds.public);
    assert.ok(done.kind === 'exported', JSON.stringify(done));
    const { blocks, imports } = await readTerraform(done.files.map(({ text }) => text).join(''));
    const made = blocks.filter(({ isData, type }) => !isData && type !== 'azapi_update_resource');
    return { made: made.map(({ address }) => address), imported: [...imports.keys()] };
  }

  it('imports what the plan reuses, and creates the rest', async () => {
    const plan = await repairingPlan();
    const there = await observed(plan);
    assert.ok(there.things.length > 3, `${there.things.length}`);
    assert.deepEqual(await takingOverProblems(plan, there), []);
    const { made, imported } = await blocksOf(plan);
    const created = made.filter((address) => !imported.includes(address));
    assert.deepEqual(
      created.map((address) => address.split('.')[0]),
      ['azurerm_virtual_network_peering'],
    );
    assert.ok(
      imported.every((address) => address.includes('.existing_')),
      imported.join(),
    );
  });

  it('creates nothing once the plan is applied', async () => {
    const plan = await linkPlan();
    await azure.applied(plan);
    const there = await observed(plan);
    assert.deepEqual(await takingOverProblems(plan, there), []);
    const { made, imported } = await blocksOf(plan);
    assert.deepEqual(made.toSorted(), imported.toSorted());
  });

  it('leaves to others what the plan changes, and says so', async () => {
    const plan = await repairingPlan();
    const [reused = assert.fail()] = plan.steps.filter(
      ({ action, kind }) => action === 'reuse' && kind === 'zone',
    );
    const changing: AnyPlan = {
      ...plan,
      steps: [...plan.steps, { ...reused, id: 'change', action: 'update' }],
    };
    const { things, left } = await observed(changing);
    assert.ok(things.every(({ resourceId }) => resourceId !== reused.resourceId));
    assert.match(left.join(' '), /is changed by the plan\. It is only referred to\./);
  });
});
