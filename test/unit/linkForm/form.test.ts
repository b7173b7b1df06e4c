import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import { FailureError, type Failure } from '../../../src/model/failure';
import type { Observed } from '../../../src/provisioning/observed';
import type { Phase } from '../../../src/views/planForm/protocol';
import {
  facts,
  FakeAzure,
  ids,
  known,
  registry,
  sharedNetwork,
  unlinked,
  unlinkedBoth,
} from '../../support/linkForm/fakeAzure';
import { allDone, finish, FormDriver, pair, written, type Apply } from '../../support/linkForm/formDriver';

const failure: Failure = {
  code: 'azure.RequestDisallowedByPolicy',
  kind: 'user',
  message: 'A policy disallows it.',
  nextAction: 'Ask for an exemption.',
  azure: { code: 'RequestDisallowedByPolicy', message: 'was disallowed by policy', requestId: 'req-1' },
};

const nothingLeft = (azure: FakeAzure) => {
  // Public access needs the role only: once it is there, nothing is left to plan.
  azure.observed = () => ({ ...openStandard, roleAssignments: { [idKey(ids.cluster)]: known([pullRole]) } });
};

const openStandard: Observed = {
  ...unlinked,
  registry: known({ ...registry, sku: 'Standard', publicNetworkAccess: 'Enabled' }),
};

