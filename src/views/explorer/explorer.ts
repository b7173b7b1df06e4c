/** The tree in the activity bar, as the rest of the extension knows it. */
import * as vscode from 'vscode';
import { contextKeys, viewIds, type ExplorerState } from '../../contributions';
import type { ExplorerTree, TreeCalls } from './explorerTree';
import type { TreeNode } from './treeNode';

/** The tree, and the view that it is in. */
export interface Explorer extends TreeCalls {
  /** Loads what the view shows ahead of VS Code's asking for it; whoever asks is told why it can't be. */
  prepare(): void;
  /** Whether the view is on the screen, for tests. */
  isVisible(): boolean;
}

/** Loads what the view shows. `changed` has VS Code ask again for what is below a node, or for all. */
export type LoadTree = (
  view: vscode.TreeView<TreeNode>,
  changed: Pick<vscode.EventEmitter<TreeNode | undefined>, 'fire'>,
) => Promise<ExplorerTree>;

/** Registers the view. What it shows is loaded when VS Code asks for it, or somebody calls: many windows never show it. */
export function createExplorer(load: LoadTree): Explorer {
  const changed = new vscode.EventEmitter<TreeNode | undefined>();
  let loading: Promise<ExplorerTree> | undefined;
  const tree = () => (loading ??= load(view, changed));
  const calls = async () => (await tree()).calls;
  const state: ExplorerState = 'loading';
  void vscode.commands.executeCommand('setContext', contextKeys.state, state);
  const view: vscode.TreeView<TreeNode> = vscode.window.createTreeView(viewIds.explorer, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => (await tree()).provider.getChildren(node),
      getTreeItem: async (node) => (await tree()).provider.getTreeItem(node),
      getParent: async (node) => (await tree()).provider.getParent(node),
    },
    showCollapseAll: true,
  });
  return {
    prepare: () => void tree().catch(() => undefined),
    isVisible: () => view.visible,
    reveal: async (...asked) => (await calls()).reveal(...asked),
    roots: async () => (await calls()).roots(),
    rootsNow: async () => (await calls()).rootsNow(),
    childrenOf: async (node) => (await calls()).childrenOf(node),
    loadMoreImages: async (list) => (await calls()).loadMoreImages(list),
    reloadImages: async (list) => (await calls()).reloadImages(list),
    showOnlyProblems: async (only) => (await calls()).showOnlyProblems(only),
    showMore: async (listId) => (await calls()).showMore(listId),
    dispose() {
      view.dispose();
      changed.dispose();
      void loading?.then((loaded) => {
        loaded.calls.dispose();
      });
    },
  };
}
