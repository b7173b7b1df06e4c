import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, viewIds } from '../../src/contributions';
import { EmulatorCalls } from '../support/emulatorCalls';
import {
  activated,
  emulatorUrl,
  eventually,
  nodesOf,
  openPanels,
  registryNode,
  set,
  treeWhen,
} from '../support/extensionHost';

const azure = new EmulatorCalls(() => emulatorUrl);

describe('the tree over the emulator', () => {
  afterEach(async () => {
    await azure.withoutFaults();
    await set('signIn', undefined);
    await set('emulatorEndpoint', emulatorUrl);
    await set('subscriptions', undefined);
    await set('treeGroupBy', undefined);
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

  it('shows only what has problems, and all again', async () => {
    await vscode.commands.executeCommand(commandIds.showOnlyProblems);
    await treeWhen((roots) => {
      const names = nodesOf(roots, 'registry').map(({ label }) => label);
      assert.ok(names.length > 0 && !names.includes('contosocore'), names.join());
      assert.ok(nodesOf(roots, 'linkedCluster').some(({ problem }) => problem === 'own'));
    });
    await vscode.commands.executeCommand(commandIds.showAll);
    await treeWhen((roots) => {
      assert.ok(nodesOf(roots, 'registry').some(({ label }) => label === 'contosocore'));
    });
  });

  it('shows what failed, and all again after a retry', async () => {
    await set('emulatorEndpoint', 'http://127.0.0.1:9');
    await treeWhen(([first, ...others]) => {
      assert.equal(first?.context, 'failure');
      assert.match(first.label, /Couldn’t reach/);
      assert.equal(others.length, 0);
    });
    await set('emulatorEndpoint', emulatorUrl);
    await vscode.commands.executeCommand(commandIds.retry);
    await treeWhen((roots) => {
      assert.equal(roots.length, 3);
    });
  });

  it('keeps what was read when Azure fails for the moment, and tries again by itself', async () => {
    await vscode.commands.executeCommand(`${viewIds.explorer}.focus`);
    await treeWhen((roots) => {
      assert.equal(roots.length, 3);
    });
    await azure.fault({
      kind: 'server-error',
      status: 503,
      retryAfter: 0,
      match: { path: '*', times: 'always' },
    });
    await vscode.commands.executeCommand(commandIds.refresh);
    await treeWhen(([first, ...others]) => {
      assert.equal(first?.context, 'failure');
      assert.deepEqual(
        first.children?.map(({ label }) => label.replace(/\d.*/, '')),
        ['Retry', 'Showing data from '],
      );
      assert.deepEqual(
        others.map(({ label }) => label),
        ['Contoso Apps', 'Contoso Data', 'Contoso Platform'],
      );
    });
    await azure.withoutFaults();
    // Nobody asks for it.
    await treeWhen((roots) => {
      assert.deepEqual(
        roots.map(({ context }) => context),
        ['subscription', 'subscription', 'subscription'],
      );
    });
  });

  it('shows nothing of one connection over another, and opens a page of its own', async () => {
    const registry = await registryNode('contosoapps');
    await vscode.commands.executeCommand(commandIds.linkToCluster, registry);
    await vscode.commands.executeCommand(commandIds.linkToCluster, registry);
    await eventually(() => {
      assert.equal(openPanels('link').length, 1);
    });
    await set('emulatorEndpoint', 'http://127.0.0.1:9');
    await treeWhen((roots) => {
      assert.equal(nodesOf(roots, 'subscription').length, 0);
    });
    await vscode.commands.executeCommand(commandIds.linkToCluster, registry);
    await eventually(() => {
      assert.equal(openPanels('link').length, 2);
    });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows at once what was read over a connection before, says how old it is, and then what is there now', async () => {
    const { explorer } = await activated();
    await treeWhen((roots) => {
      assert.equal(nodesOf(roots, 'registry').length, 6);
    });
    await set('emulatorEndpoint', 'http://127.0.0.1:9');
    await treeWhen((roots) => {
      assert.equal(nodesOf(roots, 'subscription').length, 0);
    });
    // Until this is taken back, nothing of the emulator's is read.
    await azure.fault({ kind: 'latency', milliseconds: 60_000, match: { path: '*', times: 'always' } });
    await set('emulatorEndpoint', emulatorUrl);
    await eventually(async () => {
      const kept = await explorer.rootsNow();
      assert.deepEqual(
        kept.map(({ label }) => label),
        ['Contoso Apps', 'Contoso Data', 'Contoso Platform'],
      );
      for (const { description } of kept) assert.match(description ?? '', /^read just now · /);
      assert.equal(nodesOf(kept, 'registry').length, 6);
      assert.ok(nodesOf(kept, 'linkedCluster').some(({ description }) => description === 'linked'));
      assert.equal(nodesOf(kept, 'images').length, 0);
    });
    await azure.withoutFaults();
    await vscode.commands.executeCommand(commandIds.refresh);
    await treeWhen((roots) => {
      assert.equal(roots.length, 3);
      for (const { description } of roots) assert.doesNotMatch(description ?? '', /read/);
      assert.equal(nodesOf(roots, 'images').length, 6);
    });
  });

  it('says how to sign in also where operations are open', async () => {
    const { journal } = await activated();
    const operationId = 'c2a9d3f0-4a0e-4a77-9a3b-4c8e7c1d2b10';
    await journal.replace(operationId, 0, '{"schemaVersion":1,');
    try {
      await set('signIn', 'azureCli');
      await set('emulatorEndpoint', undefined);
      await treeWhen((roots) => {
        assert.deepEqual(
          roots.map(({ opens, operationId: about }) => [opens, about]),
          [
            ['signIn', undefined],
            [undefined, operationId],
          ],
        );
        assert.match(roots[0]?.label ?? '', /No sign-in found from the Azure CLI/);
      });
    } finally {
      await journal.remove(operationId);
    }
  });

  it('is led to a registry, to a cluster and down to a link', async () => {
    const { explorer } = await activated();
    const roots = await treeWhen((nodes) => {
      assert.ok(nodesOf(nodes, 'linkedCluster').length > 0);
    });
    const [link] = nodesOf(roots, 'linkedCluster');
    const { registryId, clusterId } = link?.pair ?? assert.fail('a link has a pair');
    assert.equal(await explorer.reveal(clusterId), true);
    assert.equal(await explorer.reveal(registryId, clusterId), true);
    assert.equal(await explorer.reveal(`${registryId}x`), false);
    assert.equal(await explorer.reveal(registryId, `${clusterId}x`), false);
  });

  it('is read again for one subscription where that is refreshed', async () => {
    const roots = await treeWhen((nodes) => {
      assert.equal(nodes.length, 3);
    });
    const apps = roots.find(({ label }) => label === 'Contoso Apps');
    const before = await azure.sent('GET', '/subscriptions');
    const id = `${/^\/subscriptions\/[^/]+/.exec(apps?.resourceId ?? '')?.[0]}/resourceGroups/rg-shop-weu`;
    const registry = `${id}/providers/Microsoft.ContainerRegistry/registries/contosorefreshed`;
    await azure.arm('PUT', `${registry}?api-version=2025-11-01`, {
      location: 'westeurope',
      sku: { name: 'Basic' },
    });
    try {
      await vscode.commands.executeCommand(commandIds.refresh, apps);
      await treeWhen((nodes) => {
        assert.ok(nodesOf(nodes, 'registry').some(({ label }) => label === 'contosorefreshed'));
      });
      assert.equal(await azure.sent('GET', '/subscriptions'), before, 'subscriptions were not listed again');
    } finally {
      await azure.arm('DELETE', `${registry}?api-version=2025-11-01`);
      await vscode.commands.executeCommand(commandIds.refresh);
    }
    await treeWhen((nodes) => {
      assert.equal(nodesOf(nodes, 'registry').length, 6);
    });
  });

  it('is arranged as the setting says, and leads to things there', async () => {
    const { explorer } = await activated();
    await set('treeGroupBy', 'location');
    const roots = await treeWhen((nodes) => {
      assert.ok(nodes.some(({ label }) => label === 'West Europe'));
      assert.equal(nodesOf(nodes, 'subscription').length, 0);
      assert.equal(nodesOf(nodes, 'registry').length, 6);
    });
    const [link] = nodesOf(roots, 'linkedCluster');
    const { registryId, clusterId } = link?.pair ?? assert.fail('a link has a pair');
    assert.equal(await explorer.reveal(registryId, clusterId), true);
    assert.equal(await explorer.reveal(clusterId), true);
    assert.equal(await explorer.reveal(`${registryId}x`), false);
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
