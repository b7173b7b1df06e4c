import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, webviewTypes } from '../../src/contributions';
import { activated, eventually, registryNode } from '../support/extensionHost';

/** VS Code tells the type of a panel with a prefix of its own. */
function openForms(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith(webviewTypes.makePrivate),
    );
}

describe('Make Private…', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the form of a registry’s node, one for each registry', async () => {
    await activated();
    const node = await registryNode('contosodev');
    await vscode.commands.executeCommand(commandIds.makePrivate, node);
    await eventually(() => {
      assert.deepEqual(
        openForms().map(({ label }) => label),
        ['Make contosodev private'],
      );
    });
    await vscode.commands.executeCommand(commandIds.makePrivate, node);
    await vscode.commands.executeCommand(commandIds.makePrivate, await registryNode('contosoapps'));
    await eventually(() => {
      assert.equal(openForms().length, 2);
    });
  });
});
