import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { discard } from '../../src/commands/discardOperation';
import { resume } from '../../src/commands/resumeOperation';
import { rollBack } from '../../src/commands/rollBack';
import type { OperationPorts } from '../../src/commands/running';
import { commandIds } from '../../src/contributions';
import { isFailureError } from '../../src/model/failure';
import { systemClock } from '../../src/platform/clock';
import { journalledOperations } from '../../src/platform/operations';
import { activated, eventually, nodesOf, registryNode, treeWhen } from '../support/extensionHost';

const operationId = '0b0e5d52-6c2f-4d6c-9d38-0a6f5c1c7a11';
/** Of its own, because VS Code keeps a page that was closed for a while. */
const restoredId = '6d2f9b0e-13c4-4a57-8f0a-2f4f1d0c9b35';

/** A journal whose window died before its first step. */
async function interruptedJournal(id = operationId): Promise<string> {
  const { resourceId: registryId } = await registryNode('contosoapps');
  const clusterId = registryId?.replace(
    /\/providers\/.*/,
    '/providers/Microsoft.ContainerService/managedClusters/aks-x',
  );
  const spec = { schemaVersion: 1, registryId, clusterId, access: { mode: 'public' }, tags: {} };
  return JSON.stringify({
    schemaVersion: 1,
    operationId: id,
    title: 'Link contosoapps to aks-x',
    startedAt: 1_700_000_000_000,
    plan: { operationId: id, spec, steps: [], blockers: [], hazards: [], basedOn: [] },
    acknowledged: [],
    lease: { owner: 'gone', expires: 1_700_000_060_000 },
    steps: {},
  });
}

describe('an interrupted operation', () => {
  afterEach(async () => {
    const { journal } = await activated();
    await journal.remove(operationId);
    await journal.remove(restoredId);
    await vscode.commands.executeCommand(commandIds.refresh);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is at the top of the tree, with its journal', async () => {
    const { journal } = await activated();
    await journal.replace(operationId, 0, await interruptedJournal());
    await vscode.commands.executeCommand(commandIds.refresh);
    const [node] = await treeWhen((roots) => {
      assert.equal(roots[0]?.label, 'Interrupted: Link contosoapps to aks-x');
      assert.equal(nodesOf(roots, 'subscription').length, 3);
    });
    await vscode.commands.executeCommand(commandIds.viewJournal, node);
    const { document } = vscode.window.activeTextEditor ?? assert.fail('an editor is open');
    assert.equal(document.languageId, 'json');
    assert.equal((JSON.parse(document.getText()) as { operationId: string }).operationId, operationId);
  });

  it('has a page that VS Code opens again: what to do without its journal, and the journal once it is read', async () => {
    const uri = vscode.Uri.from({
      scheme: 'acr-private-link',
      path: `/journal/${restoredId}.json`,
      query: restoredId,
    });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(), /There is no journal of the operation/);
    assert.match(document.getText(), /Refresh the view: the operation may have ended\./);
    const { journal } = await activated();
    await journal.replace(restoredId, 0, await interruptedJournal(restoredId));
    await vscode.commands.executeCommand(commandIds.refresh);
    const [node] = await treeWhen((roots) => {
      assert.equal(roots[0]?.label, 'Interrupted: Link contosoapps to aks-x');
    });
    await vscode.commands.executeCommand(commandIds.viewJournal, node);
    await eventually(() => {
      assert.match(document.getText(), /"title": "Link contosoapps to aks-x"/);
    });
  });

  it('is shown also when its journal is damaged', async () => {
    const { journal } = await activated();
    await journal.replace(operationId, 0, '{"schemaVersion":1,');
    await vscode.commands.executeCommand(commandIds.refresh);
    await treeWhen((roots) => {
      assert.match(roots[0]?.label ?? '', /can’t be read/);
      assert.equal(roots.length, 4);
    });
  });
});

describe('an operation that was offered and has been seen to since', () => {
  afterEach(async () => (await activated()).journal.remove(operationId));

  const later = Date.now() + 3_600_000;
  for (const [what, command, since, told] of [
    ['resumed', resume, { finished: { at: 1_700_000_070_000, result: 'done' } }, /It came to its end/],
    [
      'resumed',
      resume,
      { lease: { owner: 'other', expires: later } },
      /A window of VS Code is at work on it/,
    ],
    ['resumed', resume, undefined, /no journal of this operation/],
    ['discarded', discard, { finished: { at: 1_700_000_070_000, result: 'discarded' } }, /was discarded/],
    [
      'rolled back',
      rollBack,
      { finished: { at: 1_700_000_070_000, result: 'rolledBack' } },
      /rolled back already/,
    ],
  ] as const) {
    it(`isn’t ${what} any more, and the message says why: ${told.source}`, async () => {
      const { journal } = await activated();
      if (since !== undefined) {
        const before = JSON.parse(await interruptedJournal()) as object;
        await journal.replace(operationId, 0, JSON.stringify({ ...before, ...since }));
      }
      const operations = journalledOperations(journal, systemClock);
      await assert.rejects(command({ operationId }, operations, {} as OperationPorts), (error) => {
        assert.ok(isFailureError(error));
        assert.match(error.failure.message, told);
        return error.failure.nextAction !== '';
      });
    });
  }
});

describe('Link to AKS', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the form', async () => {
    await vscode.commands.executeCommand(commandIds.linkToCluster, await registryNode('contosoapps'));
    await eventually(() => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      const inputs = tabs
        .map(({ input }) => input)
        .filter((input) => input instanceof vscode.TabInputWebview);
      assert.match(inputs[0]?.viewType ?? '', /acrPrivateLink\.link$/);
    });
  });
});
