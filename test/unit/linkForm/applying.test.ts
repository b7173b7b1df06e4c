import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import type { ObservedCluster } from '../../../src/provisioning/observed/observed';
import type { Phase } from '../../../src/views/planForm/protocol';
import {
  cluster,
  FakeAzure,
  facts,
  ids,
  known,
  unlinked,
  openStandard,
} from '../../support/linkForm/fakeAzure';
import {
  allDone,
  finish,
  FormDriver,
  pair,
  written,
  type Apply,
  refusedByPolicy,
} from '../../support/linkForm/formDriver';
import { assignment } from '../../support/observed';

const pullRole = assignment({ scope: ids.registry, principalId: 'bee3e7d7-ea09-49db-b15a-db4d4a934069' });

const nothingLeft = (azure: FakeAzure) => {
  // Public network access needs the role only: once it is there, nothing is left to plan.
  azure.observed = () => ({ ...openStandard, roleAssignments: { [idKey(ids.cluster)]: known([pullRole]) } });
};

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

  it('is planned again when the page of its plan comes back, and says what changed', async () => {
    const driver = await planned();
    const before = driver.page('plan').plan;
    driver.form.cameToFront();
    assert.deepEqual(driver.page('plan').plan, before, 'the plan stays while everything is read');
    await driver.ready();
    assert.deepEqual([driver.page('plan').plan, driver.page('plan').changed], [before, []]);
    driver.azure.observed = () => ({
      ...unlinked,
      roleAssignments: { [idKey(ids.cluster)]: known([pullRole]) },
    });
    driver.form.cameToFront();
    await driver.ready();
    const after = driver.page('plan');
    assert.ok(after.changed.length > 0);
    assert.ok(after.plan.revision > before.revision);
    assert.equal(after.plan.operationId, before.operationId);
  });

  it('keeps a plan that can’t be made again when its page comes back', async () => {
    const driver = await planned();
    const before = driver.page('plan').plan;
    driver.azure.observed = () => {
      throw new Error('no network');
    };
    driver.form.cameToFront();
    await driver.ready();
    assert.deepEqual(driver.page('plan').plan, before);
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

  it('knows of the clusters that are linked which have no running nodes, and so don’t pull yet', async () => {
    const stopped = facts<ObservedCluster>({ ...cluster, powerState: 'Stopped' });
    const driver = await planned(
      (plan, tell, signal) => {
        const there = { [idKey(ids.cluster)]: known([pullRole]) };
        driver.azure.observed = () => ({ ...openStandard, clusters: stopped, roleAssignments: there });
        return allDone(plan, tell, signal);
      },
      (azure) => {
        azure.observed = () => openStandard;
      },
    );
    assert.deepEqual(driver.view.idle, []);
    await driver.apply();
    assert.deepEqual(driver.page('done').verification, { state: 'verified' });
    assert.deepEqual(driver.view.idle, ['aks-prod']);
  });

  it('shows in its header what was read last, not what was there when the form was filled', async () => {
    const driver = await planned(
      (plan, tell, signal) => {
        driver.azure.observed = () => unlinked;
        return allDone(plan, tell, signal);
      },
      (azure) => {
        azure.observed = () => openStandard;
      },
    );
    assert.match(driver.view.registry?.detail ?? '', /^Standard · West Europe · rg-registry-weu · /);
    await driver.apply();
    driver.page('done');
    assert.match(driver.view.registry?.detail ?? '', /^Premium · West Europe · rg-registry-weu · /);
  });

  it('is drawn without what nobody can plan any more', async () => {
    const driver = await planned((plan, tell, signal) => {
      driver.azure.observed = () => ({ ...unlinked, registry: { state: 'absent' } });
      return allDone(plan, tell, signal);
    });
    assert.ok(driver.page('plan').plan.drawing);
    await driver.apply();
    const { plan, verification } = driver.page('done');
    assert.deepEqual([plan.drawing, verification.state], [undefined, 'remaining']);
  });

  it('is read again when its page comes back, whatever was done meanwhile, and a new form is a click away', async () => {
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
    const { lookedAt, later } = driver.page('done');
    assert.deepEqual([typeof lookedAt, later], ['number', false]);
    // Somebody unlinks the two.
    driver.azure.observed = () => openStandard;
    driver.form.cameToFront();
    const checking = driver.page('done');
    assert.deepEqual([checking.verification, checking.lookedAt], [{ state: 'checking' }, undefined]);
    await driver.ready();
    const after = driver.page('done');
    assert.deepEqual([after.verification.state, after.later], ['remaining', true]);
    const found = Object.values(after.progress.steps).map(({ state }) => state);
    assert.deepEqual(found, ['missing'], 'so it is drawn, and said in the table');
    await driver.send({ type: 'retry' });
    driver.page('editing');
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
      return Promise.resolve({ kind: 'failed', steps: [], failures: [refusedByPolicy] });
    });
    const { operationId } = driver.page('plan').plan;
    await driver.apply();
    const { plan, problem, progress, cancelled } = driver.page('failed');
    assert.equal(cancelled, false);
    assert.equal(problem.azure?.requestId, 'req-1');
    const hasReason = plan.steps.map(({ id, reason }) => [progress.steps[id]?.state, reason !== '']);
    assert.ok(
      hasReason.every(([state, has]) => has === (state !== 'done')),
      'of what is done the reason before isn’t said',
    );
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
    assert.match(driver.page('failed').problem.message, /canceled.*Azure finishes running steps/);
    assert.equal(driver.page('failed').cancelled, true);
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
