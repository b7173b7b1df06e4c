/** Helpers for tests inside of VS Code. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionId, settingNames, settingsSection, webviewTypes } from '../../src/contributions';
import type { TestApi } from '../../src/extension';
import type { JournalStorage } from '../../src/provisioning';
import type { TreeNode } from '../../src/views/explorer/treeNode';
import { waitUntil as eventually } from './waiting';

export { eventually };

/** Address of the emulator that the runner started. */
export const emulatorUrl = process.env['ACR_PRIVATE_LINK_EMULATOR'] ?? process.env['EMULATOR_URL'] ?? '';

type Activated = Omit<TestApi, 'journal'> & { readonly journal: JournalStorage };

export async function activated(): Promise<Activated> {
  const extension = vscode.extensions.getExtension<TestApi>(extensionId);
  assert.ok(extension, 'the extension is installed');
  const api = await extension.activate();
  return { ...api, journal: await api.journal() };
}

/** Sets a setting for the user, or takes it away. */
export async function set(name: keyof typeof settingNames, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration(settingsSection)
    .update(settingNames[name], value, vscode.ConfigurationTarget.Global);
}

/** The tree, once it is as the check wants it; the last failed check's error after half a minute. */
export async function treeWhen(check: (roots: readonly TreeNode[]) => void): Promise<readonly TreeNode[]> {
  const { explorer } = await activated();
  return eventually(async () => {
    const roots = await explorer.roots();
    check(roots);
    return roots;
  });
}

/**
 * Runs a command of VS Code again and again until the work is done that waits for it, such as an answer to a question that
 * may not be on the screen yet.
 */
export async function repeatUntilDone<T>(work: PromiseLike<T>, command: string): Promise<T> {
  const state = { isDone: false };
  const end = () => {
    state.isDone = true;
  };
  work.then(end, end);
  await eventually(async () => {
    if (state.isDone) return;
    await vscode.commands.executeCommand(command);
    assert.ok(state.isDone, `${command} does not end it`);
  });
  return work;
}

/** Closes what is open, without asking about what isn't saved. */
export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('leaveSnippet');
  while (vscode.window.activeTextEditor !== undefined) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  // The next untitled document takes the name of one that is closed, and would get its text while that is still known.
  await eventually(() => {
    assert.ok(vscode.workspace.textDocuments.every(({ isUntitled }) => !isUntitled));
  });
}

/** Titles of the open panels of a form. */
export function openPanels(form: keyof typeof webviewTypes): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input, label }) =>
      // VS Code tells the type of a panel with a prefix of its own.
      input instanceof vscode.TabInputWebview && input.viewType.endsWith(webviewTypes[form]) ? [label] : [],
    );
}

/** Nodes of a kind, anywhere in the tree. */
export function nodesOf(nodes: readonly TreeNode[], context: TreeNode['context']): readonly TreeNode[] {
  return nodes.flatMap((node) => [
    ...(node.context === context ? [node] : []),
    ...nodesOf(node.children ?? [], context),
  ]);
}

export async function registryNode(name: string): Promise<TreeNode> {
  let found: TreeNode | undefined;
  await treeWhen((roots) => {
    found = nodesOf(roots, 'registry').find(({ label }) => label === name);
    assert.ok(found, `${name} is in the tree`);
  });
  assert.ok(found);
  return found;
}
