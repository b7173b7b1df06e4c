import assert from 'node:assert/strict';
import { savedVerify, toHost } from '../../../src/views/verify/protocol/messages';
import { parsed } from '../../../src/views/webview/messages';
import type { VerifyAzure } from '../../../src/views/verify/reading';
import type { VerifyForm } from '../../../src/views/verify/verifyForm';
import { viewOf } from '../../../src/views/verify/verifyView';
import { inventory } from '../../support/linkForm/fakeAzure';
import { noRights, startedVerify, verifyTarget } from '../../support/verifyForm';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const pageOf = (form: VerifyForm) => viewOf(form, 0, undefined).page;

describe('the page that verifies', () => {
  it('runs nothing before everything that was chosen can be used', async () => {
    const { form, sent } = startedVerify();
    await settled();
    assert.equal(form.startable, false);
    form.take('image', '', 'shop/web:v1', 1);
    assert.equal(form.startable, true);
    form.take('namespace', '', 'Not A Name', 2);
    assert.equal(form.startable, false);
    await form.run();
    form.take('namespace', '', 'default', 3);
    for (const pool of ['system', 'web']) form.take('pool', pool, 'false', 4);
    assert.equal(form.startable, false);
    await form.run();
    assert.deepEqual(sent, []);
    await form.chooseImage();
    assert.equal(form.choices.image, 'shop/web:v2');
    const page = pageOf(form);
    assert.ok(page.phase === 'ready');
    assert.equal(page.form.edit, 4);
    assert.ok(page.effects.some((effect) => effect.includes('Virtual nodes')));
  });

  it('says that an image is named by its tag, why, and how a run ended', async () => {
    const { form, sent } = startedVerify({ image: 'shop/web:v1' });
    await settled();
    await form.run();
    assert.equal(sent.length, 1);
    const page = pageOf(form);
    assert.ok(page.phase === 'done');
    assert.equal(page.verdict, 'failed');
    assert.match(page.run.imageNote ?? '', /Nobody answers/);
    assert.match(page.problem?.message ?? '', /The first command in the cluster failed/);
    assert.equal(page.run.cleanup.words, 'Nothing was created.');
    form.again();
    assert.equal(pageOf(form).phase, 'ready');
  });

  it('says that a command took too long, which is no cancelling', async () => {
    const azure = {
      readCommandTarget: () => Promise.resolve(verifyTarget),
      readRights: () => Promise.resolve(noRights),
      runInCluster: (_: unknown, _command: string, signal: AbortSignal) =>
        Promise.reject(signal.reason instanceof Error ? signal.reason : new Error('not stopped')),
      images: { digestOf: () => Promise.resolve({ kind: 'found', digest: `sha256:${'0'.repeat(64)}` }) },
    } as unknown as VerifyAzure;
    const { form } = startedVerify({ image: 'shop/web:v1' }, {}, { azure: () => Promise.resolve(azure) });
    await settled();
    const own = Object.getOwnPropertyDescriptor(AbortSignal, 'timeout') ?? assert.fail('Node has it');
    Object.defineProperty(AbortSignal, 'timeout', { ...own, value: () => AbortSignal.abort() });
    try {
      await form.run();
    } finally {
      Object.defineProperty(AbortSignal, 'timeout', own);
    }
    const page = pageOf(form);
    assert.ok(page.phase === 'done');
    assert.match(page.problem?.message ?? '', /longer than four minutes/);
  });

  it('creates nothing after its panel was closed while the registry was still being asked', async () => {
    const { form, sent } = startedVerify({ image: 'shop/web:v1' });
    await settled();
    const run = form.run();
    form.dispose();
    await run;
    assert.deepEqual(sent, []);
  });

  it('runs what was chosen when it was begun, whatever is typed while the registry is asked', async () => {
    const { form, sent } = startedVerify({ image: 'shop/web:v1' });
    await settled();
    const run = form.run();
    form.take('namespace', '', 'other', 1);
    form.take('pool', 'system', 'false', 2);
    await run;
    assert.match(sent.join(), /get namespace default/);
    assert.match(sent.join(), /agentpool=system/);
  });

  it('keeps the result of a run when something that is asked for after it fails', async () => {
    const { form } = startedVerify({
      image: 'shop/web:v1',
      running: { runId: '0123456789', namespace: 'default' },
    });
    await settled();
    await form.run();
    form.leftovers = [{ runId: '0123456789', namespace: 'default', pods: ['p'], createdAt: undefined }];
    await form.clean('0123456789');
    const page = pageOf(form);
    assert.ok(page.phase === 'done');
    assert.notEqual(page.after?.message, undefined);
    assert.notEqual(page.after?.nextAction, '');
  });

  it('takes an image over that is chosen elsewhere, also after a run', async () => {
    const { form } = startedVerify({ image: 'shop/web:v1' });
    await settled();
    await form.run();
    form.offer('shop/api:v9');
    const page = pageOf(form);
    assert.ok(page.phase === 'ready');
    assert.equal(form.choices.image, 'shop/api:v9');
  });

  it('tries again with an inventory that is read anew', async () => {
    let isRead = false;
    const { form } = startedVerify(
      {},
      {},
      {
        refresh: () => (isRead = true),
        inventory: () => (isRead ? Promise.resolve(inventory) : Promise.reject(new Error('no network'))),
      },
    );
    await settled();
    assert.equal(pageOf(form).phase, 'refused');
    await form.retry();
    assert.equal(pageOf(form).phase, 'ready');
  });

  it('keeps what a reload cut off until it is offered', async () => {
    const running = { runId: '0123456789', namespace: 'default' };
    const { form } = startedVerify({ running }, { runCommandDisabled: true });
    await settled();
    assert.equal(pageOf(form).phase, 'refused');
    assert.deepEqual(form.saved.running, running);
  });

  it('shows why a cluster can’t be asked', async () => {
    const { form } = startedVerify({}, { runCommandDisabled: true });
    await settled();
    const page = pageOf(form);
    assert.ok(page.phase === 'refused');
    assert.match(page.problem.message, /is disabled/);
  });

  it('offers to delete what a reload cut off', async () => {
    const { form } = startedVerify({ running: { runId: '0123456789', namespace: 'default' } });
    await settled();
    const page = pageOf(form);
    assert.ok(page.phase === 'ready');
    assert.deepEqual(
      page.leftovers.map(({ runId }) => runId),
      ['0123456789'],
    );
    const hostile = startedVerify({ running: { runId: "'; rm", namespace: 'default' } });
    await settled();
    assert.deepEqual(hostile.form.leftovers, []);
  });

  it('believes no message that it doesn’t know', () => {
    assert.ok(parsed(toHost, { type: 'run' }).ok);
    assert.ok(parsed(toHost, { type: 'edit', scope: '', field: 'image', value: 'a', edit: 1 }).ok);
    for (const raw of [
      null,
      'run',
      { type: 'run', image: 'x' },
      { type: 'exec', command: 'kubectl' },
      { type: 'cleanLeftover', runId: '*' },
      { type: 'edit', scope: '', field: 'command', value: 'a', edit: 1 },
    ]) {
      assert.ok(!parsed(toHost, raw).ok, JSON.stringify(raw));
    }
    assert.ok(!parsed(savedVerify, { registryId: 1 }).ok);
  });
});
