import assert from 'node:assert/strict';
import type { AnyPlan } from '../../src/provisioning/operations/table';
import type { Step } from '../../src/provisioning/plan/plan';
import { settingsOf } from '../../src/provisioning/plan/settings';
import { resumeOperation } from '../../src/provisioning/operations/resume';
import { tickedByDefault } from '../../src/provisioning/teardown/unlink/part';
import { unlinkParts } from '../../src/provisioning/teardown/unlink/planUnlink';
import { never } from './support/azure';
import { Linking } from './support/linking';
import { otherBody, raw, thing } from './support/strangers';

describe('what somebody else does while a link is interrupted', () => {
  let azure: Linking;
  let link: AnyPlan;
  beforeEach(async () => {
    azure = await Linking.start();
    link = await azure.plan(await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' }));
  });
  afterEach(() => azure.close());

  const stepOf = (id: string): Step => link.steps.find((step) => step.id === id)!;

  /** Everything is made but what is named, which a policy forbids for the time being. */
  async function interruptedAt(id: string): Promise<void> {
    const path = `*${stepOf(id).resourceId}`;
    azure.emulator.faults.add({ kind: 'policy-denied', match: { method: 'PUT', path, times: 'always' } });
    assert.equal((await azure.apply(link)).kind, 'failed');
    azure.emulator.faults.clear();
  }

  const resume = () => resumeOperation(link.operationId, azure.ports, never, () => undefined);

  async function isRefused(what: RegExp): Promise<void> {
    const outcome = await resume();
    assert.ok(outcome.kind === 'refused', JSON.stringify(outcome));
    assert.equal(outcome.failure.code, 'resume.stateChanged');
    assert.match(outcome.failure.message, what);
  }

  it('goes on where nobody did anything, and knows later what it made', async () => {
    await interruptedAt('zoneLink.cluster');
    assert.equal((await resume()).kind, 'done');
    const parts = unlinkParts(await azure.observeUnlink('appsRegistry', 'shopUsCluster'));
    assert.equal(parts.filter(tickedByDefault).length, 4);
  });

  it('doesn’t take what they made in its place for its own', async () => {
    await interruptedAt('zoneLink.cluster');
    const { resourceId, request } = stepOf('zoneLink.cluster');
    azure.send('PUT', resourceId, request?.apiVersion ?? '', otherBody(stepOf('zoneLink.cluster')));
    const theirs = thing(azure, resourceId);
    await isRefused(/something else exists/);
    assert.equal(thing(azure, resourceId), theirs);
    assert.equal((await azure.rollBack(await azure.planRollBack(link.operationId))).kind, 'done');
    assert.equal(thing(azure, resourceId), theirs);
  });

  it('doesn’t take for its own what they made exactly as it would, where Azure keeps no mark', async () => {
    await interruptedAt('peering.clusterToRegistry');
    const { resourceId, request } = stepOf('peering.clusterToRegistry');
    azure.send('PUT', resourceId, request?.apiVersion ?? '', request?.body);
    const theirs = thing(azure, resourceId);
    const outcome = await resume();
    assert.ok(outcome.kind === 'failed', JSON.stringify(outcome));
    assert.deepEqual(
      outcome.failures.map(({ code }) => code),
      ['guard.exists'],
    );
    assert.equal((await azure.rollBack(await azure.planRollBack(link.operationId))).kind, 'done');
    assert.equal(thing(azure, resourceId), theirs);
  });

  for (const kind of ['peering', 'roleAssignment'] as const) {
    it(`sees that they have made again what it had made, however equal: ${kind}`, async () => {
      const last = stepOf('zoneLink.cluster');
      const others = link.steps.filter(({ id, action }) => id !== last.id && action !== 'reuse');
      const waiting = { ...last, dependsOn: others.map(({ id }) => id) };
      link = { ...link, steps: link.steps.map((step) => (step.id === last.id ? waiting : step)) };
      await interruptedAt(last.id);
      const made = link.steps.filter((step) => step.kind === kind);
      const bodies = made.map(({ resourceId }) => settingsOf(kind, raw(azure, resourceId)));
      for (const { resourceId, request } of made) azure.send('DELETE', resourceId, request!.apiVersion);
      for (const [index, { resourceId, request }] of made.entries()) {
        azure.send('PUT', resourceId, request!.apiVersion, bodies[index]);
      }
      await isRefused(/it was created again by others/);
    });
  }
});
