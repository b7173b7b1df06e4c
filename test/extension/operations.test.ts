import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { discard } from '../../src/commands/discardOperation';
import { resume } from '../../src/commands/resumeOperation';
import { rollBack } from '../../src/commands/rollBack';
import type { OperationPage, OperationPorts } from '../../src/commands/operationPage';
import { commandIds } from '../../src/contributions';
import { isFailureError } from '../../src/model/failure';
import { systemClock } from '../../src/platform/clock';
import { journalledOperations, type Operations } from '../../src/platform/operations';
import type { JournalStorage } from '../../src/provisioning';
import { leaseMilliseconds } from '../../src/provisioning/journal/lease';
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
  const spec = {
    schemaVersion: 2,
    registryId,
    links: [{ clusterId, access: { mode: 'public' } }],
    tags: {},
  };
  return JSON.stringify({
    schemaVersion: 1,
    operationId: id,
    title: 'Link contosoapps to aks-x',
    startedAt: 1_700_000_000_000,
    plan: {
      operationId: id,
      purpose: { kind: 'link', spec },
      steps: [],
      blockers: [],
      hazards: [],
      requirements: [],
      basedOn: [],
    },
    acknowledged: [],
    lease: { owner: 'gone', expires: 1_700_000_060_000 },
    steps: {},
  });
}

type Command = (operations: Operations, journal: JournalStorage) => Promise<void>;

const page: OperationPage = { open: () => assert.fail('Nothing is opened.') };
const resumeIt: Command = (operations, journal) => resume({ operationId }, operations, page, journal);
const rollBackIt: Command = (operations) => rollBack({ operationId }, operations, page);
const discardIt: Command = (operations) => discard({ operationId }, operations, {} as OperationPorts);
const commands = [
  ['resumed', resumeIt],
  ['rolled back', rollBackIt],
] as const;

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
    assert.match(document.getText(), /This computer has no journal of the operation/);
    assert.match(document.getText(), /Refresh the view\. The operation may have ended\./);
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

  it('of another window is in the tree for as long as it runs, without a refresh', async () => {
    const { journal } = await activated();
    await treeWhen((roots) => {
      assert.equal(nodesOf(roots, 'subscription').length, 3);
    });
    const left = JSON.parse(await interruptedJournal()) as object;
    const running = { ...left, lease: { owner: 'other', expires: Date.now() + leaseMilliseconds / 2 } };
    await journal.replace(operationId, 0, JSON.stringify(running));
    await treeWhen((roots) => {
      assert.equal(roots[0]?.label, 'Running in another window: Link contosoapps to aks-x');
    });
    const finished = { at: Date.now(), result: 'done' };
    await journal.replace(operationId, 1, JSON.stringify({ ...running, finished }));
    await treeWhen((roots) => {
      assert.ok(!roots.some((node) => node.operationId === operationId));
    });
  });

  it('is shown also when its journal is damaged', async () => {
    const { journal } = await activated();
    await journal.replace(operationId, 0, '{"schemaVersion":1,');
    await vscode.commands.executeCommand(commandIds.refresh);
    await treeWhen((roots) => {
      assert.match(roots[0]?.label ?? '', /can’t be used/);
      assert.equal(roots.length, 4);
    });
  });

  describe('whose journal somebody has changed', () => {
    const { showWarningMessage } = vscode.window;
    afterEach(() => Object.assign(vscode.window, { showWarningMessage }));

    /** Also the file, as the extension must not leave it nor lose it. */
    async function changed() {
      const { journal, journalFolder } = await activated();
      await journal.replace(operationId, 0, await interruptedJournal());
      const file = join(journalFolder, `${operationId}.1.json`);
      const text = (await readFile(file, 'utf8')).replace(
        'Link contosoapps to aks-x',
        'Nothing to worry about',
      );
      await rm(file);
      // Under a version that no window has read.
      await writeFile(join(journalFolder, `${operationId}.7.json`), text);
      await vscode.commands.executeCommand(commandIds.refresh);
      const [node] = await treeWhen((roots) => {
        assert.equal(roots[0]?.label, `Operation ${operationId} can’t be used`);
      });
      return { node, text, journal, journalFolder };
    }

    it('is set aside: the tree says why and what to do, and it can be viewed', async () => {
      const { node, text } = await changed();
      assert.equal(node?.context, 'damagedOperation');
      assert.match(node.description ?? '', /isn’t the one that this extension wrote/);
      assert.match(node.tooltip ?? '', /neither resumed nor rolled back/);
      assert.match(node.tooltip ?? '', /discard it\\\. A copy of the file is kept/);
      await vscode.commands.executeCommand(commandIds.viewJournal, node);
      const { document } = vscode.window.activeTextEditor ?? assert.fail('an editor is open');
      // VS Code keeps a page that was closed for a while, and reads it again in its own time.
      await eventually(() => {
        const shown = JSON.parse(document.getText()) as Record<string, unknown>;
        assert.match(String(shown['notUsed']), /isn’t the one that this extension wrote/);
        assert.deepEqual(shown['stored'], JSON.parse(text));
      });
    });

    for (const [what, command] of commands) {
      it(`can’t be ${what}`, async () => {
        const { journal } = await changed();
        const operations = journalledOperations(journal, systemClock, 'test');
        await assert.rejects(command(operations, journal), (error) => {
          assert.ok(isFailureError(error));
          assert.match(error.failure.message, /isn’t the one that this extension wrote/);
          return error.failure.nextAction.includes('neither resumed nor rolled back');
        });
      });
    }

    it('is discarded with a copy', async () => {
      const { journal, journalFolder, text } = await changed();
      const asked: unknown[] = [];
      Object.assign(vscode.window, {
        showWarningMessage: (question: string, { detail }: vscode.MessageOptions) => {
          asked.push(question, detail);
          return Promise.resolve('Discard');
        },
      });
      const ports = { journal, clock: systemClock, owner: 'test', changed: () => undefined };
      await discard(
        { operationId },
        journalledOperations(journal, systemClock, 'test'),
        ports as unknown as OperationPorts,
      );
      assert.deepEqual(asked[0], `Discard “${operationId}”?`);
      assert.match(String(asked[1]), /moved to a folder for copies/);
      await vscode.commands.executeCommand(commandIds.refresh);
      await treeWhen((roots) => {
        assert.ok(roots.every((root) => root.operationId !== operationId));
      });
      const aside = join(journalFolder, 'set-aside');
      const [copy = ''] = (await readdir(aside)).filter((name) => name.startsWith(operationId));
      assert.equal(await readFile(join(aside, copy), 'utf8'), text);
      await rm(aside, { recursive: true });
    });
  });
});

