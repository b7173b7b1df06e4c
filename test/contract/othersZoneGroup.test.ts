/** A policy gives the endpoint its zone group just before the plan's step would. */
import assert from 'node:assert/strict';
import type { LinkPlan, PrivateAccess } from '../../src/provisioning/plan/spec';
import type { Outcome } from '../../src/provisioning/applying/outcome';
import { contoso } from './support/contoso';
import { Linking, written } from './support/linking';

describe('a zone group that a policy makes between plan and request', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start({ latencyScale: 0 });
  });
  afterEach(() => azure.close());

  async function planned(): Promise<{ plan: LinkPlan; access: PrivateAccess }> {
    const spec = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
    const { access } = spec.links[0]!;
    assert.ok(access.mode === 'private');
    return { plan: await azure.plan(spec), access };
  }

  /** Applies, and has the policy act as soon as endpoint and zone are there. */
  async function overtaken(plan: LinkPlan, { endpoint }: PrivateAccess, zoneId: string): Promise<Outcome> {
    let isSent = false;
    const outcome = await azure.apply(plan, (event) => {
      const made = azure.emulator.estate.get(endpoint.id)?.properties['provisioningState'] === 'Succeeded';
      const isOurs = JSON.stringify(event).includes('zoneGroup');
      if (isSent || !made || isOurs || azure.emulator.estate.get(zoneId) === undefined) return;
      isSent = true;
      azure.send('PUT', `${endpoint.id}/privateDnsZoneGroups/deployedByPolicy`, '2026-01-01', {
        properties: { privateDnsZoneConfigs: [{ name: 'acr', properties: { privateDnsZoneId: zoneId } }] },
      });
    });
    assert.ok(isSent, 'the policy came in between');
    return outcome;
  }

  it('is as good as the plan’s where it writes to the same zone, and isn’t taken for ours', async () => {
    const { plan, access } = await planned();
    const outcome = await overtaken(plan, access, access.zone.id);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.equal(azure.pull(plan.purpose.spec).verdict, 'Pulled');
    const back = await azure.planRollBack(plan.operationId);
    assert.deepEqual(
      back.steps.filter(({ kind, action }) => kind === 'zoneGroup' && action === 'delete'),
      [],
    );
  });

  it('stops the plan with words about it where it writes to another, and a new plan goes by it', async () => {
    const { plan, access } = await planned();
    const outcome = await overtaken(plan, access, contoso('hubZone'));
    assert.equal(outcome.kind, 'failed');
    const step = outcome.steps.find(({ stepId }) => stepId === 'zoneGroup');
    assert.ok(step?.state === 'failed' && step.failure);
    assert.equal(step.failure.code, 'zoneGroup.others');
    assert.match(step.failure.message, /policy.*deployedByPolicy writes to privatelink\.azurecr\.io/);
    assert.match(step.failure.nextAction, /Preview again/);
    assert.ok(!written((await planned()).plan).includes('create zoneGroup'));
  });
});
