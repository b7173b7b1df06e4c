import assert from 'node:assert/strict';
import type { AnyPlan } from '../../src/provisioning/operations/table';
import type { Step } from '../../src/provisioning/plan/plan';
import { freshSpec, planFor } from './support/freshRegistries';
import { Linking } from './support/linking';
import { appliedWhile, codesOf, otherBody, thing } from './support/strangers';

const plans: Readonly<Record<string, (azure: Linking) => Promise<AnyPlan>>> = {
  link: async (azure) =>
    azure.plan(await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' })),
  'link in the network of the cluster': async (azure) =>
    azure.plan(
      await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private', placement: 'clusterNetwork' }),
    ),
  registry: async ({ azure }) => planFor(azure, await freshSpec(azure)),
};

/** Every kind of thing that is created, each in the first plan that has it. */
const created: readonly [plan: string, stepIds: readonly string[]][] = [
  [
    'link',
    [
      'network',
      'zone',
      'endpoint',
      'zoneGroup',
      'peering.registryToCluster',
      'peering.clusterToRegistry',
      'zoneLink.registry',
      'zoneLink.cluster',
      'roleAssignment',
    ],
  ],
  ['link in the network of the cluster', ['subnet']],
  ['registry', ['resourceGroup.registry', 'registry', 'replica.northeurope']],
];

describe('what somebody else makes first', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  const stepOf = (plan: AnyPlan, id: string): Step => plan.steps.find((step) => step.id === id)!;

  /** Somebody makes a thing of the step's name; the operation stops there, and nothing touches theirs, nor a roll back. */
  async function staysTheirs(plan: AnyPlan, step: Step, moment: 'look' | 'write'): Promise<void> {
    assert.equal(step.action, 'create');
    let theirs: string | undefined;
    const outcome = await appliedWhile(azure, plan, step, moment, () => {
      azure.send('PUT', step.resourceId, step.request?.apiVersion ?? '', otherBody(step));
      theirs = thing(azure, step.resourceId);
      assert.ok(theirs !== undefined);
    });
    assert.deepEqual(codesOf(outcome), ['guard.exists'], JSON.stringify(outcome));
    assert.equal(thing(azure, step.resourceId), theirs);
    const undone = await azure.rollBack(await azure.planRollBack(plan.operationId));
    assert.equal(undone.kind, 'done', JSON.stringify(undone));
    assert.equal(thing(azure, step.resourceId), theirs);
  }

  for (const [name, stepIds] of created) {
    for (const id of stepIds) {
      it(`is left as it is: ${id} of a ${name}`, async () => {
        const plan = await plans[name]!(azure);
        await staysTheirs(plan, stepOf(plan, id), 'look');
      });
    }
  }

  for (const id of ['zone', 'zoneLink.registry', 'zoneLink.cluster']) {
    it(`is left as it is also between the last look and the request, where Azure honours conditions: ${id}`, async () => {
      const plan = await plans['link']!(azure);
      await staysTheirs(plan, stepOf(plan, id), 'write');
    });
  }

  it('says what it is and what to do, and can be planned with afterwards', async () => {
    const spec = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
    const plan = await azure.plan(spec);
    const step = stepOf(plan, 'roleAssignment');
    const outcome = await appliedWhile(azure, plan, step, 'look', () => {
      azure.send('PUT', step.resourceId, step.request?.apiVersion ?? '', otherBody(step));
    });
    assert.ok(outcome.kind === 'failed');
    const [failure] = outcome.failures;
    assert.equal(failure?.resourceId, step.resourceId);
    assert.match(
      failure.message,
      /^“AcrPull role assignment for the kubelet identity of aks-shop-eus2” wasn’t changed, because it now exists/,
    );
    await azure.applied(await azure.plan(spec));
    assert.equal(azure.pull(spec).verdict, 'Pulled');
  });

  it('is looked for again before a request that got no answer is sent once more', async () => {
    const plan = await plans['link']!(azure);
    const step = stepOf(plan, 'network');
    // Azure never gets the first try; before the second one somebody else makes the network.
    azure.emulator.faults.add({
      kind: 'reset-before',
      match: { method: 'PUT', path: `*${step.resourceId}`, times: 1 },
    });
    let looks = 0;
    const ports = azure.ports;
    const reader: typeof ports.reader = {
      ...ports.reader,
      read: (id, signal) => {
        if (id === step.resourceId) looks += 1;
        if (id === step.resourceId && looks === 2) {
          azure.send('PUT', id, step.request?.apiVersion ?? '', otherBody(step));
        }
        return ports.reader.read(id, signal);
      },
    };
    const outcome = await azure.apply(plan, undefined, { reader });
    assert.deepEqual(codesOf(outcome), ['guard.exists'], JSON.stringify(outcome));
    assert.match(thing(azure, step.resourceId) ?? '', /"team":"others"/);
  });
});
