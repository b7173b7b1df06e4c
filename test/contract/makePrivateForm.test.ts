import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/platform/clock';
import { engine } from '../../src/views/planForm/engine';
import { MakePrivateKind } from '../../src/views/makePrivate/makePrivateKind';
import type { MakePrivateForm } from '../../src/views/makePrivate/makePrivatePanels';
import type { MakePrivateView, OverviewView, Subject } from '../../src/views/makePrivate/protocol';
import type { FieldId } from '../../src/views/makePrivate/protocol/fields';
import type { Restored } from '../../src/views/planForm/formState';
import { PlanForm } from '../../src/views/planForm/planForm';
import type { FieldView } from '../../src/views/planForm/protocol/fields';
import { sharedScope } from '../../src/views/planForm/protocol/fields';
import { savedOf, viewOf } from '../../src/views/planForm/view';
import { MemoryStorage } from '../support/fakeWriter';
import { recordOf } from '../support/record';
import * as add from './support/additions';
import { never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking } from './support/linking';
import { assignEverywhere, blindPerson } from './support/people';

/** The page of a phase, which may share its shape with another phase. */
type PageOf<P, V = MakePrivateView['page']> = V extends { readonly phase: infer Q }
  ? P extends Q
    ? V
    : never
  : never;

describe('the form that makes a registry private', () => {
  const devRegistry = contoso('devRegistry');
  let linking: Linking;
  let form: MakePrivateForm;
  let edits = 0;
  /** Milliseconds by which the form's clock is ahead. */
  let later = 0;
  beforeEach(async () => {
    linking = await Linking.start();
    edits = 0;
    later = 0;
  });
  afterEach(async () => {
    form.dispose();
    await linking.close();
  });

  /** With the panel's own parts, but for the panel. */
  async function open(start: Subject & Restored, azure = linking.azure): Promise<void> {
    const deps = {
      azure: () => Promise.resolve(azure),
      inventory: () => azure.inventory(subscriptionIds, never),
      preferred: () => ({ tags: { owner: 'apps' } }),
      hostSuffix: () => 'azurecr.io',
      newId: randomUUID,
      changed: () => undefined,
      written: () => undefined,
      log: () => undefined,
      journal: new MemoryStorage(),
      clock: { ...systemClock, now: () => systemClock.now() + later },
    };
    const kind = new MakePrivateKind(deps, start);
    form = new PlanForm(deps, engine, kind, start);
    await form.settled();
  }

  const view = (): MakePrivateView => viewOf(form, 0, undefined);

  function page<P extends MakePrivateView['page']['phase']>(phase: P): PageOf<P> {
    const current = view().page;
    assert.equal(current.phase, phase, JSON.stringify(current).slice(0, 500));
    return current as PageOf<P>;
  }

  async function choose(stage: 'endpoint' | 'access'): Promise<void> {
    form.choose({ type: 'stage', stage });
    await form.settled();
  }

  async function overview(): Promise<OverviewView> {
    form.choose({ type: 'overview' });
    await form.settled();
    return page('choosing');
  }

  async function edit(field: FieldId, value: string): Promise<void> {
    edits += 1;
    form.handle({ type: 'edit', scope: sharedScope, field, value, edit: edits });
    await form.settled();
  }

  function fieldOf(id: FieldId): FieldView | undefined {
    const { form: shown } = page('editing');
    return shown.sections.flatMap(({ fields }) => fields).find((one) => one.id === id);
  }

  async function preview() {
    form.handle({ type: 'preview' });
    await form.settled();
    return page('plan').plan;
  }

  async function apply(): Promise<void> {
    const { plan } = page('plan');
    for (const { id } of plan.hazards) form.handle({ type: 'acknowledge', hazardId: id, acknowledged: true });
    form.handle({ type: 'apply', operationId: plan.operationId, revision: plan.revision });
    await form.settled();
    assert.equal(page('done').verification.state, 'verified');
  }

  const states = () => view().stages.map(({ state }) => state);
  const verdicts = ({ pullers }: OverviewView) =>
    recordOf((pullers?.clusters ?? []).map(({ name, verdict }): [string, string] => [name, verdict]));

  it('goes from stage to stage, and from operation to operation, in one panel', async () => {
    await open({ registryId: devRegistry });
    assert.deepEqual(states(), ['open', 'open']);
    assert.equal(page('choosing').mayClose, false);

    await choose('endpoint');
    assert.match(fieldOf('upgrade')?.error ?? '', /Accept the upgrade/);
    form.handle({ type: 'preview' });
    await form.settled();
    assert.equal(page('editing').form.errors, 1);
    await edit('upgrade', 'true');
    const first = await preview();
    assert.deepEqual(first.blockers, []);
    await apply();

    assert.deepEqual(states(), ['done', 'open'], 'the stages show the state after, on the last page, too');
    assert.match(view().registry.detail, /SKU Premium/);
    assert.deepEqual(verdicts(await overview()), { 'aks-devtest-weu': 'publicOnly' });
    assert.deepEqual(states(), ['done', 'open']);
    await choose('access');
    const trusted = fieldOf('trustedServices');
    assert.ok(
      trusted?.kind === 'check' && trusted.checked,
      'trusted services are let in unless said otherwise',
    );
    const second = await preview();
    assert.notEqual(second.operationId, first.operationId);
    assert.deepEqual(
      second.drawing?.clusters.map(({ name }) => name),
      ['aks-devtest-weu'],
    );
    await apply();
    const { properties } = linking.emulator.estate.get(devRegistry)!;
    assert.deepEqual(
      [properties['publicNetworkAccess'], properties['networkRuleBypassOptions']],
      ['Disabled', 'AzureServices'],
    );
    await overview();
    assert.deepEqual(states(), ['done', 'done']);

    // And back, should somebody be locked out.
    await choose('access');
    assert.equal(page('editing').form.errors, 0);
    assert.equal((await preview()).nothingToDo, true);
    await edit('access', 'on');
    const opening = await preview();
    assert.ok(opening.hazards.some(({ message }) => message.includes('every network on the internet')));
    await apply();
    await overview();
    assert.deepEqual(states(), ['done', 'open']);
  });

  it('shows who pulls by which way when its page comes back to the front, and when it looked', async () => {
    await open({ registryId: devRegistry });
    assert.deepEqual(verdicts(page('choosing')), { 'aks-devtest-weu': 'publicOnly' });
    const before = view().readAt;
    await linking.applied(
      await linking.plan(await linking.propose('devRegistry', 'devtestCluster', { mode: 'private' })),
    );
    later = 60_000;
    form.cameToFront();
    assert.equal(view().readAt, 'reading');
    await form.settled();
    assert.deepEqual(verdicts(page('choosing')), { 'aks-devtest-weu': 'private' });
    assert.deepEqual(states(), ['done', 'open']);
    const after = view().readAt;
    assert.ok(typeof before === 'number' && typeof after === 'number' && after - before >= 60_000);
  });

  it('proposes the rules that are there, takes addresses from anywhere, and only what is offered', async () => {
    const rules = { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '203.0.113.0/24' }] };
    const properties = { publicNetworkAccess: 'Enabled', networkRuleSet: rules };
    linking.send('PATCH', contoso('coreRegistry'), '2025-11-01', { properties });
    await open({ registryId: contoso('coreRegistry'), stage: 'access' });
    const ranges = fieldOf('ranges');
    assert.ok(ranges?.kind === 'text');
    assert.equal(ranges.value, '203.0.113.0/24');
    await edit('ranges', '203.0.113.0/24;\n198.51.100.7  192.0.2.0/25');
    assert.equal(fieldOf('ranges')?.error, undefined);
    await edit('ranges', '203.0.113.0/24 $(reboot)');
    assert.match(fieldOf('ranges')?.error ?? '', /\$\(reboot\)/);
    await edit('access', 'everybody');
    const access = fieldOf('access');
    assert.ok(access?.kind === 'radio' && access.value === 'ranges');
    await edit('networkName', 'vnet-x');
    assert.equal(fieldOf('networkName'), undefined);
  });

  it('plans for the network that is chosen, also when it has not been read yet', async () => {
    await open({ registryId: devRegistry });
    await choose('endpoint');
    await edit('upgrade', 'true');
    const id = contoso('shopUsNetwork');
    form.handle({ type: 'edit', scope: sharedScope, field: 'network', value: id, edit: (edits += 1) });
    const plan = await preview();
    assert.ok(
      !plan.steps.some(({ title }) => /^Create the network/i.test(title)),
      JSON.stringify(plan.steps),
    );
    const endpoint = plan.steps.find(({ resourceId }) => /privateEndpoints/i.test(resourceId));
    assert.ok(endpoint?.request?.body.toLowerCase().includes(id.toLowerCase()), endpoint?.request?.body);
  });

  it('a network that was chosen and left again before it was read leaves no trace', async () => {
    await open({ registryId: devRegistry });
    await choose('endpoint');
    const network = contoso('shopUsNetwork');
    form.handle({ type: 'edit', scope: sharedScope, field: 'network', value: network, edit: (edits += 1) });
    await edit('network', 'new');
    const chosen = fieldOf('network');
    assert.ok(chosen?.kind === 'choice' && chosen.value === 'new');
    assert.equal(page('editing').form.reading, undefined);
    assert.notEqual(fieldOf('networkName'), undefined);
  });

  it('reads a network that is chosen, and proposes subnet and zone for it; what was typed elsewhere stays', async () => {
    await open({ registryId: devRegistry, stage: 'endpoint' });
    await edit('upgrade', 'true');
    await edit('tags', 'owner=me');
    await edit('network', contoso('shopUsNetwork'));
    const network = fieldOf('network');
    assert.ok(network?.kind === 'choice' && network.value === contoso('shopUsNetwork'));
    assert.equal(fieldOf('networkName'), undefined);
    const tags = fieldOf('tags');
    assert.ok(tags?.kind === 'text' && tags.value === 'owner=me');
    const plan = await preview();
    assert.deepEqual(plan.blockers, []);
    const endpoint = plan.steps.find(({ id }) => id === 'endpoint');
    assert.match(endpoint?.request?.body ?? '', /vnet-shop-eus2\/subnets/);
  });

  it('is filled in again after a reload', async () => {
    await open({ registryId: devRegistry, stage: 'endpoint' });
    await edit('upgrade', 'true');
    await edit('networkName', 'vnet-mine');
    await preview();
    const { registryId, stage, ...restored } = savedOf(form);
    form.dispose();
    await open({ registryId, ...(stage === undefined ? {} : { stage }), ...restored });
    const { plan } = page('plan');
    assert.ok(plan.steps.some(({ title }) => title.includes('vnet-mine')));
  });

  it('says who is the person before the screen, and what it can’t read with what to do', async () => {
    add.addPull(linking.emulator.core, devRegistry, contoso('shopUsCluster'));
    const person = blindPerson(linking.emulator);
    await open({ registryId: devRegistry }, person.azure);
    assert.match(page('choosing').pullers?.unread?.wayOut ?? '', /roleAssignments\/read/);
    form.dispose();
    assignEverywhere(linking.emulator, person.objectId, 'Reader');
    await open({ registryId: devRegistry }, person.azure);
    const { pullers } = page('choosing');
    assert.ok(pullers?.others.some(({ words }) => words.startsWith(`you (user ${person.objectId})`)));
  });

  it('has a failure with a next action for a registry that isn’t there', async () => {
    await open({ registryId: `${devRegistry}x`, stage: 'access' });
    assert.match(page('observing').problem?.message ?? '', /doesn’t exist/);
    assert.notEqual(page('observing').problem?.nextAction, '');
  });
});
