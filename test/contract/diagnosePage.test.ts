/** The page that diagnoses all clusters of a registry, all registries of a cluster, or a subscription. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { nameOf, sameId } from '../../src/model/armId';
import { DiagnoseForm, pairsAtOnce } from '../../src/views/diagnose/diagnoseForm';
import { planById, titleOf, viewOf } from '../../src/views/diagnose/diagnoseView';
import type { DiagnosePage } from '../../src/views/diagnose/protocol';
import type { DiagnoseStart } from '../../src/views/diagnose/protocol/messages';
import type { Inventory } from '../../src/provisioning';
import { waitUntil } from '../support/waiting';
import { addReader, addTwin, changeProperties } from './support/additions';
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
    [tree, outdated] = [undefined, 0];
    linking = await Linking.start();
    const objectId = randomUUID();
    twin = addTwin(linking.emulator.core, shop, objectId);
    assign(linking.emulator, objectId, 'AcrPull', registryId);
    linking.emulator.core.operations.settle();
  });
  afterEach(() => linking.close());

  const subscriptions = [contoso('platform'), contoso('apps'), contoso('data')];
  /** What the tree has, where it isn't read anew. */
  let tree: Inventory | undefined;
  let outdated: number;
  const opened = (start: DiagnoseStart) =>
    new DiagnoseForm(
      {
        azure: () => Promise.resolve(linking.azure),
        inventory: () => Promise.resolve(tree ?? linking.azure.inventory(subscriptions, never)),
        changed: () => undefined,
        outdated: () => {
          outdated += 1;
        },
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
  /** The registry decides by repository, and the cluster may read those below shop/. */
  const decideByRepository = () => {
    const { core } = linking.emulator;
    changeProperties(core, registryId, { roleAssignmentMode: 'AbacRepositoryPermissions' });
    const name = '@Request[Microsoft.ContainerRegistry/registries/repositories:name]';
    addReader(core, registryId, shop, `${name} StringStartsWith 'shop/'`);
    core.operations.settle();
  };
  const unlinkZone = () => {
    const link = linking.emulator.core.estate
      .all()
      .find(({ id }) => id.endsWith('/virtualNetworkLinks/link-vnet-shop-weu'));
    linking.emulator.core.estate.delete(link?.id ?? '');
  };

  it('says of the repository that a pod’s text named whether the role’s condition excludes it', async () => {
    decideByRepository();
    const start = (repository?: string): DiagnoseStart => ({
      registryId,
      clusterId: shop,
      told: { part: 'identity', message: '401', ...(repository !== undefined && { repository }) },
    });
    const brokenOf = async (repository?: string) => {
      const { state, findings } = await done(opened(start(repository)));
      const identity = findings.find(({ rule }) => rule.startsWith('identity.'));
      return [state, identity?.rule, identity?.message];
    };
    assert.deepEqual(await brokenOf('shop/web'), ['ok', undefined, undefined]);
    assert.deepEqual(await brokenOf('billing/web'), [
      'broken',
      'identity.leftOutByCondition',
      'The condition of the kubelet identity’s role assignment excludes the repository billing/web.',
    ]);
    assert.deepEqual((await brokenOf()).slice(0, 2), ['unknown', 'identity.condition']);
  });

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

  it('has the tree read again where it says the opposite of what was found, and only there', async () => {
    tree = await linking.azure.inventory(subscriptions, never);
    const form = opened({ registryId, clusterId: shop });
    assert.equal((await done(form)).state, 'ok');
    assert.equal(outdated, 0);
    unlinkZone();
    await form.lookAgain();
    assert.equal((await done(form)).state, 'broken');
    assert.equal(outdated, 1);
    tree = await linking.azure.inventory(subscriptions, never);
    await form.lookAgain();
    assert.equal((await done(form)).state, 'broken');
    assert.equal(outdated, 1);
  });

  it('shows no hop as OK that a finding calls broken', async () => {
    unlinkZone();
    const unlinked = { registryId, clusterId: shop };
    const neverLinked = { registryId: contoso('dataRegistry'), clusterId: contoso('analyticsCluster') };
    for (const pair of [unlinked, neverLinked]) {
      const { findings, paths } = await done(opened(pair));
      const broken = findings.filter(({ severity, where }) => severity === 'broken' && where !== '');
      const names = broken.filter(
        ({ rule, where }) => rule.startsWith('name.') && where === 'Name resolution',
      );
      assert.equal(names.length, 1, JSON.stringify(broken));
      for (const { where, message } of broken) {
        const hop = paths.flatMap(({ hops }) => hops).find(({ label }) => label === where);
        assert.equal(hop?.state, 'broken', `${where} of ${nameOf(pair.clusterId)}: ${hop?.message}`);
        if (names.some((name) => name.where === where)) assert.equal(hop.message, message);
      }
      const ways = paths.flatMap(({ hops }) => hops).filter(({ part }) => part === 'way');
      assert.ok(ways.length > 0 && ways.every(({ state }) => state === 'ok'), JSON.stringify(ways));
    }
  });

  it('looks at fifty pairs in one go, the broken ones first, and at further ones when told to', async () => {
    const further = Array.from({ length: 58 }, (_, index) => {
      const objectId = randomUUID();
      const id = addTwin(linking.emulator.core, shop, objectId, `aks-more-${index}`);
      assign(linking.emulator, objectId, 'AcrPull', registryId);
      return id;
    });
    const alone = contoso('devtestCluster');
    const { kubeletIdentity } = (await linking.azure.inventory([contoso('apps')], never)).clusters.find(
      ({ id }) => sameId(id, alone),
    )!;
    assign(linking.emulator, kubeletIdentity?.objectId ?? '', 'AcrPull', registryId);
    linking.emulator.core.operations.settle();
    const form = opened({ registryId });
    const first = await done(form);
    assert.equal(first.pairs.length, pairsAtOnce);
    const left = form.state.phase === 'done' ? form.state.left.length : 0;
    assert.equal(first.more, `Diagnose ${left} more of ${left} pairs`);
    assert.ok(first.pairs.some(({ clusterId, state }) => sameId(clusterId, alone) && state === 'broken'));
    await form.lookAtMore();
    const all = await done(form);
    assert.equal(all.more, undefined);
    assert.equal(all.pairs.length, pairsAtOnce + left);
    await form.lookAgain();
    assert.equal((await done(form)).pairs.length, pairsAtOnce + left);
    const shown = all.pairs.map(({ clusterId }) => clusterId.toLowerCase());
    assert.equal(new Set(shown).size, shown.length);
    for (const id of [shop, twin, alone, ...further]) assert.ok(shown.includes(id.toLowerCase()), id);
    for (const pair of all.pairs)
      assert.equal(pair.state === 'ok', brokenParts(linking.emulator, pair).length === 0, pair.label);
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

  it('looks again when its page comes back to the front', async () => {
    const form = opened({ registryId, clusterId: shop });
    assert.equal((await done(form)).state, 'ok');
    unlinkZone();
    form.cameToFront();
    assert.equal((await done(form)).state, 'broken');
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
        'elsewhere.azurecr.io isn’t among the registries that could be read in the selected subscriptions.',
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
    assert.match(problem?.message ?? '', /Run command is disabled/);
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
