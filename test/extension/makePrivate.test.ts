import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions';
import { activated, eventually, openPanels, registryNode } from '../support/extensionHost';

describe('Make Private…', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the form of a registry’s node, one for each registry', async () => {
    await activated();
    const node = await registryNode('contosodev');
    await vscode.commands.executeCommand(commandIds.makePrivate, node);
    await eventually(() => {
      assert.deepEqual(openPanels('makePrivate'), ['Make contosodev private']);
    });
    await vscode.commands.executeCommand(commandIds.makePrivate, node);
    await vscode.commands.executeCommand(commandIds.makePrivate, await registryNode('contosoapps'));
    await eventually(() => {
      assert.deepEqual(openPanels('makePrivate'), ['Make contosodev private', 'Make contosoapps private']);
    });
  });
});
