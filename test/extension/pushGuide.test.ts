import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions';
import { guideScheme } from '../../src/views/pushGuide/guideDocuments';
import { activated, eventually, registryNode } from '../support/extensionHost';

describe('the push guide', () => {
  beforeEach(() => activated());
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function open(registry: string, image = 'shop/web:v1'): Promise<vscode.TextDocument> {
    const { resourceId } = await registryNode(registry);
    await vscode.commands.executeCommand(commandIds.pushGuide, { resourceId, image });
    return vscode.window.activeTextEditor?.document ?? assert.fail('an editor is open');
  }

  const lensesOf = ({ uri }: vscode.TextDocument, title: RegExp) =>
    eventually(async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        50,
      );
      const found = all.filter(({ command }) => title.test(command?.title ?? ''));
      assert.ok(found.length > 0, title.source);
      return found;
    });

  it('is a read-only page with the registry’s own commands', async () => {
    const document = await open('contosoapps');
    assert.equal(document.languageId, 'markdown');
    assert.match(document.getText(), /^docker push contosoapps\.azurecr\.io\/shop\/web:v1$/m);
    assert.match(document.getText(), /^az acr login --name contosoapps --subscription [0-9a-f-]{36}$/m);
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    const changed = await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), 'x');
    });
    assert.equal(changed && document.getText().startsWith('x'), false);
  });

  it('names the networks from which a closed registry is reached', async () => {
    const document = await open('contosocore');
    assert.match(document.getText(), /- \*\*vnet-shop-weu\*\*: peered with vnet-registry-core-weu/);
  });

  it('copies a command by its lens, and by the cursor', async () => {
    const document = await open('contosoapps');
    const lenses = await lensesOf(document, /Copy/);
    const lens = lenses.at(-1)?.command ?? assert.fail();
    await vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as readonly unknown[]));
    assert.equal(await vscode.env.clipboard.readText(), 'docker push contosoapps.azurecr.io/shop/web:v1');
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.startsWith('docker tag'));
    editor.selection = new vscode.Selection(line, 3, line, 3);
    await vscode.commands.executeCommand(commandIds.copyGuideCommand);
    assert.equal(
      await vscode.env.clipboard.readText(),
      'docker tag shop/web:v1 contosoapps.azurecr.io/shop/web:v1',
    );
  });

  it('offers each command for the terminal, and the rights', async () => {
    const document = await open('contosoapps');
    const [copies, runs] = [await lensesOf(document, /Copy/), await lensesOf(document, /Run in Terminal/)];
    assert.equal(copies.length, runs.length);
    const [grant] = await lensesOf(document, /Grant Push Access/);
    assert.equal(grant?.command?.command, commandIds.grantPush);
  });

  it('takes no command from outside: only what stands in an open guide is meant', async () => {
    const document = await open('contosoapps');
    await vscode.env.clipboard.writeText('before');
    const terminals = vscode.window.terminals.length;
    for (const argument of [
      { guide: document.uri.toString(), line: 0, text: 'touch /tmp/x' },
      { guide: 'file:///etc/passwd', line: 1 },
    ]) {
      await vscode.commands.executeCommand(commandIds.copyGuideCommand, argument);
      await vscode.commands.executeCommand(commandIds.runGuideCommand, argument);
    }
    assert.equal(await vscode.env.clipboard.readText(), 'before');
    assert.equal(vscode.window.terminals.length, terminals);
  });

  it('says what is wrong and what to do, where VS Code opens it again and it can’t be made', async () => {
    const { resourceId = '' } = await registryNode('contosoapps');
    const query = new URLSearchParams({ registryId: `${resourceId}gone`, image: 'shop/web:v1' }).toString();
    const uri = vscode.Uri.from({ scheme: guideScheme, path: '/Push to contosoappsgone.md', query });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(), /contosoappsgone isn’t in the selected subscriptions\./);
    assert.match(document.getText(), /Select its subscription, or refresh/);
  });

  it('is not opened for a name that no image can have', async () => {
    const { resourceId } = await registryNode('contosoapps');
    await vscode.commands.executeCommand(commandIds.pushGuide, { resourceId, image: 'shop/web:$(id)' });
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});
