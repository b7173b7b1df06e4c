import assert from 'node:assert/strict';
import type { Failure } from '../../../src/model/failure';
import { readJournal } from '../../../src/provisioning/journal/reading';
import { run } from '../../../src/provisioning/operations/run';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import { MemoryStorage } from '../../support/fakeWriter';
import { FakeAzure, ids, unlinkedBoth } from '../../support/linkForm/fakeAzure';
import { allDone, FormDriver, pair, written, type Apply } from '../../support/linkForm/formDriver';

const refusal: Failure = {
  code: 'azure.RequestDisallowedByPolicy',
  kind: 'user',
  message: 'A policy disallows it.',
  nextAction: 'Ask for an exemption.',
  resourceId: '/subscriptions/a/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet',
  azure: { code: 'RequestDisallowedByPolicy', message: 'was disallowed by policy', requestId: 'req-1' },
};

/** A form with a plan whose second write fails, or never comes to an end. */
async function left(journal: MemoryStorage, failing: boolean): Promise<FormDriver> {
  let now = 1_000_000;
  const apply: Apply = (plan: LinkPlan, tell, cancellation) => {
    const azure = new FakeAzure();
    let writes = 0;
    azure.write = (_id, _request, progress) => {
      writes += 1;
      void progress.accepted(undefined);
      if (writes === 1) return Promise.resolve({ ok: true });
      return failing ? Promise.resolve({ ok: false, failure: refusal }) : new Promise(() => undefined);
    };
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    now += 1;
    const ports = { writer: azure, reader: azure, journal, clock, owner: 'window' };
    return run(
      plan,
      ports,
      cancellation,
      tell,
      plan.hazards.map(({ id }) => id),
    );
  };
  const driver = await new FormDriver(pair, apply, () => undefined, journal).ready();
  await driver.preview();
  await driver.acknowledgeAll();
  return driver;
}

describe('link form: an operation that did not come to its end', () => {
  it('a failure tells what, on which resource, what Azure said and what to do, and offers to roll back', async () => {
    const driver = await left(new MemoryStorage(), true);
    await driver.apply();
    const { problem, offers, progress } = driver.page('failed');
    assert.equal(problem.message, refusal.message);
    assert.equal(problem.nextAction, refusal.nextAction);
    assert.equal(problem.resource?.name, 'vnet');
    assert.equal(problem.azure?.requestId, 'req-1');
    assert.deepEqual(offers, { resume: false, rollBack: true, journal: true });
    assert.ok(Object.values(progress.steps).some(({ state }) => state === 'done'));
  });

  it('a resumption that is cancelled at once writes nothing', async () => {
    const journal = new MemoryStorage();
    const driver = await left(journal, true);
    await driver.apply();
    const start = { ...pair, phase: 'applying', operationId: driver.saved.operationId } as const;
    const reloaded = await new FormDriver(start, allDone, () => undefined, journal).ready();
    reloaded.form.handle({ type: 'resume' });
    await reloaded.send({ type: 'cancel', choice: 'await' });
    assert.equal(reloaded.page('interrupted').offers.resume, true);
    assert.deepEqual(reloaded.azure.written, []);
  });

  it('after a reload its journal says what is offered; without one, only to look again', async () => {
    const journal = new MemoryStorage();
    const driver = await left(journal, true);
    await driver.apply();
    const { operationId } = driver.saved;
    const start = { ...pair, phase: 'applying', operationId } as const;
    const reloaded = await new FormDriver(start, allDone, () => undefined, journal).ready();
    assert.deepEqual(reloaded.page('interrupted').offers, { resume: true, rollBack: true, journal: true });
    const operation = 'aaaaaaaa-0000-4000-8000-000000000001';
    const without = await new FormDriver({ ...start, operationId: operation }).ready();
    assert.deepEqual(without.page('interrupted').offers, { resume: false, rollBack: false, journal: false });
    await without.send({ type: 'resume' });
    without.page('interrupted');
    await without.send({ type: 'retry' });
    assert.notEqual(without.page('plan').plan.operationId, operation);
  });

  it('shows what is left before it resumes, and what has changed since', async () => {
    const journal = new MemoryStorage();
    const driver = await left(journal, true);
    const { plan } = driver.page('plan');
    await driver.apply();
    const start = { ...pair, phase: 'applying', operationId: plan.operationId } as const;
    const reloaded = await new FormDriver(start, allDone, () => undefined, journal).ready();
    await reloaded.send({ type: 'resume' });
    // Nothing of it is in the fake Azure, which the engine finds out: that is in the way, with what to do.
    const shown = reloaded.page('plan').plan;
    assert.equal(shown.purpose, 'resume');
    assert.equal(shown.operationId, plan.operationId);
    assert.match(shown.blockers.map(({ message }) => message).join(), /it was created and no longer exists/);
    await reloaded.apply();
    assert.deepEqual(reloaded.azure.written, []);
    await reloaded.send({ type: 'retry' });
    assert.equal(reloaded.page('plan').plan.purpose, 'form');
  });

  it('a retry shows which try it is and when', async () => {
    const driver = await new FormDriver(pair, (plan, tell) => {
      const [first] = written(plan);
      const step = { operationId: plan.operationId, stepId: first!.id };
      tell({ kind: 'stepStarted', at: 1, attempt: 1, ...step });
      tell({ kind: 'stepRetrying', at: 1000, failure: refusal, attempt: 2, delaySeconds: 5, ...step });
      return new Promise(() => undefined);
    }).ready();
    await driver.preview();
    await driver.acknowledgeAll();
    const { operationId, revision } = driver.page('plan').plan;
    driver.form.handle({ type: 'apply', operationId, revision });
    while (driver.view.page.phase !== 'applying') await new Promise(setImmediate);
    const { progress } = driver.page('applying');
    const running = Object.values(progress.steps).find(({ state }) => state === 'running');
    assert.deepEqual(running?.retry, { attempt: 2, at: 6000 });
    assert.equal(running.note, refusal.message);
    driver.form.dispose();
  });

  it('a reload that didn’t keep that Apply was chosen finds the operation in the journal', async () => {
    const journal = new MemoryStorage();
    const driver = await left(journal, true);
    const kept = driver.saved;
    assert.equal(kept.phase, 'plan');
    await driver.apply();
    const read = await readJournal(journal, kept.operationId);
    assert.ok(read?.ok);
    const open = JSON.stringify({ ...read.journal, finished: undefined });
    assert.ok(await journal.replace(kept.operationId, read.version, open));
    const reloaded = await new FormDriver(kept, allDone, () => undefined, journal).ready();
    assert.equal(reloaded.page('interrupted').offers.resume, true);
    assert.equal(reloaded.saved.operationId, kept.operationId);
  });

  it('another form for the pair says so, and one for another cluster doesn’t', async () => {
    const journal = new MemoryStorage();
    await (await left(journal, true)).apply();
    const again = await new FormDriver(pair, allDone, () => undefined, journal).ready();
    assert.match(
      again.page('editing').notice ?? '',
      /^“Link contosoreg to aks-prod” failed with 1 of \d+ steps done\..* completes that operation/,
    );
    const other = { registryId: pair.registryId, clusterIds: [ids.otherCluster] };
    const withBoth = (azure: FakeAzure) => {
      azure.observed = () => unlinkedBoth;
    };
    const elsewhere = await new FormDriver(other, allDone, withBoth, journal).ready();
    assert.equal(elsewhere.page('editing').notice, undefined);
  });
});
