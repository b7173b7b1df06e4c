import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { parseAllDocuments } from 'yaml';
import { commandIds } from '../../src/contributions';
import {
  activated,
  closeEditors,
  eventually,
  nodesOf,
  registryNode,
  set,
  treeWhen,
} from '../support/extensionHost';
import { manifestProblems } from '../support/kubernetes';

const deployment = (image: string) => `# The storefront.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      imagePullSecrets:
        - name: regcred
      containers:
        - name: web
          image: ${image} # kept
        - name: side
          image: 'mcr.microsoft.com/oss/side:1.2'
`;
const imageLine = 16;

/** In a file of its own: under the name of an unsaved document that was closed, its old text can come back. */
async function open(content: string, name = 'deployment.yaml'): Promise<vscode.TextDocument> {
  await activated();
  const file = join(await mkdtemp(join(tmpdir(), 'manifest-')), name);
  await writeFile(file, content);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  await vscode.window.showTextDocument(document);
  return document;
}

function lineRange(line: number): vscode.Range {
  return new vscode.Range(line, 12, line, 12);
}

async function actionsAt(document: vscode.TextDocument, line: number): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, lineRange(line));
}

async function lensesOf(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    10,
  );
  return lenses.filter(({ command }) => command?.command === commandIds.pointImage);
}

function ownDiagnostics(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'ACR Private Link');
}

/** Diagnostics once they are these; the ones found after 20 seconds otherwise fail the test. */
async function diagnosticsWhen(
  document: vscode.TextDocument,
  codes: readonly string[],
): Promise<readonly vscode.Diagnostic[]> {
  return eventually(() => {
    const diagnostics = ownDiagnostics(document);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      codes,
    );
    return diagnostics;
  });
}

async function clusterId(name: string): Promise<string> {
  const roots = await treeWhen((nodes) => {
    assert.ok(nodesOf(nodes, 'cluster').some(({ label }) => label === name));
  });
  return nodesOf(roots, 'cluster').find(({ label }) => label === name)?.resourceId ?? assert.fail();
}

function assertValid(document: vscode.TextDocument): void {
  const manifests = parseAllDocuments(document.getText()).map(
    (each) => each.toJS() as Record<string, unknown>,
  );
  assert.deepEqual(manifests.flatMap(manifestProblems), []);
}

