import assert from 'node:assert/strict';
import type { PublicAccessPlan, WantedAccess } from '../../src/provisioning/plan/publicAccessSpec';
import { run } from '../../src/provisioning/operations/run';
import type { Outcome } from '../../src/provisioning/applying/outcome';
import { resumeOperation } from '../../src/provisioning/operations/resume';
import { systemClock } from '../../src/platform/clock';
import { withRights } from '../../src/provisioning/preflight/preflight';
import * as add from './support/additions';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assignEverywhere, blindPerson, newPerson } from './support/people';
import { pathsTo, planAccess } from './support/publicAccess';

const registryId = contoso('coreRegistry');
const off: WantedAccess = { mode: 'off' };
const ranges = (...texts: string[]): WantedAccess => ({ mode: 'ranges', ranges: texts });

describe('public access of a registry', () => {
  let linking: Linking;
  beforeEach(async () => {
    linking = await Linking.start();
    open({ publicNetworkAccess: 'Enabled' });
  });
  afterEach(() => linking.close());

  function open(properties: object, id = registryId): void {
    linking.send('PATCH', id, '2025-11-01', { properties });
  }

  /** What Azure holds of the registry's public access now. */
  function settings(id = registryId) {
    linking.emulator.core.operations.settle();
    const { publicNetworkAccess, networkRuleSet, networkRuleBypassOptions } =
      linking.emulator.estate.get(id)!.properties;
    return { publicNetworkAccess, networkRuleSet, networkRuleBypassOptions };
  }

  const plan = (
    access: WantedAccess,
    { trustedServices = true, id = registryId, azure = linking.azure } = {},
  ): Promise<PublicAccessPlan> => planAccess(azure, id, access, trustedServices);

  /** Without the pauses between tries. */
  async function applyQuickly(plan: PublicAccessPlan): Promise<Outcome> {
    const sleep = (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / 50, signal);
    const ports = { ...linking.ports, clock: { ...systemClock, sleep } };
    const acknowledged = plan.hazards.map(({ id }) => id);
    return run(plan, ports, never, () => undefined, acknowledged);
  }

  const codes = (plan: PublicAccessPlan) => plan.hazards.map(({ code }) => code);

  it('closed with a linked cluster: nobody of the clusters is named, and the pull goes on', async () => {
    assert.deepEqual(await pathsTo(linking.azure, registryId), { 'aks-shop-weu': 'private' });
    const closing = await plan(off);
    assert.deepEqual(closing.blockers, []);
    assert.deepEqual(codes(closing), ['othersShutOut', 'servicesShutOut', 'listingShutOut']);
    assert.deepEqual(await linking.apply(closing).then(({ kind }) => kind), 'done');
    assert.deepEqual(settings(), {
      publicNetworkAccess: 'Disabled',
      networkRuleSet: { defaultAction: 'Allow', ipRules: [] },
      networkRuleBypassOptions: 'AzureServices',
    });
    const spec = await linking.propose('coreRegistry', 'shopCluster');
    assert.equal(linking.way(spec), 'private');
    assert.deepEqual(
      (await plan(off)).steps.map(({ action }) => action),
      ['reuse'],
    );
  });

  it('sends what the plan shows and nothing else', async () => {
    const closing = await plan(off);
    linking.emulator.log.clear();
    await linking.apply(closing);
    assert.deepEqual(linking.writes(), [
      { method: 'PATCH', path: registryId, body: { properties: { publicNetworkAccess: 'Disabled' } } },
    ]);
  });

  it('names pipelines, groups and people with a role, as the directory does', async () => {
    const closing = await plan(off);
    const { affected } = closing.hazards.find(({ code }) => code === 'othersShutOut')!;
    const has = (pattern: RegExp) => {
      assert.ok(
        affected.some((victim) => pattern.test(victim)),
        pattern.source,
      );
    };
    has(new RegExp(`^sp-contoso-pipeline \\(service principal ${contoso('pipeline')}\\), may pull and push`));
    has(new RegExp(`^Platform Engineers \\(group ${contoso('platformEngineers')}\\)`));
    has(new RegExp(`^mira.* \\(user ${contoso('mira')}\\)`));
  });

  it('says that users of the admin’s password and of anonymous pull can’t be named', async () => {
    assert.ok(!codes(await plan(off)).includes('unnamedShutOut'));
    open({ adminUserEnabled: true, anonymousPullEnabled: true });
    const { affected } = (await plan(off)).hazards.find(({ code }) => code === 'unnamedShutOut')!;
    assert.deepEqual(affected, ['anonymous pull', 'the admin user’s password']);
  });

  it('lets in chosen addresses; who is left out is warned of the address, and the cluster that goes privately isn’t', async () => {
    add.addPull(linking.emulator.core, registryId, contoso('shopUsCluster'));
    const restricting = await plan(ranges(' 203.0.113.0/24', '198.51.100.7/32', '203.0.113.0/24'));
    assert.deepEqual(restricting.blockers, []);
    const [named] = restricting.hazards.filter(({ code }) => code.startsWith('cluster'));
    assert.deepEqual(named?.affected, ['aks-shop-eus2']);
    assert.match(named.message, /unless they use one of the allowed IP addresses/);
    await linking.apply(restricting);
    assert.deepEqual(settings().networkRuleSet, {
      defaultAction: 'Deny',
      ipRules: [
        { action: 'Allow', value: '203.0.113.0/24' },
        { action: 'Allow', value: '198.51.100.7' },
      ],
    });
  });

  it('keeps rules of others: closing leaves them, and taking one off the list names it', async () => {
    const rules = {
      defaultAction: 'Deny',
      ipRules: [
        { action: 'Allow', value: '203.0.113.0/24' },
        { action: 'Allow', value: '198.51.100.7' },
      ],
    };
    open({ networkRuleSet: rules });
    await linking.apply(await plan(off));
    assert.deepEqual(settings().networkRuleSet, rules);
    open({ publicNetworkAccess: 'Enabled' });
    const more = await plan(ranges('192.0.2.1', '198.51.100.7', '203.0.113.0/24'));
    assert.ok(!codes(more).includes('addressesShutOut'));
    const fewer = await plan(ranges('203.0.113.0/24'));
    assert.deepEqual(fewer.hazards.find(({ code }) => code === 'addressesShutOut')?.affected, [
      '198.51.100.7',
    ]);
  });

  it('stops when somebody else has changed the rules since the plan was made', async () => {
    const restricting = await plan(ranges('203.0.113.0/24'));
    open({ networkRuleSet: { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '192.0.2.9' }] } });
    const outcome = await linking.apply(restricting);
    assert.ok(outcome.kind === 'failed');
    assert.match(outcome.failures[0]!.message, /has changed since the plan was created/);
    assert.match(JSON.stringify(settings().networkRuleSet), /192\.0\.2\.9/);
  });

  it('rolled back, is exactly as it was; not if somebody has changed it since', async () => {
    open({
      networkRuleSet: { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '192.0.2.9' }] },
      networkRuleBypassOptions: 'None',
    });
    const before = settings();
    const changing = await plan(ranges('203.0.113.0/24'));
    await linking.apply(changing);
    assert.notDeepEqual(settings(), before);
    const outcome = await linking.rollBack(await linking.planRollBack(changing.operationId));
    assert.equal(outcome.kind, 'done');
    assert.deepEqual(settings(), before);

    const again = await plan(off, { trustedServices: false });
    await linking.apply(again);
    open({ publicNetworkAccess: 'Enabled' });
    const undo = await linking.planRollBack(again.operationId);
    assert.deepEqual(
      undo.steps.map(({ action, reason }) => [action, reason]),
      [['reuse', 'It already has its previous values.']],
    );
  });

  for (const kind of ['policy-denied', 'reset-before'] as const) {
    it(`is resumed from its journal after ${kind}`, async () => {
      const closing = await plan(off);
      linking.emulator.faults.add({ kind, match: { method: 'PATCH', times: 'always' } });
      await applyQuickly(closing);
      linking.emulator.faults.clear();
      const outcome = await resumeOperation(closing.operationId, linking.ports, never, () => undefined);
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.equal(settings().publicNetworkAccess, 'Disabled');
    });
  }

  it('is done, not “changed by somebody”, when the answer to its own request got lost', async () => {
    const closing = await plan(off);
    // As often as the client sends a request by itself.
    linking.emulator.faults.add({ kind: 'reset-after', match: { method: 'PATCH', times: 4 } });
    const outcome = await applyQuickly(closing);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  });

  it('rolled back, says beforehand whom the address then lets in, and that others may be shut out', async () => {
    const closing = await plan(off);
    await linking.apply(closing);
    const opens = await linking.planRollBack(closing.operationId);
    assert.deepEqual(
      opens.hazards.map(({ code, message }) => [code, message.includes('every network on the internet')]),
      [['opensPublicAccess', true]],
    );
    const opening = await plan({ mode: 'on' });
    await linking.apply(opening);
    const closes = await linking.planRollBack(opening.operationId);
    assert.deepEqual(
      closes.hazards.map(({ code }) => code),
      ['narrowsPublicAccess', 'servicesShutOut', 'listingShutOut'],
    );
    assert.match(closes.hazards[0]!.message, /can no longer pull/);
  });

  it('is not resumed over the head of a cluster that has begun to pull since', async () => {
    const closing = await plan(off);
    linking.emulator.faults.add({ kind: 'policy-denied', match: { method: 'PATCH', times: 'always' } });
    await applyQuickly(closing);
    linking.emulator.faults.clear();
    add.addPull(linking.emulator.core, registryId, contoso('shopUsCluster'));
    const outcome = await resumeOperation(closing.operationId, linking.ports, never, () => undefined);
    assert.ok(outcome.kind === 'refused', JSON.stringify(outcome));
    assert.equal(outcome.failure.code, 'resume.endangersOthers');
    assert.match(outcome.failure.message, /aks-shop-eus2/);
    assert.equal(settings().publicNetworkAccess, 'Enabled');
  });

  it('is not resumed by somebody who can’t see who pulls', async () => {
    const closing = await plan(off);
    linking.emulator.faults.add({ kind: 'policy-denied', match: { method: 'PATCH', times: 'always' } });
    await applyQuickly(closing);
    linking.emulator.faults.clear();
    const { azure } = blindPerson(linking.emulator);
    const ports = { ...linking.ports, writer: azure, reader: azure };
    const outcome = await resumeOperation(closing.operationId, ports, never, () => undefined);
    assert.ok(outcome.kind === 'refused', JSON.stringify(outcome));
    assert.equal(outcome.failure.code, 'resume.blocked');
    assert.match(outcome.failure.message, /it’s unknown who would lose access/);
    assert.equal(settings().publicNetworkAccess, 'Enabled');
  });

  it('has no private endpoint, or not the SKU: blocked', async () => {
    const blockers = await Promise.all(
      [contoso('appsRegistry'), contoso('devRegistry')].map((id) => plan(off, { id })),
    );
    assert.deepEqual(
      blockers.map(({ blockers: each }) => each.map(({ code }) => code)),
      [['noPrivateEndpoint'], ['notPremium', 'noPrivateEndpoint']],
    );
    const wrong = await plan(ranges('10.0.0.0/8', '203.0.113.5/24', 'fe80::1', '0.0.0.0/0'));
    assert.equal(wrong.blockers.filter(({ code }) => code === 'rangesInvalid').length, 4);
  });

  it('is not opened while exports are disabled, which Azure allows on closed registries only', async () => {
    open({ publicNetworkAccess: 'Disabled', policies: { exportPolicy: { status: 'disabled' } } });
    assert.deepEqual(
      (await plan({ mode: 'on' })).blockers.map(({ code }) => code),
      ['exportDisabled'],
    );
    assert.deepEqual((await plan(off, { trustedServices: false })).blockers, []);
  });

  it('is not closed by somebody who can’t see who pulls', async () => {
    const { azure } = blindPerson(linking.emulator);
    const closing = await plan(off, { azure });
    assert.deepEqual(
      closing.blockers.map(({ code, wayOut }) => [code, wayOut.includes('roleAssignments/read')]),
      [['pullersUnreadable', true]],
    );
  });

  it('says which right lacks before anything is sent', async () => {
    const person = newPerson(linking.emulator);
    assignEverywhere(linking.emulator, person.objectId, 'Reader');
    const checked = await withRights(await plan(off, { azure: person.azure }), person.azure, never);
    assert.equal(checked.preflight?.steps['publicAccess']?.state, 'missing');
  });
});
