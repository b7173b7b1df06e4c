import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds, extensionId, viewIds } from '../../src/contributions';
import { activated, closeEditors, emulatorUrl, eventually, set, treeWhen } from '../support/extensionHost';

const manifest = `apiVersion: v1
kind: Pod
spec:
  containers:
    - name: web
      image: nginx:1.27
`;

function installed(): vscode.Extension<unknown> {
  return vscode.extensions.getExtension(extensionId) ?? assert.fail('it is installed');
}

/** Names of the extension's bundles that this process has loaded. */
function loaded(): readonly string[] {
  const dist = join(installed().extensionPath, 'dist');
  const files = Object.keys(createRequire(__filename).cache);
  return files.filter((file) => dirname(file) === dist).map((file) => basename(file));
}

async function open(language: string, content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
  return document;
}

/** The commands of the extension's lenses in a document. */
async function lensesOf(document: vscode.TextDocument): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    10,
  );
  return lenses
    .flatMap(({ command }) => command?.command ?? [])
    .filter((id) => id.startsWith('acrPrivateLink.'));
}

/** The lines of the log that tell of an error. VS Code makes the file with the first line. */
async function errorsInLog(): Promise<readonly string[]> {
  const { logFolder } = await activated();
  const files = (await readdir(logFolder, { recursive: true })).filter((file) => file.endsWith('.log'));
  const texts = await Promise.all(files.map((file) => readFile(join(logFolder, file), 'utf8')));
  return texts.flatMap((text) => text.split('\n')).filter((line) => line.includes('[error]'));
}

// The first of all files: nothing has asked for the extension yet.
describe('activation', () => {
  afterEach(closeEditors);

  it('waits until there is something to do: YAML, but no other language', async () => {
    const extension = installed();
    assert.equal(extension.isActive, false);
    await open('json', '{}');
    await open('plaintext', manifest);
    assert.equal(extension.isActive, false);
    await open('yaml', 'services: {}\n');
    await eventually(() => {
      assert.equal(extension.isActive, true);
    });
  });

  it('loads what reads manifests with the first manifest, and what talks to Azure not for any', async () => {
    await activated();
    assert.deepEqual(await lensesOf(await open('yaml', 'services: {}\n')), []);
    assert.deepEqual(await lensesOf(await open('plaintext', manifest)), []);
    assert.deepEqual(loaded(), ['extension.js']);
    const document = await open('yaml', manifest);
    await eventually(async () => {
      assert.deepEqual(await lensesOf(document), [commandIds.pointImage]);
    });
    assert.deepEqual([...loaded()].toSorted(), ['extension.js', 'manifests.js']);
  });

  it('registers the commands of the manifest, and no others', async () => {
    await activated();
    const { contributes } = installed().packageJSON as { contributes: { commands: { command: string }[] } };
    const declared = contributes.commands.map(({ command }) => command);
    const all = await vscode.commands.getCommands(true);
    // VS Code adds commands of its own for a view: focus, open, …
    const own = all.filter(
      (id) => id.startsWith('acrPrivateLink.') && !id.startsWith(`${viewIds.explorer}.`),
    );
    assert.deepEqual(own.toSorted(), declared.toSorted());
    assert.deepEqual(declared.toSorted(), Object.values(commandIds).toSorted());
  });

  it('shows its view when it is asked for, with the estate in it, and logs no error', async () => {
    const { explorer } = await activated();
    await vscode.commands.executeCommand('workbench.view.explorer');
    await eventually(() => {
      assert.equal(explorer.isVisible(), false);
    });
    await vscode.commands.executeCommand(`${viewIds.explorer}.focus`);
    await eventually(() => {
      assert.equal(explorer.isVisible(), true);
    });
    await treeWhen((roots) => {
      assert.deepEqual(
        roots.map(({ label }) => label),
        ['Contoso Apps', 'Contoso Data', 'Contoso Platform'],
      );
    });
    assert.deepEqual(await errorsInLog(), []);
  });

  it('logs an error where one is shown', async () => {
    await set('emulatorEndpoint', 'http://127.0.0.1:9');
    try {
      await eventually(async () => {
        assert.match((await errorsInLog()).join('\n'), /Couldn’t reach Azure/);
      });
    } finally {
      await set('emulatorEndpoint', emulatorUrl);
    }
  });
});
