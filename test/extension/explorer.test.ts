import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions';
import { emulatorUrl, nodesOf, set, treeWhen } from '../support/extensionHost';

describe('the tree over the emulator', () => {
  afterEach(async () => {
    await set('emulatorEndpoint', emulatorUrl);
    await set('subscriptions', undefined);
  });

  it('shows the estate', async () => {
    const roots = await treeWhen((nodes) => {
      assert.deepEqual(
        nodes.map(({ label, context }) => [label, context]),
        ['Contoso Apps', 'Contoso Data', 'Contoso Platform'].map((name) => [name, 'subscription']),
      );
    });
    assert.deepEqual(
      nodesOf(roots, 'registry').map(({ label }) => label),
      ['contosoapps', 'contosodev', 'contosotraining', 'contosodata', 'contosomodels', 'contosocore'],
    );
    assert.ok(nodesOf(roots, 'cluster').some(({ label }) => label === 'aks-shop-weu'));
    assert.ok(nodesOf(roots, 'endpoint').length > 0);
    const links = nodesOf(roots, 'linkedCluster');
    assert.ok(
      links.some(({ description }) => description === 'linked'),
      'a link is shown',
    );
  });

  it('shows what failed, and all again after a retry', async () => {
    await set('emulatorEndpoint', 'http://127.0.0.1:9');
    await treeWhen(([first, ...others]) => {
      assert.equal(first?.context, 'failure');
      assert.match(first.label, /reached/);
      assert.equal(others.length, 0);
    });
    await set('emulatorEndpoint', emulatorUrl);
    await vscode.commands.executeCommand(commandIds.retry);
    await treeWhen((roots) => {
      assert.equal(roots.length, 3);
    });
  });

  it('refuses an emulator that isn’t on this computer', async () => {
    await set('emulatorEndpoint', 'http://emulator.example.com:8080');
    await treeWhen(([first]) => {
      assert.equal(first?.context, 'failure');
      assert.match(first.label, /acrPrivateLink\.emulator\.endpoint must be an address of this computer/);
    });
  });

  it('shows the chosen subscriptions only', async () => {
    const [apps] = await treeWhen((roots) => {
      assert.equal(roots.length, 3);
    });
    await set('subscriptions', [apps?.resourceId?.split('/')[2]]);
    await treeWhen((roots) => {
      assert.deepEqual(
        roots.map(({ label }) => label),
        ['Contoso Apps'],
      );
    });
    await set('subscriptions', ['00000000-0000-4000-8000-000000000000']);
    await treeWhen((roots) => {
      assert.equal(roots.length, 0);
    });
  });
});
