/** The page that diagnoses all clusters of a registry, all registries of a cluster, or a subscription. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { nameOf, sameId } from '../../src/model/armId';
import { DiagnoseForm } from '../../src/views/diagnose/diagnoseForm';
import { planById, titleOf, viewOf } from '../../src/views/diagnose/diagnoseView';
import type { DiagnosePage } from '../../src/views/diagnose/protocol';
import type { DiagnoseStart } from '../../src/views/diagnose/protocol/messages';
import { waitUntil } from '../support/waiting';
import { addTwin, changeProperties } from './support/additions';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { brokenParts } from './support/diagnosing';
import { Linking } from './support/linking';
import { assign } from './support/people';

const registryId = contoso('coreRegistry');
const shop = contoso('shopCluster');

type Done = Extract<DiagnosePage, { readonly phase: 'done' }>;

describe('the page that diagnoses several pairs', () => {
  let linking: Linking;
  let twin: string;
  beforeEach(async () => {
    linking = await Linking.start();
    const objectId = randomUUID();
    twin = addTwin(linking.emulator.core, shop, objectId);
    assign(linking.emulator, objectId, 'AcrPull', registryId);
    linking.emulator.core.operations.settle();
  });
  afterEach(() => linking.close());

  const opened = (start: DiagnoseStart) =>
    new DiagnoseForm(
      {
        azure: () => Promise.resolve(linking.azure),
        inventory: () =>
          linking.azure.inventory([contoso('platform'), contoso('apps'), contoso('data')], never),
        changed: () => undefined,
      },
      start,
    );
  const done = async (form: DiagnoseForm): Promise<Done> => {
    let page: DiagnosePage | undefined;
    await waitUntil(() => {
      ({ page } = viewOf(form, undefined));
      assert.ok(page.phase === 'done' && !page.isReading, JSON.stringify(page).slice(0, 500));
    });
    return page as Done;
  };
  const unlinkZone = () => {
    const link = linking.emulator.core.estate
      .all()
      .find(({ id }) => id.endsWith('/virtualNetworkLinks/link-vnet-shop-weu'));
    linking.emulator.core.estate.delete(link?.id ?? '');
  };

  it('shows all clusters of a registry, and finds once what several of them have', async () => {
    const form = opened({ registryId });
    assert.equal(titleOf(form), 'Diagnose contosocore');
    const well = await done(form);
    assert.deepEqual([well.state, well.repairs, well.left], ['ok', [], undefined]);
    const labels = well.pairs.map(({ label }) => label);
    for (const name of ['aks-shop-weu', nameOf(twin)]) assert.ok(labels.includes(`${name} → contosocore`));

    unlinkZone();
    await form.lookAgain();
    const page = await done(form);
    assert.deepEqual([page.state, page.words], ['broken', `2 of ${labels.length} pairs can’t pull`]);
    const [finding, ...others] = page.findings.filter(({ severity }) => severity === 'broken');
    assert.deepEqual(others, []);
    assert.deepEqual(
      [finding?.rule, finding?.where, [...(finding?.pairs ?? [])].sort()],
      [
        'name.zoneNotLinked',
        'Name resolution',
        [`aks-shop-weu → contosocore`, `${nameOf(twin)} → contosocore`],
      ],
    );
    assert.ok(finding?.evidence.every(({ property }) => property !== 'publicNetworkAccess'));
    assert.deepEqual(
      page.pairs.slice(0, 2).map(({ state }) => state),
      ['broken', 'broken'],
    );
  });

  it('offers one plan for all clusters of a registry, which repairs them', async () => {
    unlinkZone();
    const form = opened({ registryId });
    const { repairs, findings } = await done(form);
    assert.equal(repairs.length, 1);
    const plan = planById(form, repairs[0]?.id ?? '');
    assert.deepEqual(
      [plan?.kind, plan?.registryId, [...(plan?.clusterIds ?? [])].sort()],
      ['link', registryId, [shop, twin].sort()],
    );
    assert.deepEqual(planById(form, findings[0]?.id ?? ''), plan);
    assert.equal(planById(form, 'anything else'), undefined);
    const spec = await linking.propose('coreRegistry', (plan?.clusterIds ?? []) as `/${string}`[]);
    await linking.applied(await linking.plan(spec));
    for (const clusterId of [shop, twin])
      assert.deepEqual(brokenParts(linking.emulator, { registryId, clusterId }), []);
    await form.lookAgain();
    const after = await done(form);
    assert.deepEqual([after.state, after.repairs], ['ok', []]);
  });

  it('still shows a pair when it looks again and its role is gone', async () => {
    const form = opened({ registryId });
    assert.equal((await done(form)).state, 'ok');
    const { kubeletIdentity } = (await linking.azure.inventory([contoso('apps')], never)).clusters.find(
      ({ id }) => sameId(id, shop),
    )!;
    for (const { id, properties } of linking.emulator.core.estate.all())
      if (/\/roleAssignments\//i.test(id) && properties['principalId'] === kubeletIdentity?.objectId)
        linking.emulator.core.estate.delete(id);
    await form.lookAgain();
    const { findings, pairs } = await done(form);
    const first = findings.find(({ severity }) => severity === 'broken');
    assert.deepEqual([first?.rule, first?.where], ['identity.noRole', 'Pull permission']);
    assert.ok(pairs.some(({ clusterId, state }) => sameId(clusterId, shop) && state === 'broken'));
  });

  it('finds pods of a cluster that fail to pull when told to, and leads to the pair of each', async () => {
    const form = opened({ clusterId: shop, forPods: true });
    const before = viewOf(form, undefined).pods;
    assert.deepEqual([before?.isWanted, before?.isRunning, before?.pulls], [true, false, undefined]);
    assert.match(before?.command ?? '', /^echo .*kubectl get pods --all-namespaces/);
    unlinkZone();
    const target = await linking.azure.readCommandTarget(shop, never);
    for (const of of ['contosocore.azurecr.io/shop/api:1.4.2', 'elsewhere.azurecr.io/a:v1'])
      await linking.azure.runInCluster(
        target,
        `kubectl run ${of.slice(0, 9)} --image=${of} --restart=Never`,
        never,
      );
    await form.pods?.find();
    const { pulls = [], problem } = viewOf(form, undefined).pods!;
    assert.equal(problem, undefined);
    assert.deepEqual(pulls.map(({ image, leads, note }) => [image, leads, note]).sort(), [
      ['contosocore.azurecr.io/shop/api:1.4.2', true, undefined],
      [
        'elsewhere.azurecr.io/a:v1',
        false,
        'elsewhere.azurecr.io isn’t among the registries of the chosen subscriptions.',
      ],
    ]);
    const index = pulls.findIndex(({ leads }) => leads);
    assert.deepEqual(form.pods?.pull(index)?.pair, { registryId, clusterId: shop });
    assert.equal(form.pods.pull(1 - index), undefined);
    assert.equal(form.pods.pull(7), undefined);
  });

  it('says why no command can be run in a cluster, and shows the rest', async () => {
    changeProperties(linking.emulator.core, shop, {
      apiServerAccessProfile: { disableRunCommand: true },
    });
    const form = opened({ clusterId: shop });
    await form.pods?.find();
    const { problem, pulls } = viewOf(form, undefined).pods!;
    assert.match(problem?.message ?? '', /Run command is switched off/);
    assert.equal(pulls, undefined);
    assert.equal((await done(form)).state, 'ok');
  });

  it('shows all registries of a cluster, and everything of a subscription', async () => {
    const ofCluster = await done(opened({ clusterId: contoso('shopCluster') }));
    assert.ok(ofCluster.pairs.length > 0);
    assert.ok(ofCluster.pairs.every(({ clusterId }) => clusterId === shop));
    const form = opened({ subscriptionId: contoso('platform'), subscriptionName: 'Contoso Platform' });
    assert.equal(titleOf(form), 'Diagnose Contoso Platform');
    const { pairs } = await done(form);
    assert.ok(pairs.length > ofCluster.pairs.length);
    for (const pair of pairs) {
      if (pair.state === 'ok') assert.deepEqual(brokenParts(linking.emulator, pair), [], pair.label);
      if (pair.state === 'broken') assert.ok(brokenParts(linking.emulator, pair).length > 0, pair.label);
    }
  });
});
