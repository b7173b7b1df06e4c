import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions';
import { eventually, nodesOf, openPanels, registryNode, treeWhen } from '../support/extensionHost';

describe('commands on a resource', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('show its properties as JSON that can’t be changed', async () => {
    const node = await registryNode('contosoapps');
    await vscode.commands.executeCommand(commandIds.viewProperties, node);
    const { document } = vscode.window.activeTextEditor ?? assert.fail('an editor is open');
    assert.equal(document.languageId, 'json');
    assert.equal(document.uri.path, '/properties/contosoapps.json');
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), undefined);
    const properties = JSON.parse(document.getText()) as { id: string; properties: { loginServer: string } };
    assert.equal(properties.id.toLowerCase(), node.resourceId?.toLowerCase());
    assert.equal(properties.properties.loginServer, 'contosoapps.azurecr.io');
  });

  it('leave a page that says what is wrong and what to do, where VS Code opens it again and it can’t be read', async () => {
    const { resourceId = '' } = await registryNode('contosoapps');
    const gone = `${resourceId}gone`;
    const query = encodeURIComponent(gone);
    const uri = vscode.Uri.from({ scheme: 'acr-private-link', path: '/properties/gone.json', query });
    const document = await vscode.workspace.openTextDocument(uri);
    const { error, nextAction } = JSON.parse(document.getText()) as { error: string; nextAction: string };
    assert.match(error, /contosoappsgone/);
    assert.match(nextAction, /./);
  });

  it('copy its ID', async () => {
    const node = await registryNode('contosoapps');
    await vscode.commands.executeCommand(commandIds.copyResourceId, node);
    assert.equal(await vscode.env.clipboard.readText(), node.resourceId);
  });
});

describe('the page of a plan', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is there when its command goes on, and shows the plan of now', async () => {
    const { resourceId: registryId } = await registryNode('contosoapps');
    const [cluster] = nodesOf(
      await treeWhen((roots) => {
        assert.ok(nodesOf(roots, 'cluster').length > 0);
      }),
      'cluster',
    );
    const pair = { registryId, clusterId: cluster?.resourceId };
    // Nothing is to be detached, so that no question follows.
    for (const time of ['first', 'second']) {
      await vscode.commands.executeCommand(commandIds.detach, pair);
      await eventually(() => {
        const pages = openPanels('plan');
        assert.equal(pages.length, 1, time);
        assert.match(pages[0] ?? '', /^Detach contosoapps from [\w-]+$/);
      });
      // It is a page of our own: what a workspace has Markdown look like doesn't reach it.
      const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
      assert.deepEqual(
        inputs.filter((input) => input instanceof vscode.TabInputCustom),
        [],
      );
    }
  });
});
