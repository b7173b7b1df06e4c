/** The owner's side of a private endpoint: somebody asked for it, and the registry's owner approves or rejects. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { prepare } from '../../src/provisioning/operations/prepare';
import type { PlanOf } from '../../src/provisioning/operations/table';
import type { ApprovalSpec } from '../../src/provisioning/plan/approvalSpec';
import type { LinkSpec } from '../../src/provisioning/plan/spec';
import { never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking, written } from './support/linking';
import { OperationDriver } from './support/operationPage';

const registryId = contoso('appsRegistry');
const version = '2025-11-01';

describe('the approval of a private endpoint', () => {
  let linking: Linking;
  let link: LinkSpec;
  let asked: ApprovalSpec;
  beforeEach(async () => {
    linking = await Linking.start();
    linking.closePublicAccess('appsRegistry');
    link = await linking.propose('appsRegistry', 'shopUsCluster', {
      mode: 'private',
      approval: { mode: 'manual', requestMessage: 'For the shop, please.' },
    });
    await linking.applied(await linking.plan(link));
    assert.equal(linking.way(link), 'none', 'it waits');
    const pending = await pendingConnections();
    assert.equal(pending.length, 1);
    const { id: connectionId, endpointId, message } = pending[0]!;
    assert.equal(message, 'For the shop, please.');
    asked = { registryId, connectionId, endpointId, decision: 'approve', message: 'Welcome' };
  });
  afterEach(() => linking.close());

  async function pendingConnections() {
    const { registries } = await linking.azure.inventory(subscriptionIds, never);
    const own = registries.find(({ id }) => id.toLowerCase() === registryId.toLowerCase());
    return (own?.connections ?? []).filter(({ status }) => status === 'Pending');
  }

  async function plan(spec: ApprovalSpec): Promise<PlanOf<'approval'>> {
    const world = { azure: linking.azure, journal: linking.journal };
    return (await prepare({ kind: 'approval', spec, operationId: randomUUID() }, world, never)).plan;
  }

  /** What the connection says now, in the emulator's own state. */
  function decided(): unknown {
    linking.emulator.core.operations.settle();
    return linking.emulator.estate.get(asked.connectionId)?.properties['privateLinkServiceConnectionState'];
  }

  /** As another owner would in the portal. */
  function byAnother(status: string): void {
    const state = { status, description: 'By somebody else' };
    linking.send('PUT', asked.connectionId, version, {
      properties: { privateLinkServiceConnectionState: state },
    });
  }

  it('lets the cluster pull, with one request, and leaves nothing to do', async () => {
    const shown = await plan(asked);
    assert.deepEqual(shown.blockers, []);
    assert.deepEqual(written(shown), ['update connection']);
    const before = linking.writes().length;
    await linking.applied(shown);
    assert.deepEqual(
      linking
        .writes()
        .slice(before)
        .map(({ method, path }) => `${method} ${path.split('?')[0]}`),
      [`PUT ${asked.connectionId}`],
    );
    assert.deepEqual(decided(), { status: 'Approved', description: 'Welcome', actionsRequired: 'None' });
    assert.equal(linking.pull(link).verdict, 'Pulled');
    assert.equal(linking.way(link), 'private');
    assert.deepEqual(await pendingConnections(), []);
    const again = await plan(asked);
    assert.deepEqual([written(again), again.blockers, again.hazards], [[], [], []]);
  });

  it('says before who gets private addresses, in which network, and where names turn', async () => {
    const { hazards } = await plan(asked);
    const letIn = hazards.find(({ code }) => code === 'privateAddressGiven');
    const network = linking.emulator.estate.get(asked.endpointId)!.properties['subnet'] as { id: string };
    const name = network.id.split('/').at(-3)!;
    assert.deepEqual(letIn?.affected, [name]);
    assert.match(letIn.message, new RegExp(`virtual network ${name}`));
    const turned = hazards.find(({ code }) => code === 'namesTurned');
    assert.ok(turned?.affected.includes('aks-shop-eus2'), JSON.stringify(hazards));
  });

  it('is decided on a page, which says the end as Azure has it and comes back after a reload', async () => {
    const wanted = { kind: 'approval', spec: asked } as const;
    const opened = await OperationDriver.open(linking, wanted);
    assert.equal(opened.view.title, 'Approve pe-contosoapps on contosoapps');
    const page = await OperationDriver.restored(linking, opened);
    assert.ok(page.page('plan').plan.hazards.length > 0, 'each to be agreed to');
    await page.apply();
    const { verification, canBeUndone } = page.page('done');
    assert.deepEqual([verification, canBeUndone], [{ state: 'verified' }, false]);
    assert.equal(linking.pull(link).verdict, 'Pulled');
  });

  it('rejects, and says so to the endpoint', async () => {
    const shown = await plan({ ...asked, decision: 'reject', message: 'Not this year' });
    assert.deepEqual(
      shown.hazards.map(({ code }) => code),
      ['endpointTurnedDown'],
    );
    await linking.applied(shown);
    assert.deepEqual(decided(), {
      status: 'Rejected',
      description: 'Not this year',
      actionsRequired: 'None',
    });
    assert.match(
      JSON.stringify(linking.emulator.estate.get(asked.endpointId)),
      /"status":"Rejected","description":"Not this year"/,
    );
    assert.equal(linking.way(link), 'none');
    const late = await plan(asked);
    assert.deepEqual(
      late.blockers.map(({ code }) => code),
      ['alreadyDecided'],
    );
  });

  for (const [status, left] of [
    ['Rejected', 'none'],
    ['Approved', 'private'],
  ] as const) {
    it(`leaves alone what somebody else has ${status.toLowerCase()} in between`, async () => {
      const shown = await plan({ ...asked, decision: status === 'Rejected' ? 'approve' : 'reject' });
      byAnother(status);
      const outcome = await linking.apply(shown);
      assert.equal(outcome.kind, 'failed', JSON.stringify(outcome));
      assert.match(JSON.stringify(outcome), /guard\.changed/);
      assert.match(JSON.stringify(decided()), new RegExp(`"${status}","description":"By somebody else"`));
      assert.equal(linking.way(link), left);
    });
  }

  it('makes nothing of a connection that is gone', async () => {
    const shown = await plan(asked);
    linking.send('DELETE', asked.connectionId, version);
    const outcome = await linking.apply(shown);
    assert.match(JSON.stringify(outcome), /guard\.gone/);
    assert.equal(linking.emulator.estate.get(asked.connectionId), undefined);
    const late = await plan(asked);
    assert.deepEqual([late.steps, late.blockers.map(({ code }) => code)], [[], ['namedThingMissing']]);
  });

  it('is never given to another endpoint than the one that was looked at', async () => {
    const { steps, blockers } = await plan({ ...asked, endpointId: `${asked.endpointId}-of-others` });
    assert.deepEqual([steps, blockers.map(({ code }) => code)], [[], ['anotherEndpoint']]);
  });

  it('says that it can’t tell the network of an endpoint that can’t be read', async () => {
    const { azure, journal } = linking;
    const hidden: typeof azure = Object.assign(Object.create(azure) as typeof azure, {
      observe: async (...args: Parameters<typeof azure.observe>) => {
        const observed = await azure.observe(...args);
        return { ...observed, endpoints: {} };
      },
    });
    const wish = { kind: 'approval', spec: asked, operationId: randomUUID() } as const;
    const { plan: shown } = await prepare(wish, { azure: hidden, journal }, never);
    assert.deepEqual(shown.blockers, []);
    assert.match(shown.hazards.map(({ message }) => message).join('\n'), /network that isn’t visible here/);
    assert.ok(shown.hazards.some(({ code }) => code === 'namesUnseen'));
  });
});