describe('images in manifests', () => {
  afterEach(async () => {
    await set('manifestsCluster', undefined);
    await set('manifestsDiagnostics', undefined);
    await set('manifestsCodeLens', undefined);
    await closeEditors();
  });

  it('are pointed at a registry by the command, all of them, in one step to undo', async () => {
    const text = deployment('old.azurecr.io/shop/web:v1');
    const document = await open(text);
    const { resourceId } = await registryNode('contosocore');
    await vscode.commands.executeCommand(commandIds.pointImage, { registryId: resourceId, images: 'all' });
    assert.equal(
      document.getText(),
      text
        .replace('old.azurecr.io', 'contosocore.azurecr.io')
        .replace('mcr.microsoft.com', 'contosocore.azurecr.io'),
    );
    assertValid(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  it('are pointed in a chart’s values, with registry and repository in places of their own', async () => {
    const text = [
      '# Values.',
      'image:',
      '  registry: quay.io # kept',
      '  repository: shop/web',
      '  tag: 1.27',
      'sidecar: { image: { repository: old.azurecr.io/shop/side, tag: "" } }',
      '',
    ].join('\n');
    const document = await open(text, 'values.yaml');
    const lenses = await eventually(async () => {
      const found = await lensesOf(document);
      assert.equal(found.length, 2);
      return found;
    });
    assert.deepEqual(
      lenses.map(({ range }) => range.start.line),
      [2, 5],
    );
    const { resourceId } = await registryNode('contosocore');
    await vscode.commands.executeCommand(commandIds.pointImage, { registryId: resourceId, images: 'all' });
    assert.equal(
      document.getText(),
      text.replace('quay.io', 'contosocore.azurecr.io').replace('old.azurecr.io', 'contosocore.azurecr.io'),
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  it('are pointed one by one by the lens above them', async () => {
    const text = deployment('nginx:1.27');
    const document = await open(text);
    const [lens, second, ...rest] = await eventually(async () => {
      const lenses = await lensesOf(document);
      assert.equal(lenses.length, 2);
      return lenses;
    });
    assert.ok(lens?.command && second && rest.length === 0);
    assert.deepEqual([lens.range.start.line, second.range.start.line], [imageLine, imageLine + 2]);
    const { resourceId } = await registryNode('contosocore');
    const argument = {
      ...(lens.command.arguments?.[0] as object),
      registryId: resourceId,
      dockerHub: 'library',
    };
    await vscode.commands.executeCommand(lens.command.command, argument);
    assert.equal(document.getText(), text.replace('nginx', 'contosocore.azurecr.io/library/nginx'));
    await set('manifestsCodeLens', false);
    await eventually(async () => {
      assert.deepEqual(await lensesOf(document), []);
    });
  });

  it('are pointed, and pull secrets removed, by code actions', async () => {
    const text = deployment('nginx:1.27');
    const document = await open(text);
    const actions = await eventually(async () => {
      const found = await actionsAt(document, imageLine);
      assert.ok(found.some(({ title }) => title === 'Point image at registry…'));
      return found;
    });
    const point = actions.find(({ title }) => title === 'Point image at registry…');
    assert.equal(point?.command?.command, commandIds.pointImage);
    assert.deepEqual(point.kind, vscode.CodeActionKind.RefactorRewrite);
    const remove = (await actionsAt(document, 13)).find(({ title }) => title.startsWith('Remove'));
    assert.equal(remove?.title, 'Remove imagePullSecret “regcred”');
    assert.ok(remove.edit);
    await vscode.workspace.applyEdit(remove.edit);
    assert.equal(document.getText(), text.replace(/ +imagePullSecrets:\n.*\n/, ''));
    assertValid(document);
  });

  it('lose a pull secret by the command', async () => {
    const text = deployment('nginx:1.27');
    const document = await open(text);
    await vscode.commands.executeCommand(commandIds.removePullSecret, { name: 'regcred' });
    assert.equal(document.getText(), text.replace(/ +imagePullSecrets:\n.*\n/, ''));
  });

  it('stay as they are in a file that is not YAML, and in a Helm template', async () => {
    const { resourceId } = await registryNode('contosocore');
    for (const text of [deployment('"nginx'), deployment('{{ .Values.image }}')]) {
      const document = await open(text);
      await vscode.commands.executeCommand(commandIds.pointImage, { registryId: resourceId, images: 'all' });
      await vscode.commands.executeCommand(commandIds.removePullSecret, {});
      assert.equal(document.getText(), text);
      assert.equal(document.isDirty, false);
      assert.deepEqual(await lensesOf(document), []);
    }
  });

  it('are completed with registries, the linked ones first', async () => {
    const document = await open(deployment('con'));
    await set('manifestsCluster', await clusterId('aks-shop-weu'));
    const at = new vscode.Position(imageLine, document.lineAt(imageLine).text.indexOf(' # kept'));
    const items = await eventually(async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      const own = list.items.filter(({ detail }) => /link(ed)? to/i.test(detail ?? ''));
      assert.ok(own.length >= 4);
      return own;
    });
    const [first] = items.toSorted((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? ''));
    assert.equal(first?.insertText, 'contosocore.azurecr.io/');
    assert.match(first.detail ?? '', /^Linked to .*aks-shop-weu/);
    assert.ok(items.some(({ detail }) => detail === 'No known link to a cluster'));
  });

  it('with a privatelink name are an error, which a quick fix puts right', async () => {
    const text = deployment('contosocore.privatelink.azurecr.io/shop/web:v1');
    const document = await open(text);
    const [diagnostic] = await diagnosticsWhen(document, ['privateLinkName']);
    assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(diagnostic.range), 'contosocore.privatelink.azurecr.io/shop/web:v1');
    const fix = (await actionsAt(document, imageLine)).find(
      ({ title }) => title === 'Use the login server contosocore.azurecr.io',
    );
    assert.ok(fix?.edit && fix.isPreferred);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), text.replace('.privatelink', ''));
    await diagnosticsWhen(document, []);
  });

  it('of a registry that is not linked to the chosen cluster get a warning, and the ways to the link and to why', async () => {
    const document = await open(deployment('contosodata.azurecr.io/shop/web:v1'));
    await diagnosticsWhen(document, []);
    await vscode.commands.executeCommand(commandIds.chooseManifestCluster, {
      clusterId: await clusterId('aks-shop-weu'),
    });
    try {
      const [diagnostic] = await diagnosticsWhen(document, ['notLinked']);
      assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Warning);
      const actions = await actionsAt(document, imageLine);
      for (const [words, command] of [
        ['Link contosodata to aks-shop-weu…', commandIds.linkToCluster],
        ['Diagnose why aks-shop-weu can’t pull from contosodata…', commandIds.diagnose],
      ] as const) {
        const fix = actions.find(({ title }) => title === words);
        assert.equal(fix?.command?.command, command, words);
      }
    } finally {
      const configuration = vscode.workspace.getConfiguration('acrPrivateLink');
      await configuration.update('manifests.cluster', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await diagnosticsWhen(document, []);
  });

  it('with “latest” or no tag get a note, unless the setting says otherwise', async () => {
    const document = await open(deployment('nginx'));
    const [diagnostic] = await diagnosticsWhen(document, ['mutableTag']);
    assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Information);
    await set('manifestsDiagnostics', false);
    await diagnosticsWhen(document, []);
  });

  it('in other YAML files are nobody’s business', async () => {
    const document = await open('services:\n  web:\n    image: nginx\n');
    assert.deepEqual(await lensesOf(document), []);
    assert.deepEqual(
      (await actionsAt(document, 2)).filter(({ title }) => title.includes('registry')),
      [],
    );
    assert.deepEqual(ownDiagnostics(document), []);
  });
});