const pullRole = {
  id: `${ids.registry}/providers/Microsoft.Authorization/roleAssignments/1`,
  scope: ids.registry,
  principalId: 'bee3e7d7-ea09-49db-b15a-db4d4a934069',
  roleId: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  roleName: 'AcrPull',
  condition: undefined,
  permissions: [
    {
      actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
};

describe('link form: choosing', () => {
  it('lists what the inventory has, and goes on when both sides are chosen', async () => {
    const driver = await new FormDriver({ clusterIds: [] }).ready();
    assert.deepEqual(
      driver.page('choosing').registries?.map(({ name }) => name),
      ['contosodev', 'contosoreg'],
    );
    await driver.send({ type: 'choose', id: ids.registry });
    assert.equal(driver.view.registry?.name, 'contosoreg');
    await driver.send({ type: 'continue' });
    driver.page('choosing');
    await driver.send({ type: 'tick', id: ids.cluster, ticked: true }, { type: 'continue' });
    assert.equal(driver.page('editing').form.errors, 0);
  });

  it('takes only what was offered', async () => {
    const driver = await new FormDriver({ clusterIds: [] }).ready();
    await driver.send({ type: 'tick', id: '/subscriptions/x/evil', ticked: true });
    await driver.send({ type: 'choose', id: '/subscriptions/x/evil' });
    assert.deepEqual([driver.view.registry, driver.view.clusters], [undefined, []]);
  });

  it('lets another registry be chosen and forgets what was filled in', async () => {
    const driver = await new FormDriver().ready();
    await driver.edit('endpointName', 'pe-mine');
    await driver.send({ type: 'chooseAgain', side: 'registry' });
    assert.deepEqual(driver.page('choosing').sides, ['registry']);
    await driver.send({ type: 'choose', id: ids.registry });
    assert.equal(driver.kept('endpointName'), 'pe-contosoreg');
  });

  it('takes further clusters in and keeps what was changed', async () => {
    const driver = await new FormDriver().ready();
    await driver.edit('endpointName', 'pe-mine');
    driver.azure.observed = () => unlinkedBoth;
    await driver.send({ type: 'chooseAgain', side: 'cluster' });
    assert.deepEqual(
      driver
        .page('choosing')
        .clusters?.filter(({ ticked }) => ticked)
        .map(({ name }) => name),
      ['aks-prod'],
    );
    await driver.send({ type: 'tick', id: ids.otherCluster, ticked: true }, { type: 'continue' });
    assert.equal(driver.page('editing').form.errors, 0);
    assert.equal(driver.view.title, 'Link contosoreg → 2 clusters');
    assert.equal(driver.kept('endpointName'), 'pe-mine');
  });
});

describe('link form: what Azure refuses to tell', () => {
  for (const [what, prepare, phase] of [
    [
      'an unreadable registry',
      { ...unlinked, registry: { state: 'unreadable', reason: 'No right.' } },
      'observing',
    ],
    [
      'a missing cluster',
      { ...unlinked, clusters: { [idKey(ids.cluster)]: { state: 'absent' } } },
      'observing',
    ],
  ] as const) {
    it(`${what} is a problem with a way to try again`, async () => {
      const driver = await new FormDriver(pair, allDone, (azure) => {
        azure.observed = () => prepare;
      }).ready();
      const page = driver.page(phase);
      assert.ok(page.problem?.retryLabel);
      driver.azure.observed = () => unlinked;
      await driver.send({ type: 'retry' });
      driver.page('editing');
    });
  }

  it('a failed preview says so and keeps what was typed', async () => {
    const driver = await new FormDriver().ready();
    await driver.edit('endpointName', 'pe-mine');
    driver.azure.observed = () => {
      throw new FailureError(failure);
    };
    await driver.preview();
    const { problem } = driver.page('editing');
    assert.deepEqual(problem?.azure, {
      code: 'RequestDisallowedByPolicy',
      message: 'was disallowed by policy',
      requestId: 'req-1',
    });
    assert.equal(driver.kept('endpointName'), 'pe-mine');
  });
});

describe('link form: editing', () => {
  for (const [field, value] of [
    ['endpointName', '-'],
    ['endpointName', ''],
    ['endpointName', '<img src=x onerror=alert(1)>'],
    ['networkPrefix', '10.40.1.0/24'],
    ['networkPrefix', '10.90.0.1/26'],
    ['subnetPrefix', '10.1.0.0/27'],
    ['zoneGroup', 'ends.with.'],
    ['peeringToCluster', 'a/b'],
    ['tags', 'no equals sign'],
    ['tags', 'a=1; A=2'],
  ] as const) {
    it(`${field} “${value}” is refused where it was typed, and nothing is previewed`, async () => {
      const driver = await new FormDriver().ready();
      await driver.edit(field, value);
      assert.ok(driver.field(field)?.error);
      const asked = driver.azure.requests.length;
      await driver.preview();
      assert.ok(driver.page('editing').form.errors > 0);
      assert.equal(driver.azure.requests.length, asked);
    });
  }

  for (const [field, value] of [
    ['network', '/subscriptions/x/not/there'],
    ['endpoint', 'https://example.com'],
    ['zone', ids.zone],
    ['networkSubscription', '../..'],
    ['networkLocation', 'moon'],
    ['mode', 'both'],
    ['fallback', 'yes'],
    ['subnet', `${ids.sharedNetwork}/subnets/x`],
  ] as const) {
    it(`${field} can’t be “${value}”, which isn’t offered`, async () => {
      const driver = await new FormDriver().ready();
      const { draft } = driver.saved;
      await driver.edit(field, value);
      assert.deepEqual(driver.saved.draft, draft);
      // The same when it comes out of what was kept over a reload.
      const reloaded = await new FormDriver({
        ...pair,
        phase: 'editing',
        draft: { '': { [field]: value }, [ids.cluster]: { [field]: value } },
      }).ready();
      assert.deepEqual(reloaded.saved.draft, draft);
    });
  }

  it('a network and subnet that were chosen are there again after a reload', async () => {
    const driver = await new FormDriver(
      {
        ...pair,
        phase: 'editing',
        draft: {
          '': {
            network: ids.sharedNetwork,
            subnet: `${ids.sharedNetwork}/subnets/snet-build`,
            endpointGroup: 'rg-mine',
          },
        },
      },
      allDone,
      (azure) => {
        azure.observed = ({ spec }) =>
          spec === undefined
            ? unlinked
            : { ...unlinked, networks: { ...unlinked.networks, ...facts(sharedNetwork) } };
      },
    ).ready();
    assert.equal(driver.kept('subnet'), `${ids.sharedNetwork}/subnets/snet-build`);
    assert.equal(driver.kept('endpointGroup'), 'rg-mine');
    assert.equal(driver.page('editing').form.errors, 0);
  });

  it('a network of the inventory is read when it is chosen, and its subnets are offered', async () => {
    const driver = await new FormDriver().ready();
    driver.azure.observed = () => ({
      ...unlinked,
      networks: { ...unlinked.networks, ...facts(sharedNetwork) },
    });
    await driver.edit('endpointName', 'a/../b');
    await driver.edit('network', ids.sharedNetwork);
    const subnet = driver.field('subnet');
    assert.equal(
      subnet?.kind === 'choice' && subnet.value,
      `${ids.sharedNetwork}/subnets/snet-private-endpoints`,
    );
    // Half-typed text must not get into what is asked of Azure.
    assert.ok(!JSON.stringify(driver.azure.requests).includes('a/../b'));
  });

  it('the cluster’s own network needs no peering, and a new subnet in it lies in a free range', async () => {
    const driver = await new FormDriver().ready();
    await driver.edit('placement', 'own');
    assert.equal(driver.field('peeringToCluster'), undefined);
    const range = driver.field('subnetPrefix');
    assert.equal(range?.kind === 'text' && range.value, '10.40.16.0/27');
    await driver.preview();
    assert.equal(driver.page('plan').plan.drawing?.topology, 'shared');
  });

  it('a registry that is not Premium asks for the upgrade before a private plan', async () => {
    const driver = await new FormDriver(pair, allDone, (azure) => {
      azure.observed = () => openStandard;
    }).ready();
    assert.equal(driver.field('upgrade'), undefined);
    await driver.edit('mode', 'private');
    await driver.edit('upgrade', 'false');
    assert.ok(driver.field('upgrade')?.error);
  });

  it('drops a plan that was shown', async () => {
    const driver = await (await new FormDriver().ready()).preview();
    driver.page('plan');
    await driver.edit('tags', 'owner=platform');
    assert.ok(driver.page('editing').notice);
  });
});

describe('link form: applying', () => {
  const planned = async (apply: Apply = allDone, prepare: (azure: FakeAzure) => void = () => undefined) => {
    const driver = await (await new FormDriver(pair, apply, prepare).ready()).preview();
    return driver.acknowledgeAll();
  };

  it('waits for every hazard to be acknowledged', async () => {
    const driver = await (await new FormDriver().ready()).preview();
    assert.ok(driver.page('plan').plan.hazards.length > 0);
    await driver.apply();
    driver.page('plan');
  });

  for (const [what, change] of [
    ['another revision', { revision: 99 }],
    ['another operation', { operationId: 'someone-else' }],
  ] as const) {
    it(`does nothing for ${what}`, async () => {
      const driver = await planned();
      await driver.apply(change);
      driver.page('plan');
      assert.equal(driver.linked, 0);
    });
  }

  it('stops with what changed when the state is not the one of the plan', async () => {
    const driver = await planned();
    const before = driver.page('plan').plan;
    driver.azure.observed = () => ({
      ...unlinked,
      roleAssignments: { [idKey(ids.cluster)]: known([pullRole]) },
    });
    await driver.apply();
    const after = driver.page('plan');
    assert.ok(after.changed.length > 0);
    assert.ok(after.plan.revision > before.revision);
    assert.equal(after.plan.operationId, before.operationId);
    assert.equal(driver.linked, 0);
  });

  it('is verified by reading and planning again', async () => {
    const driver = await planned(
      (plan, tell, signal) => {
        nothingLeft(driver.azure);
        return allDone(plan, tell, signal);
      },
      (azure) => {
        azure.observed = () => openStandard;
      },
    );
    await driver.apply();
    assert.deepEqual(driver.page('done').verification, { state: 'verified' });
    assert.equal(driver.linked, 1);
  });

  it('says what is left when Azure’s success was not all', async () => {
    const driver = await planned();
    await driver.apply();
    const { verification } = driver.page('done');
    assert.ok(verification.state === 'remaining' && verification.titles.length > 0);
  });

  it('shows how far it came when a step fails, and goes on under a new operation', async () => {
    const driver = await planned((plan, tell) => {
      const [first, second] = written(plan);
      finish(plan, tell, first!.id, 'done');
      finish(plan, tell, second!.id, 'failed');
      return Promise.resolve({ kind: 'failed', steps: [], failures: [failure] });
    });
    const { operationId } = driver.page('plan').plan;
    await driver.apply();
    const { problem, progress } = driver.page('failed');
    assert.equal(problem.azure?.requestId, 'req-1');
    assert.deepEqual([...new Set(Object.values(progress.steps).map(({ state }) => state))].toSorted(), [
      'done',
      'failed',
      'notStarted',
    ]);
    await driver.preview();
    assert.notEqual(driver.page('plan').plan.operationId, operationId);
  });

  it('writes nothing once it was cancelled, even if Azure’s last answer comes after that', async () => {
    let applied = 0;
    const driver = await planned((plan, tell, signal) => {
      applied += 1;
      return allDone(plan, tell, signal);
    });
    let answer: () => void = () => undefined;
    const held = new FakeAzure();
    driver.azure.readRights = async (asked) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return held.readRights(asked);
    };
    const { operationId, revision } = driver.page('plan').plan;
    driver.form.handle({ type: 'apply', operationId, revision });
    await new Promise(setImmediate);
    driver.form.handle({ type: 'cancel', choice: 'await' });
    answer();
    await driver.ready();
    await new Promise(setImmediate);
    assert.equal(driver.page('plan').checking, false);
    assert.equal(applied, 0);
  });

  it('is cancelled without starting anything else', async () => {
    const driver = await planned((plan, tell, { abandon }) => {
      const [first] = written(plan);
      tell({ kind: 'stepStarted', at: 1, operationId: plan.operationId, stepId: first!.id, attempt: 1 });
      return new Promise((resolve) => {
        abandon.addEventListener('abort', () => {
          resolve({ kind: 'cancelled', steps: [], choice: 'abandon' });
        });
      });
    });
    const { operationId, revision } = driver.page('plan').plan;
    driver.form.handle({ type: 'apply', operationId, revision });
    while (driver.view.page.phase !== 'applying') await new Promise(setImmediate);
    assert.ok(driver.form.busy);
    // A reload of the page asks for nothing; a second Apply and an edit come too late.
    driver.form.handle({ type: 'apply', operationId, revision });
    driver.form.handle({ type: 'edit', scope: '', field: 'tags', value: 'a=b', edit: 9 });
    driver.page('applying');
    driver.form.handle({ type: 'cancel', choice: 'await' });
    assert.equal(driver.page('applying').cancelling, 'await');
    await driver.send({ type: 'cancel', choice: 'abandon' });
    assert.match(driver.page('failed').problem.message, /cancelled.*Azure carries on/);
  });
});

describe('link form: after a reload', () => {
  const draft = { '': { tags: 'owner=platform', endpointName: 'pe-mine' } };
  const cases: readonly (readonly [Phase, Phase])[] = [
    ['editing', 'editing'],
    ['plan', 'plan'],
    ['failed', 'plan'],
    ['done', 'plan'],
    ['applying', 'interrupted'],
    ['interrupted', 'interrupted'],
  ];
  for (const [before, after] of cases) {
    it(`${before} becomes ${after}, with what was typed`, async () => {
      const driver = await new FormDriver({ ...pair, phase: before, draft }).ready();
      assert.equal(driver.view.page.phase, after);
      assert.equal(driver.kept('endpointName'), 'pe-mine');
      if (after !== 'interrupted') return;
      await driver.send({ type: 'retry' });
      assert.ok(driver.page('plan').plan.steps.some(({ title }) => title.includes('pe-mine')));
    });
  }

  it('keeps nothing that Azure answered', async () => {
    const driver = await (await new FormDriver().ready()).preview();
    assert.deepEqual(Object.keys(driver.saved).toSorted(), [
      'clusterIds',
      'draft',
      'operationId',
      'phase',
      'registryId',
      'schemaVersion',
    ]);
  });

  it('answers only the last of two previews', async () => {
    const driver = await new FormDriver().ready();
    const answers: (() => void)[] = [];
    driver.azure.observed = () =>
      new Promise((resolve) =>
        answers.push(() => {
          resolve(unlinked);
        }),
      );
    driver.form.handle({ type: 'preview' });
    driver.form.handle({ type: 'cancel', choice: 'await' });
    driver.form.handle({ type: 'preview' });
    await new Promise(setImmediate);
    for (const answer of answers) answer();
    await driver.ready();
    assert.equal(driver.page('plan').plan.revision, 1);
    assert.deepEqual(driver.errors, []);
  });
});
