import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { exportAsCode } from '../../src/commands/exportAsCode';
import { exportPlan } from '../../src/commands/exportPlan';
import { clouds } from '../../src/model/clouds';
import { isFailureError } from '../../src/model/failure';
import { systemClock } from '../../src/platform/clock';
import { writeFiles } from '../../src/platform/fileSet';
import { journalledOperations } from '../../src/platform/operations';
import { deletingPlan, exportedPlans } from '../support/exportedPlans';
import { activated, closeEditors, eventually } from '../support/extensionHost';

const settings = { cloud: clouds.public };
const plan = exportedPlans['a grant']?.() ?? assert.fail();

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
      await exportAsCode({ operationId }, operations, journal, settings);
    } finally {
      await journal.remove(operationId);
    }
    const { document } = vscode.window.activeTextEditor ?? assert.fail('an editor is open');
    assert.ok(document.isUntitled);
    assert.match(document.getText(), /resource "azurerm_role_assignment" "role_assignment_push" \{/);
    assert.doesNotMatch(document.getText(), /Nina/);
  });

  it('saves a script in the folder that is chosen, and opens it', async () => {
    restore = answering('Azure CLI script', 'Save in a Folder…');
    Object.assign(vscode.window, { showOpenDialog: () => Promise.resolve([vscode.Uri.file(folder)]) });
    const asked = answerWith(undefined);
    await exportPlan(plan, settings);
    assert.deepEqual([await readdir(folder), asked], [['apply.sh'], []]);
    const { document } = vscode.window.activeTextEditor ?? assert.fail('an editor is open');
    assert.equal(document.languageId, 'shellscript');
    assert.equal(document.getText(), await readFile(join(folder, 'apply.sh'), 'utf8'));
  });

  it('says why a plan can’t be said in a format', async () => {
    restore = answering('Terraform');
    await assert.rejects(exportPlan(deletingPlan(), settings), (error) => {
      assert.ok(isFailureError(error));
      return /can’t be exported as Terraform\. .*only what is in its own state/.test(error.failure.message);
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
