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

  it('asks for the cluster on a registry, and opens nothing when nobody answers', async () => {
    const done = vscode.commands.executeCommand(commandIds.diagnose, await registryNode('contosocore'));
    await repeatUntilDone(done, 'workbench.action.closeQuickOpen');
    assert.deepEqual(openPanels('diagnose'), []);
  });
});
