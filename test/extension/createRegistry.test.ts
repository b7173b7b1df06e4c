import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions';
import { activated, eventually, nodesOf, openPanels, treeWhen } from '../support/extensionHost';

describe('Create Private Registry…', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the form of a subscription’s node, one for each subscription', async () => {
    await activated();
    const roots = await treeWhen((nodes) => {
      assert.equal(nodesOf(nodes, 'subscription').length, 3);
    });
    const node = nodesOf(roots, 'subscription').find(({ label }) => label === 'Contoso Apps');
    await vscode.commands.executeCommand(commandIds.createRegistry, node);
    await eventually(() => {
      assert.deepEqual(openPanels('createRegistry'), ['Create private registry contosoappsacr']);
    });
    await vscode.commands.executeCommand(commandIds.createRegistry, node);
    const other = nodesOf(roots, 'subscription').find(({ label }) => label === 'Contoso Data');
    await vscode.commands.executeCommand(commandIds.createRegistry, other);
    await eventually(() => {
      assert.deepEqual(openPanels('createRegistry'), [
        'Create private registry contosoappsacr',
        'Create private registry contosodataacr',
      ]);
    });
  });
});