describe('an operation that was offered and has been seen to since', () => {
  afterEach(async () => (await activated()).journal.remove(operationId));

  const lease = () => ({ owner: 'other', expires: Date.now() + leaseMilliseconds });
  for (const [what, command, since, told] of [
    ['resumed', resumeIt, { finished: { at: 1_700_000_070_000, result: 'done' } }, /It completed/],
    ['resumed', resumeIt, 'held', /It’s running in another VS Code window/],
    ['resumed', resumeIt, undefined, /no journal of this operation/],
    ['discarded', discardIt, { finished: { at: 1_700_000_070_000, result: 'discarded' } }, /was discarded/],
    [
      'rolled back',
      rollBackIt,
      { finished: { at: 1_700_000_070_000, result: 'rolledBack' } },
      /already undone/,
    ],
  ] as const) {
    it(`isn’t ${what} any more, and the message says why: ${told.source}`, async () => {
      const { journal } = await activated();
      if (since !== undefined) {
        const before = JSON.parse(await interruptedJournal()) as object;
        await journal.replace(
          operationId,
          0,
          JSON.stringify({ ...before, ...(since === 'held' ? { lease: lease() } : since) }),
        );
      }
      const operations = journalledOperations(journal, systemClock, 'test');
      await assert.rejects(command(operations, journal), (error) => {
        assert.ok(isFailureError(error));
        assert.match(error.failure.message, told);
        return error.failure.nextAction !== '';
      });
    });
  }
});

describe('a command that shows a page', () => {
  afterEach(async () => {
    const { journal } = await activated();
    await journal.remove(operationId);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const shows = (type: RegExp, title: RegExp) =>
    eventually(() => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      const found = tabs.filter(({ input }) => input instanceof vscode.TabInputWebview);
      const types = found.map(({ input }) => (input as vscode.TabInputWebview).viewType);
      assert.match(types.join(), type);
      assert.match(found.map(({ label }) => label).join(), title);
    });
  const pairOf = async () => {
    const { resourceId: registryId = '' } = await registryNode('contosoapps');
    const provider = '/providers/Microsoft.ContainerService/managedClusters/aks-x';
    return { registryId, clusterId: registryId.replace(/\/providers\/.*/, provider) };
  };

  it('Link to AKS…: the form', async () => {
    await vscode.commands.executeCommand(commandIds.linkToCluster, await registryNode('contosoapps'));
    await shows(/acrPrivateLink\.link$/, /./);
  });

  for (const [name, title] of [
    ['unlink', /Unlink contosoapps from aks-x/],
    ['detach', /Detach contosoapps from aks-x/],
    ['attach', /Attach contosoapps to aks-x/],
  ] as const) {
    it(`${name}: the page of the operation, with no question in front`, async () => {
      await vscode.commands.executeCommand(commandIds[name], await pairOf());
      await shows(/acrPrivateLink\.plan$/, title);
    });
  }

  for (const [name, title] of [
    ['rollBack', /Roll back: Link contosoapps to aks-x/],
    ['resume', /Resume: Attach contosoapps to aks-x/],
  ] as const) {
    it(`${name}: the page of the operation, by what its journal says`, async () => {
      const { journal } = await activated();
      await journal.replace(operationId, 0, await interruptedJournal());
      await vscode.commands.executeCommand(commandIds[name], { operationId });
      await shows(/acrPrivateLink\.plan$/, title);
    });
  }

  it('Operation History, also where the journal of no operation is asked for', async () => {
    await vscode.commands.executeCommand(commandIds.viewJournal);
    await shows(/acrPrivateLink\.history$/, /Operation History/);
  });
});
