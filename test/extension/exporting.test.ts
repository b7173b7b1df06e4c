import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { exportAsCode } from '../../src/commands/exportAsCode';
import { exportPlan } from '../../src/commands/exportPlan';
import { languageIds } from '../../src/contributions';
import { clouds } from '../../src/model/clouds';
import { isFailureError } from '../../src/model/failure';
import { systemClock } from '../../src/platform/clock';
import type { EstateStore } from '../../src/platform/estateStore';
import { writeFiles } from '../../src/platform/fileSet';
import { journalledOperations } from '../../src/platform/operations';
import type { TreeNode } from '../../src/views/explorer/treeNode';
import { deletingPlan, exportedPlans } from '../support/exportedPlans';
import { azureAt } from '../contract/support/azure';
import { activated, closeEditors, emulatorUrl, eventually, treeWhen } from '../support/extensionHost';

const settings = { cloud: clouds.public };
const unasked = () => Promise.reject(new Error('Azure is asked.'));
const plan = exportedPlans['a grant']?.() ?? assert.fail();

/** The first private endpoint below some nodes. */
function endpointIn(nodes: readonly TreeNode[]): TreeNode | undefined {
  for (const node of nodes) {
    const found = node.context === 'endpoint' ? node : endpointIn(node.children ?? []);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Answers each quick pick with the item of the next label; gives what puts VS Code's own back. */
function answering(...labels: readonly string[]): () => void {
  const { createQuickPick } = vscode.window;
  const left = [...labels];
  const answered = () => {
    const wanted = left.shift();
    const nothing = () => ({ dispose: () => undefined });
    const picker = {
      items: [] as readonly vscode.QuickPickItem[],
      selectedItems: [] as readonly vscode.QuickPickItem[],
      onDidHide: nothing,
      onDidChangeValue: nothing,
      accept: () => undefined as unknown,
      onDidAccept(listener: () => unknown) {
        this.accept = listener;
        return nothing();
      },
      show() {
        void eventually(() => {
          this.selectedItems = [this.items.find(({ label }) => label === wanted) ?? assert.fail(wanted)];
          this.accept();
        });
      },
      dispose: () => undefined,
    };
    return picker;
  };
  Object.assign(vscode.window, { createQuickPick: answered });
  return () => Object.assign(vscode.window, { createQuickPick });
}

describe('Export', () => {
  const { showWarningMessage, showOpenDialog } = vscode.window;
  let restore: (() => void) | undefined;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-'));
  });
  afterEach(async () => {
    restore?.();
    Object.assign(vscode.window, { showWarningMessage, showOpenDialog });
    await closeEditors();
    await rm(folder, { recursive: true, force: true });
  });
  const answerWith = (answer: string | undefined) => {
    const asked: string[] = [];
    Object.assign(vscode.window, {
      showWarningMessage: (question: string) => {
        asked.push(question);
        return Promise.resolve(answer);
      },
    });
    return asked;
  };

  it('opens the plan of an operation as Terraform in an untitled editor', async () => {
    const { journal } = await activated();
    const { operationId } = plan;
    const store = {} as EstateStore;
    const recorded = {
      schemaVersion: 1,
      operationId,
      title: 'Let Nina Sample push to contoso',
      startedAt: 1_700_000_000_000,
      plan,
      acknowledged: [],
      lease: { owner: 'gone', expires: 1_700_000_060_000 },
      finished: { at: 1_700_000_050_000, result: 'done' },
      steps: {},
    };
    await journal.replace(operationId, 0, JSON.stringify(recorded));
    restore = answering('Terraform', 'Open in an Editor');
    try {
      const operations = journalledOperations(journal, systemClock, 'test');
      await exportAsCode(
        { operationId },
        { store, operations, running: { azure: unasked, journal }, settings },
      );
    } finally {
      await journal.remove(operationId);
    }
    const { document } = vscode.window.activeTextEditor ?? assert.fail('an editor is open');
    assert.ok(document.isUntitled);
    assert.equal(document.languageId, languageIds.terraform);
    assert.match(document.getText(), /resource "azurerm_role_assignment" "role_assignment_push" \{/);
    assert.doesNotMatch(document.getText(), /Nina/);
  });

  it('opens a private endpoint of the tree as Terraform that takes over what is there', async () => {
    const roots = await treeWhen((nodes) => {
      assert.ok(endpointIn(nodes));
    });
    const node = endpointIn(roots) ?? assert.fail('there is an endpoint');
    const { journal } = await activated();
    const azure = () => Promise.resolve(azureAt(emulatorUrl));
    const operations = journalledOperations(journal, systemClock, 'test');
    restore = answering('Terraform', 'Open in an Editor');
    await exportAsCode(node, { store: {} as EstateStore, operations, running: { azure, journal }, settings });
    // On a busy machine VS Code is late in telling which editor is in front.
    await eventually(() => {
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      assert.match(text, new RegExp(`^# Private endpoint ${node.label}`));
      assert.match(text, /^import \{\n {2}to = azurerm_private_endpoint\.\w+\n {2}id = "/m);
      assert.ok(text.includes(`"${node.resourceId ?? ''}"`));
    });
  });

  it('imports what a plan uses, where that is asked for', async () => {
    const roots = await treeWhen((nodes) => {
      assert.ok(endpointIn(nodes));
    });
    const { resourceId = assert.fail() } = endpointIn(roots) ?? assert.fail('there is an endpoint');
    const [granted = assert.fail()] = plan.steps;
    const reused = { ...granted, id: 'endpoint', kind: 'endpoint', action: 'reuse', resourceId } as const;
    const steps = [{ ...reused, request: undefined }, ...plan.steps];
    restore = answering('Terraform with import blocks', 'Open in an Editor');
    await exportPlan({ ...plan, steps }, settings, () => Promise.resolve(azureAt(emulatorUrl)));
    await eventually(() => {
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      const imports = [...text.matchAll(/^import \{\n {2}to = (\S+)\n {2}id = "(\S+)"$/gm)];
      assert.deepEqual(
        imports.map(([, to = '', id = '']) => [to.replace(/_endpoint_.*/, ''), id.toLowerCase()]),
        [['azurerm_private_endpoint.existing', resourceId.toLowerCase()]],
      );
      assert.match(text, /^resource "azurerm_role_assignment" "role_assignment_push" \{$/m);
    });
  });

  it('saves a script in the folder that is chosen, and opens it', async () => {
    restore = answering('Azure CLI script', 'Save in a Folder…');
    Object.assign(vscode.window, { showOpenDialog: () => Promise.resolve([vscode.Uri.file(folder)]) });
    const asked = answerWith(undefined);
    await exportPlan(plan, settings, unasked);
    assert.deepEqual([await readdir(folder), asked], [['apply.sh'], []]);
    const { document } = vscode.window.activeTextEditor ?? assert.fail('an editor is open');
    assert.equal(document.languageId, 'shellscript');
    assert.equal(document.getText(), await readFile(join(folder, 'apply.sh'), 'utf8'));
  });

  it('saves Bicep and Terraform, and opens them in their language', async () => {
    Object.assign(vscode.window, { showOpenDialog: () => Promise.resolve([vscode.Uri.file(folder)]) });
    answerWith(undefined);
    for (const [label, name, language] of [
      ['Terraform', 'main.tf', languageIds.terraform],
      ['Bicep', 'main.bicep', languageIds.bicep],
    ] as const) {
      restore?.();
      restore = answering(label, 'Save in a Folder…');
      await exportPlan(plan, settings, unasked);
      const { document } = vscode.window.activeTextEditor ?? assert.fail('an editor is open');
      assert.ok(document.fileName.endsWith(name));
      assert.equal(document.languageId, language);
      assert.equal(document.getText(), await readFile(join(folder, name), 'utf8'));
    }
  });

  it('says why a plan can’t be said in a format', async () => {
    restore = answering('Terraform');
    await assert.rejects(exportPlan(deletingPlan(), settings, unasked), (error) => {
      assert.ok(isFailureError(error));
      return /can’t be exported as Terraform\. .*only deletes resources in its own state/.test(
        error.failure.message,
      );
    });
  });

  it('replaces nothing of the user’s without a yes, and leaves nothing else behind', async () => {
    const uri = vscode.Uri.file(folder);
    const files = [
      { name: 'a.tf', text: 'new' },
      { name: 'b.tf', text: 'new' },
    ];
    const texts = async () =>
      Object.fromEntries(
        await Promise.all(
          (await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), 'utf8')]),
        ),
      ) as Record<string, string>;
    await writeFile(join(folder, 'a.tf'), 'mine');
    const asked = answerWith(undefined);
    assert.equal(await writeFiles(uri, files), undefined);
    assert.deepEqual([asked, await texts()], [['Replace a.tf?'], { 'a.tf': 'mine' }]);
    answerWith('Replace');
    assert.equal((await writeFiles(uri, files))?.length, 2);
    assert.deepEqual(await texts(), { 'a.tf': 'new', 'b.tf': 'new' });
    const again = answerWith(undefined);
    assert.equal((await writeFiles(uri, files))?.length, 2, 'what is the same is no question');
    assert.deepEqual(again, []);
  });

  it('loses no file that came to be there while it asked', async () => {
    await writeFile(join(folder, 'a.tf'), 'mine');
    Object.assign(vscode.window, {
      showWarningMessage: async () => {
        await writeFile(join(folder, 'b.tf'), 'theirs');
        return 'Replace';
      },
    });
    const files = ['b.tf', 'a.tf'].map((name) => ({ name, text: 'new' }));
    await assert.rejects(Promise.resolve(writeFiles(vscode.Uri.file(folder), files)));
    assert.equal(await readFile(join(folder, 'b.tf'), 'utf8'), 'theirs');
    assert.deepEqual((await readdir(folder)).toSorted(), ['a.tf', 'b.tf']);
  });
});
