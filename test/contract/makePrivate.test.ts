import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { pullVerdict } from '../../emulator/src/oracle/index';
import type { AnyPlan } from '../../src/provisioning/anyPlan';
import { applyPlan } from '../../src/provisioning/applying/apply';
import { readJournal } from '../../src/provisioning/journal/journal';
import { planLink } from '../../src/provisioning/planning/planLink';
import type { Azure } from '../../src/provisioning/ports';
import { proposeSpec } from '../../src/provisioning/proposing/propose';
import { planRegistry } from '../../src/provisioning/registry/planRegistry';
import { proposeRegistry } from '../../src/provisioning/registry/proposeRegistry';
import { observeRollBack } from '../../src/provisioning/undoing/observeRollBack';
import { planRollBack } from '../../src/provisioning/undoing/planRollBack';
import { systemClock } from '../../src/platform/clock';
import { MemoryStorage } from '../support/fakeWriter';
import * as add from './support/additions';
import { azureAt, never } from './support/azure';
import { contoso } from './support/contoso';
import { pathsTo, planAccess } from './support/publicAccess';
import { Sampling } from './support/sampling';

const registryId = contoso('devRegistry');
const linked = contoso('devtestCluster');
const forgotten = contoso('shopUsCluster');
const image = 'contosodev.azurecr.io/shop/web:1.0';

describe('make private: the public Standard registry that a cluster pulls from', () => {
  let sampling: Sampling;
  let azure: Azure;
  beforeEach(async () => {
    sampling = await Sampling.start();
    azure = azureAt(sampling.emulator.url);
    add.addPull(sampling.emulator.core, registryId, forgotten);
    for (const clusterId of [linked, forgotten]) sampling.watch(clusterId, image);
  });
  afterEach(() => sampling.emulator.close());

  const pull = (clusterId: string) => pullVerdict(sampling.emulator.estate, { clusterId, image });

  const journal = new MemoryStorage();

  async function apply(plan: AnyPlan): Promise<void> {
    assert.deepEqual(plan.blockers, []);
    const ports = { writer: azure, reader: azure, journal, clock: systemClock };
    const acknowledged = plan.hazards.map(({ id }) => id);
    const outcome = await applyPlan(plan, ports, never, () => undefined, acknowledged);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  }

  async function link(): Promise<string> {
    const asked = { registryId, clusterIds: [linked] };
    const spec = proposeSpec(await azure.observe(asked, never), { mode: 'private' });
    const operationId = randomUUID();
    await apply(planLink(spec, await azure.observe({ ...asked, spec }, never), operationId));
    return operationId;
  }

  const paths = () => pathsTo(azure, registryId);

  async function close(): Promise<void> {
    const plan = await planAccess(azure, registryId, { mode: 'off' });
    const named = plan.hazards.filter(({ code }) => code.startsWith('cluster'));
    assert.deepEqual(
      named.map(({ code, victims }) => [code, victims]),
      [['clusterLosesPull', ['aks-shop-eus2']]],
    );
    await apply(plan);
  }

  async function makePrivate(): Promise<void> {
    const asked = { registryId, clusterIds: [], registry: { hostSuffix: 'azurecr.io' } };
    const spec = proposeRegistry(await azure.observe(asked, never), {
      registry: { kind: 'existing', id: registryId },
    });
    assert.ok(spec.registry.kind === 'existing');
    const wanted = { ...spec, registry: { ...spec.registry, upgradeToPremium: true } };
    const observed = await azure.observe({ ...asked, registry: { ...asked.registry, spec: wanted } }, never);
    const plan = planRegistry(wanted, observed, randomUUID());
    assert.ok(plan.steps.some(({ kind, action }) => kind === 'registrySku' && action === 'update'));
    await apply(plan);
  }

  it('never fails a pull on its way: upgrade, endpoint and zone, then the cluster’s link, then public access off', async () => {
    assert.equal(pull(linked).verdict, 'Pulled');
    await makePrivate();
    assert.deepEqual(await paths(), { 'aks-devtest-weu': 'publicOnly', 'aks-shop-eus2': 'publicOnly' });
    await link();
    assert.deepEqual(await paths(), { 'aks-devtest-weu': 'private', 'aks-shop-eus2': 'publicOnly' });
    assert.deepEqual(sampling.failures(forgotten), []);
    await close();
    assert.deepEqual(sampling.failures(linked), []);
    assert.equal(pull(linked).verdict, 'Pulled');
    assert.equal(pull(forgotten).verdict, 'Failed');
    assert.match(pull(forgotten).eventText, /is not allowed access/);
    assert.ok(sampling.samples.get(linked)!.length > 300, 'every moment was looked at');
  });

  it('is rolled back without a moment in which a cluster can’t pull', async () => {
    const operationId = await link();
    const read = await readJournal(journal, operationId);
    assert.ok(read?.ok);
    const present = await observeRollBack(read.journal, azure, never);
    await apply(planRollBack(read.journal, present, randomUUID()));
    assert.deepEqual(sampling.failures(linked), []);
    assert.deepEqual(sampling.failures(forgotten), []);
    assert.deepEqual(await paths(), { 'aks-devtest-weu': 'publicOnly', 'aks-shop-eus2': 'publicOnly' });
  });

  it('is linked in one go without a moment in which a cluster can’t pull, and closed after the other one was named', async () => {
    assert.equal(pull(linked).verdict, 'Pulled');
    assert.equal(pull(forgotten).verdict, 'Pulled');
    await link();
    assert.deepEqual(sampling.failures(forgotten), []);
    await close();
    assert.deepEqual(sampling.failures(linked), []);
    assert.equal(pull(linked).verdict, 'Pulled');
    assert.equal(pull(forgotten).verdict, 'Failed');
    assert.ok(sampling.samples.get(linked)!.length > 200, 'every moment was looked at');
  });
});
