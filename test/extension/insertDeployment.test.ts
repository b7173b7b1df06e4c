import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseAllDocuments } from 'yaml';
import { commandIds } from '../../src/contributions';
import { closeEditors, registryNode } from '../support/extensionHost';
import { manifestProblems } from '../support/kubernetes';

/** Inserts without questions, and answers the text of the editor that then has the cursor. */
async function insert(
  kind: 'deployment' | 'withService',
  place: 'cursor' | 'newFile' = 'cursor',
): Promise<vscode.TextDocument> {
  const { resourceId } = await registryNode('contosoapps');
  const argument = { resourceId, repository: 'shop/web', tag: 'v2', kind, place };
  await vscode.commands.executeCommand(commandIds.insertDeployment, argument);
  return vscode.window.activeTextEditor?.document ?? assert.fail('an editor is open');
}

async function open(content: string, at: vscode.Position, eol = vscode.EndOfLine.LF): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit((edit) => {
    edit.setEndOfLine(eol);
  });
  editor.selection = new vscode.Selection(at, at);
}

function manifestsOf(document: vscode.TextDocument): Record<string, unknown>[] {
  return parseAllDocuments(document.getText()).map((each) => {
    assert.deepEqual(each.errors, []);
    return each.toJS() as Record<string, unknown>;
  });
}

describe('Insert deployment.yaml', () => {
  afterEach(closeEditors);

  it('makes a new YAML file where none is open', async () => {
    const document = await insert('withService');
    assert.deepEqual([document.languageId, document.isUntitled], ['yaml', true]);
    assert.match(document.fileName, /\/deployment\.yaml$/);
    const manifests = manifestsOf(document);
    assert.deepEqual(
      manifests.map(({ kind }) => kind),
      ['Deployment', 'Service'],
    );
    for (const manifest of manifests) assert.deepEqual(manifestProblems(manifest), []);
    assert.match(document.getText(), /^ {10}image: contosoapps\.azurecr\.io\/shop\/web:v2$/m);
  });

  it('makes one beside an open file, too, which stays as it is', async () => {
    await open('kind: Namespace\n', new vscode.Position(1, 0));
    const opened = vscode.window.activeTextEditor?.document;
    const document = await insert('deployment', 'newFile');
    assert.notEqual(document, opened);
    assert.equal(opened?.getText(), 'kind: Namespace\n');
    assert.equal(manifestsOf(document).length, 1);
  });

  it('changes all names together', async () => {
    const document = await insert('withService');
    await vscode.commands.executeCommand('type', { text: 'front' });
    assert.equal(document.getText().match(/(name|app): front$/gm)?.length, 7);
    assert.doesNotMatch(document.getText(), /: web$/m);
  });

  it('comes behind a document that the cursor is in the middle of', async () => {
    await open('kind: Namespace\nmetadata:\n  name: shop\n---\nkind: Last\n', new vscode.Position(1, 4));
    const document = await insert('deployment');
    assert.deepEqual(
      manifestsOf(document).map(({ kind }) => kind),
      ['Namespace', 'Deployment', 'Last'],
    );
    assert.match(document.getText(), /name: shop\n---\napiVersion: apps\/v1\n/);
  });

  it('keeps Windows line breaks', async () => {
    await open('kind: Namespace\n', new vscode.Position(1, 0), vscode.EndOfLine.CRLF);
    const document = await insert('deployment');
    assert.doesNotMatch(document.getText(), /[^\r]\n/);
    assert.match(document.getText(), /^kind: Namespace\r\n---\r\napiVersion: apps\/v1\r\n/);
    assert.equal(manifestsOf(document).length, 2);
  });

  it('takes nothing over from an indented cursor', async () => {
    await open('kind: Namespace\n    ', new vscode.Position(1, 4));
    const document = await insert('deployment');
    assert.match(
      document.getText(),
      /^kind: Namespace\n---\napiVersion: apps\/v1\nkind: Deployment\nmetadata:\n {2}name: web\n/,
    );
  });
});
