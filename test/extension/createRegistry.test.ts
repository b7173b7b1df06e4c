import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, toolIds } from '../../src/contributions';
import { activated, eventually, nodesOf, openPanels, set, treeWhen } from '../support/extensionHost';

describe('Create Private Registry…', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the form of a subscription’s node, one for each subscription', async () => {
    await activated();
    await opened('Contoso Apps');
    await eventually(() => {
      assert.deepEqual(openPanels('createRegistry'), ['Create private registry contosoappsacr']);
    });
    await opened('Contoso Apps');
    await opened('Contoso Data');
    await eventually(() => {
      assert.deepEqual(openPanels('createRegistry'), [
        'Create private registry contosoappsacr',
        'Create private registry contosodataacr',
      ]);
    });
  });

  it('plans by the settings of now when a form that was closed comes back', async () => {
    await opened('Contoso Apps');
    await eventually(() => {
      assert.deepEqual(openPanels('createRegistry'), ['Create private registry contosoappsacr']);
    });
    assert.match(await planned(), /vnet-contosoappsacr/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually(() => {
      assert.deepEqual(openPanels('createRegistry'), []);
    });
    try {
      await set('names', { network: 'net-of-{registry}' });
      const text = await planned();
      assert.match(text, /net-of-contosoappsacr/);
      assert.doesNotMatch(text, /vnet-contosoappsacr/);
    } finally {
      await set('names', undefined);
    }
  });
});

/** Opens the form of a subscription's node. */
async function opened(subscription: string): Promise<void> {
  const roots = await treeWhen((nodes) => {
    assert.equal(nodesOf(nodes, 'subscription').length, 3);
  });
  const node = nodesOf(roots, 'subscription').find(({ label }) => label === subscription);
  await vscode.commands.executeCommand(commandIds.createRegistry, node);
}

/** The plan of the form that is there, or comes back, as a tool tells it. */
async function planned(): Promise<string> {
  const options = { input: { subscription: 'Contoso Apps' }, toolInvocationToken: undefined };
  const { content } = await vscode.lm.invokeTool(toolIds.planPrivateRegistry, options);
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
