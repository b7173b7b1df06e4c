import assert from 'node:assert/strict';
import { pullVerdict } from '../../emulator/src/oracle/index';
import type { LinkPlan } from '../../src/provisioning/plan/spec';
import * as add from './support/additions';
import { contoso } from './support/contoso';
import { planFor, proposeFor } from './support/freshRegistries';
import type { Linking } from './support/linking';
import { pathsTo, planAccess } from './support/publicAccess';
import { Sampling } from './support/sampling';

const registryId = contoso('devRegistry');
const linked = contoso('devtestCluster');
const forgotten = contoso('shopUsCluster');
const image = 'contosodev.azurecr.io/shop/web:1.0';

describe('make private: the public Standard registry that a cluster pulls from', () => {
  let sampling: Sampling;
  let linking: Linking;
  beforeEach(async () => {
    sampling = await Sampling.start();
    ({ linking } = sampling);
    add.addPull(sampling.emulator.core, registryId, forgotten);
    for (const clusterId of [linked, forgotten]) sampling.watch(clusterId, image);
  });
  afterEach(() => sampling.emulator.close());

  const pull = (clusterId: string) => pullVerdict(sampling.emulator.estate, { clusterId, image });

  async function link(): Promise<LinkPlan> {
    const plan = await linking.plan(
      await linking.propose('devRegistry', 'devtestCluster', { mode: 'private' }),
    );
    await linking.applied(plan);
    return plan;
  }

  const paths = () => pathsTo(linking.azure, registryId);

  async function close(): Promise<void> {
    const plan = await planAccess(linking.azure, registryId, { mode: 'off' });
    const named = plan.hazards.filter(({ code }) => code.startsWith('cluster'));
    assert.deepEqual(
      named.map(({ code, affected }) => [code, affected]),
      [['clusterLosesPull', ['aks-shop-eus2']]],
    );
    await linking.applied(plan);
  }

  async function makePrivate(): Promise<void> {
    const spec = await proposeFor(linking.azure, { registry: { kind: 'existing', id: registryId } });
    assert.ok(spec.registry.kind === 'existing');
    const wanted = { ...spec, registry: { ...spec.registry, upgradeToPremium: true } };
    const plan = await planFor(linking.azure, wanted);
    assert.ok(plan.steps.some(({ kind, action }) => kind === 'registrySku' && action === 'update'));
    await linking.applied(plan);
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
    const { operationId } = await link();
    await linking.applied(await linking.planRollBack(operationId));
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
