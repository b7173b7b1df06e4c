/** What came to depend on a part of a link while an operation lay interrupted is found before it goes on. */
import assert from 'node:assert/strict';
import { apiVersions } from '../../src/model/apiVersions';
import { prepareResume, resumeOperation } from '../../src/provisioning/operations/resume';
import type { Plan } from '../../src/provisioning/plan/plan';
import { addTwin } from './support/additions';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign } from './support/people';

const [registry, cluster] = ['appsRegistry', 'shopUsCluster'] as const;
const twinKubelet = '99999999-9999-4999-8999-999999999999';

describe('an interrupted operation that deletes', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  async function linked() {
    const plan = await azure.plan(await azure.propose(registry, cluster, { mode: 'private' }));
    await azure.applied(plan);
    return plan;
  }

  const lock = (network: string, on: boolean) => {
    const id = `${network}/providers/Microsoft.Authorization/locks/keep`;
    if (on) azure.send('PUT', id, '2020-05-01', { properties: { level: 'CanNotDelete' } });
    else azure.send('DELETE', id, '2020-05-01');
  };

  /** Applies a plan up to a lock that is put in the way, and takes the lock away again. */
  async function stoppedAt(plan: Plan, lockedId: string): Promise<void> {
    lock(lockedId, true);
    const outcome = await azure.apply(plan as Parameters<Linking['apply']>[0]);
    assert.equal(outcome.kind, 'failed', JSON.stringify(outcome));
    lock(lockedId, false);
  }

  /** A second cluster in the same network, which pulls over what the first one's link made. */
  function addAnother(): string {
    const twin = addTwin(azure.emulator.core, contoso(cluster), twinKubelet);
    assign(azure.emulator, twinKubelet, 'AcrPull', contoso(registry));
    azure.closePublicAccess(registry);
    return twin;
  }

  const resume = (operationId: string, acknowledged: readonly string[] = []) =>
    resumeOperation(operationId, azure.ports, never, () => undefined, acknowledged);
  const world = () => ({ azure: azure.azure, journal: azure.journal });

  it('unlinks nothing any more that another cluster pulls over by now', async () => {
    const link = await linked();
    const endpoint = link.steps.find(({ kind }) => kind === 'endpoint')!.resourceId;
    const unlink = await azure.planUnlink(registry, cluster, () => true);
    await stoppedAt(unlink, endpoint);
    const twin = addAnother();
    const before = azure.state();
    const pulled = azure.pull(link.purpose.spec, twin).verdict;
    const left = await prepareResume(unlink.operationId, world(), never);
    assert.match(left.blockers.map(({ message }) => message).join(' '), /aks-twin/);
    const outcome = await resume(
      unlink.operationId,
      left.hazards.map(({ id }) => id),
    );
    assert.ok(outcome.kind === 'refused', JSON.stringify(outcome));
    assert.equal(outcome.failure.code, 'resume.blocked');
    assert.deepEqual(azure.state(), before, 'nothing is written');
    assert.equal(azure.pull(link.purpose.spec, twin).verdict, pulled);
  });

  it('rolls nothing back any more that another cluster pulls over by now', async () => {
    const link = await linked();
    const zoneLink = link.steps.find(({ id }) => id === 'zoneLink.cluster')!.resourceId;
    const undo = await azure.planRollBack(link.operationId);
    await stoppedAt(undo, zoneLink);
    addAnother();
    const before = azure.state();
    const left = await prepareResume(undo.operationId, world(), never);
    const outcome = await resume(undo.operationId);
    assert.ok(outcome.kind === 'refused', JSON.stringify(outcome));
    assert.match([...left.blockers, ...left.hazards].map((one) => JSON.stringify(one)).join(' '), /aks-twin/);
    assert.deepEqual(azure.state(), before, 'nothing is written');
  });

  describe('asks again', () => {
    /** An unlink that took the ways down and stopped at the endpoint, and the hazards of its resumption after the act. */
    async function openAfter(act: () => void): Promise<readonly string[]> {
      const link = await linked();
      const unlink = await azure.planUnlink(registry, cluster, () => true);
      assert.ok(unlink.hazards.some(({ code }) => code === 'deletesLastEndpoint'));
      await stoppedAt(unlink, link.steps.find(({ kind }) => kind === 'endpoint')!.resourceId);
      const before = await prepareResume(unlink.operationId, world(), never);
      assert.deepEqual(before.hazards, [], 'all that is left was agreed to');
      act();
      const state = azure.state();
      const outcome = await resume(unlink.operationId);
      assert.ok(outcome.kind === 'refused', JSON.stringify(outcome));
      assert.equal(outcome.failure.code, 'resume.endangersOthers');
      assert.deepEqual(azure.state(), state, 'nothing is written');
      const left = await prepareResume(unlink.operationId, world(), never);
      return left.hazards.map(({ message }) => message);
    }

    it('where the same hazard means more, because the registry was closed', async () => {
      const messages = await openAfter(() => {
        azure.closePublicAccess(registry);
      });
      assert.match(messages.join(), /public network access is disabled\. No client can pull/);
    });

    it('where the same hazard means more, because chosen addresses alone are let in', async () => {
      const messages = await openAfter(() => {
        const properties = { networkRuleSet: { defaultAction: 'Deny', ipRules: [] } };
        azure.send('PATCH', contoso(registry), apiVersions.registry, { properties });
      });
      assert.match(messages.join(), /allows only selected IP addresses\. Other clients can’t pull/);
    });
  });

  it('goes on where nobody else has come, and ends as it would have', async () => {
    const link = await linked();
    const endpoint = link.steps.find(({ kind }) => kind === 'endpoint')!.resourceId;
    const unlink = await azure.planUnlink(registry, cluster, () => true);
    await stoppedAt(unlink, endpoint);
    const left = await prepareResume(unlink.operationId, world(), never);
    assert.deepEqual(left.blockers, []);
    assert.ok(left.steps.some(({ action }) => action === 'reuse'));
    assert.ok(left.steps.some(({ action }) => action === 'delete'));
    const outcome = await resume(unlink.operationId);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.deepEqual((await azure.planUnlink(registry, cluster, () => true)).steps, []);
  });
});
