import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, extensionId, viewIds } from '../../src/contributions';
import { activated } from '../support/extensionHost';

describe('activation', () => {
  it('registers the commands of the manifest, and no others', async () => {
    await activated();
    const extension = vscode.extensions.getExtension(extensionId);
    const { contributes } = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
    const declared = contributes.commands.map(({ command }) => command);
    const all = await vscode.commands.getCommands(true);
    // VS Code adds commands of its own for a view: focus, open, …
    const own = all.filter(
      (id) => id.startsWith('acrPrivateLink.') && !id.startsWith(`${viewIds.explorer}.`),
    );
    assert.deepEqual(own.toSorted(), declared.toSorted());
    assert.deepEqual(declared.toSorted(), Object.values(commandIds).toSorted());
  });

  it('shows its view', async () => {
    await vscode.commands.executeCommand(`${viewIds.explorer}.focus`);
  });
});
