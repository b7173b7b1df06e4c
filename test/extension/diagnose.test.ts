import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions';
import {
  eventually,
  nodesOf,
  openPanels,
  registryNode,
  repeatUntilDone,
  treeWhen,
} from '../support/extensionHost';

describe('Diagnose', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens one panel a pair from the tree, and asks for nothing that the node says', async () => {
    let pair: unknown;
    await treeWhen((roots) => {
      [pair] = nodesOf(roots, 'linkedCluster');
      assert.ok(pair !== undefined);
    });
    for (const argument of [pair, pair]) await vscode.commands.executeCommand(commandIds.diagnose, argument);
    await eventually(() => {
      const [title, ...others] = openPanels('diagnose');
      assert.match(title ?? '', /^Diagnose \S+ from aks-/);
      assert.deepEqual(others, []);
    });
  });

  it('opens the pair that a selected text is about, and refuses one that isn’t about a pull', async () => {
    await treeWhen((roots) => {
      assert.ok(nodesOf(roots, 'linkedCluster').length > 0);
    });
    const image = 'contosocore.azurecr.io/shop/web:v7';
    const content = `Node: aks-nodes-20417733-vmss000002/10.20.0.6\nFailed to pull image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://contosocore.azurecr.io/v2/shop/web/manifests/v7": dial tcp 10.50.0.5:443: i/o timeout`;
    const document = await vscode.workspace.openTextDocument({ content });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 2, 0);
    const done = vscode.commands.executeCommand(commandIds.explainPullError);
    await repeatUntilDone(done, 'workbench.action.acceptSelectedQuickOpenItem');
    await eventually(() => {
      assert.match(openPanels('diagnose')[0] ?? '', /^Diagnose contosocore from aks-/);
    });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const nothing = vscode.commands.executeCommand(commandIds.explainPullError, { text: 'hello' });
    await repeatUntilDone(nothing, 'notifications.clearAll');
    assert.deepEqual(openPanels('diagnose'), []);
  });

  it('opens one page for all that a registry, a cluster or a subscription is linked with', async () => {
    const [registry, cluster, subscription] = [await registryNode('contosocore'), ...(await others())];
    for (const node of [registry, cluster, subscription, registry])
      await vscode.commands.executeCommand(commandIds.diagnose, node);
    await eventually(() => {
      assert.deepEqual(
        [...openPanels('diagnose')].sort(),
        ['Diagnose Contoso Apps', 'Diagnose aks-shop-weu', 'Diagnose contosocore'].sort(),
      );
    });
  });

  it('asks for a pair in the palette, and opens nothing when nobody answers', async () => {
    const done = vscode.commands.executeCommand(commandIds.diagnose);
    await repeatUntilDone(done, 'workbench.action.closeQuickOpen');
    assert.deepEqual(openPanels('diagnose'), []);
    const chosen = vscode.commands.executeCommand(commandIds.diagnose);
    await repeatUntilDone(chosen, 'workbench.action.acceptSelectedQuickOpenItem');
    await eventually(() => {
      assert.match(openPanels('diagnose')[0] ?? '', /^Diagnose /);
    });
  });

  async function others(): Promise<readonly [unknown, unknown]> {
    let found: readonly [unknown, unknown] | undefined;
    await treeWhen((roots) => {
      const cluster = nodesOf(roots, 'cluster').find(({ label }) => label === 'aks-shop-weu');
      const subscription = nodesOf(roots, 'subscription').find(({ label }) => label === 'Contoso Apps');
      assert.ok(cluster !== undefined && subscription !== undefined);
      found = [cluster, subscription];
    });
    return found!;
  }
});
