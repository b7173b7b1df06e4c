/** Somebody begins to pull over a part of a link while that is being taken down. */
import assert from 'node:assert/strict';
import { prepareResume, resumeOperation } from '../../src/provisioning/operations/resume';
import type { LinkPlan } from '../../src/provisioning/plan/spec';
import type { RollBackPlan } from '../../src/provisioning/plan/rollBackSpec';
import type { UnlinkPlan } from '../../src/provisioning/plan/unlinkSpec';
import { addTwin } from './support/additions';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign, newPerson } from './support/people';
import { appliedWhile, codesOf } from './support/strangers';

const registry = 'appsRegistry';
const cluster = 'shopUsCluster';
const kubelet = '99999999-9999-4999-8999-999999999999';

describe('who begins to pull over what is about to be deleted', () => {
  let azure: Linking;
  let link: LinkPlan;
  beforeEach(async () => {
    azure = await Linking.start();
    await linked('shopCluster');
    link = await linked(cluster);
    azure.closePublicAccess(registry);
  });
  afterEach(() => azure.close());

  async function linked(to: Parameters<typeof contoso>[0]): Promise<LinkPlan> {
    const plan = await azure.plan(await azure.propose(registry, to, { mode: 'private' }));
    await azure.applied(plan);
    return plan;
  }

  const plans: Readonly<Record<string, () => Promise<UnlinkPlan | RollBackPlan>>> = {
    'an unlink': () => azure.planUnlink(registry, cluster, ({ serves }) => serves === 'pair'),
    'a roll back': () => azure.planRollBack(link.operationId),
  };
  const firstOf = (plan: UnlinkPlan | RollBackPlan) =>
    plan.steps.find(({ kind, action }) => kind === 'zoneLink' && action === 'delete')!;
  const subscription = () => /^\/subscriptions\/[^/]+/.exec(contoso(registry))![0];

  for (const [what, plan] of Object.entries(plans)) {
    for (const [where, scope] of [
      ['on the registry', () => contoso(registry)],
      ['above it', subscription],
    ] as const) {
      it(`goes on pulling through ${what}, with a role ${where}`, async () => {
        const made = await plan();
        let twin = '';
        const outcome = await appliedWhile(azure, made, firstOf(made), 'look', () => {
          twin = addTwin(azure.emulator.core, contoso(cluster), kubelet);
          assign(azure.emulator, kubelet, 'AcrPull', scope());
        });
        assert.deepEqual(codesOf(outcome), ['guard.inUse']);
        assert.equal(azure.way(link.purpose.spec, twin), 'private');
      });
    }

    it(`doesn’t stop ${what} where it is a person, who signs in at no node`, async () => {
      const made = await plan();
      const person = newPerson(azure.emulator);
      const outcome = await appliedWhile(azure, made, firstOf(made), 'look', () => {
        assign(azure.emulator, person.objectId, 'AcrPush', contoso(registry));
      });
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    });

    it(`stands in the way of resuming ${what} only where it is near`, async () => {
      const made = await plan();
      const { resourceId } = made.steps.find(
        ({ kind, action }) => kind === 'peering' && action === 'delete',
      )!;
      const lock = `${resourceId.replace(/\/virtualNetworkPeerings.*/, '')}/providers/Microsoft.Authorization/locks/keep`;
      azure.send('PUT', lock, '2020-05-01', { properties: { level: 'CanNotDelete' } });
      assert.equal((await azure.apply(made)).kind, 'failed');
      azure.send('DELETE', lock, '2020-05-01');
      // A pipeline's identity, of no cluster.
      assign(azure.emulator, contoso('pipeline'), 'AcrPull', contoso(registry));
      const left = await prepareResume(
        made.operationId,
        { azure: azure.azure, journal: azure.journal },
        never,
      );
      assert.deepEqual(left.blockers, []);
      const agreed = left.hazards.map(({ id }) => id);
      const outcome = await resumeOperation(made.operationId, azure.ports, never, () => undefined, agreed);
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    });
  }
});
