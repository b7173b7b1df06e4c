/** What the view shows, loaded when somebody looks at it for the first time (explorer.ts). */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { contextKeys, type ExplorerState } from '../../contributions';
import { AutoRetry } from '../../platform/autoRetry';
import { systemClock } from '../../platform/clock';
import type { Connection } from '../../platform/connection';
import type { EstateStore } from '../../platform/estateStore';
import { detailsOf, failureFrom } from '../../platform/failures';
import type { Log } from '../../platform/log';
import type { OperationsWatch } from '../../platform/operationsWatch';
import type { RegistryImages } from '../../provisioning';
import { pathTo } from './estateNodes';
import { estateShown } from './estateShown';
import { failureNode } from './failureNode';
import { listId } from './imageNodes';
import { ImageTree } from './imageTree';
import { operationNodes } from './operationNodes';
import { onGroupingChanged, readGrouping } from './groupingSetting';
import { Pages } from './pages';
import { problemDecorations } from './problemDecorations';
import { treeItemOf } from './treeItem';
import type { ImageList, TreeNode } from './treeNode';
import { ViewHead } from './viewHead';

export interface ExplorerOptions {
  readonly estate: EstateStore;
  readonly operations: Pick<OperationsWatch, 'unfinished' | 'onDidChange'>;
  readonly images: RegistryImages;
  /** From where the estate is read now. */
  connection(): Connection;
  readonly log: Log;
}

/** What others ask of the tree. */
export interface TreeCalls {
  /**
   * Selects a resource in the tree and brings it into view, or a registry's link to a cluster: as far down as the tree has
   * it. Answers whether it has it.
   */
  reveal(resourceId: string, linkedClusterId?: string): Promise<boolean>;
  /** What the tree shows once all is read, for tests: VS Code has no way to read a tree. */
  roots(): Promise<readonly TreeNode[]>;
  /** What it shows now, for tests. */
  rootsNow(): Promise<readonly TreeNode[]>;
  /** What unfolding a node shows. A registry is asked only by this. */
  childrenOf(node: TreeNode): Promise<readonly TreeNode[]>;
  /** Reads the next page of a list of images and shows it. */
  loadMoreImages(list: ImageList): Promise<void>;
  /** Whether only what has problems is shown. */
  showOnlyProblems(only: boolean): Promise<void>;
  /** Reads a list of images again. */
  reloadImages(list: ImageList): Promise<void>;
  /** Shows more of a list, by the id of the node that it is below; empty for the tree itself. */
  showMore(listId: string): Promise<void>;
  dispose(): void;
}

export interface ExplorerTree {
  readonly provider: Required<
    Pick<vscode.TreeDataProvider<TreeNode>, 'getChildren' | 'getTreeItem' | 'getParent'>
  >;
  readonly calls: TreeCalls;
}

/** `changed` has VS Code ask again for what is below a node, or for all. */
export function createTree(
  options: ExplorerOptions,
  view: vscode.TreeView<TreeNode>,
  changed: Pick<vscode.EventEmitter<TreeNode | undefined>, 'fire'>,
): ExplorerTree {
  const { estate, log } = options;
  const images = new ImageTree(options.images);
  /** The nodes whose lists are shown, by the list's id: those are drawn anew when their list has changed. */
  const unfolded = new Map<string, TreeNode>();
  const parents = new WeakMap<TreeNode, TreeNode>();
  const pages = new Pages();
  /** The nodes of which not all children are shown, by id; and who waits until VS Code has asked for more of them. */
  const cut = new Map<string, TreeNode | undefined>();
  const waiting = new Map<string, () => void>();
  let roots: Promise<readonly TreeNode[]> | undefined;
  let resources: ReturnType<typeof estateShown> | undefined;
  /** What is on the screen is of another place or another account. */
  let isOther = false;
  let isFiltered = false;
  const showOperations = () => {
    roots = undefined;
    changed.fire(undefined);
  };
  const showAnew = () => {
    resources = undefined;
    unfolded.clear();
    cut.clear();
    showOperations();
  };

  const setState = (state: ExplorerState) => {
    void vscode.commands.executeCommand('setContext', contextKeys.state, state);
  };

  const readOperations = async (): Promise<readonly TreeNode[]> => {
    try {
      const operations = await options.operations.unfinished();
      return operationNodes(operations, (at) => new Date(at).toLocaleString());
    } catch (error) {
      const failure = failureFrom(error);
      log.error(detailsOf(failure));
      return [failureNode('operations', failure)];
    }
  };
  const readRoots = async () => {
    const [operations, { nodes, wayOut }] = await Promise.all([
      readOperations(),
      (resources ??= estateShown({ estate, log, head, retry, setState, isFiltered: () => isFiltered })),
    ]);
    // An empty tree has a welcome text that says the same.
    const ways = operations.length > 0 && nodes.length === 0 && wayOut !== undefined ? [wayOut] : [];
    return [...ways, ...operations, ...nodes];
  };
  const readOnce = () => (roots ??= readRoots());

  const childrenOf = async (node: TreeNode): Promise<readonly TreeNode[]> => {
    if (node.list === undefined || node.isLeaf === true) return node.children ?? [];
    unfolded.set(listId(node.list), node);
    return images.childrenOf(node.list);
  };
  const showList = (list: ImageList) => {
    const node = unfolded.get(listId(list));
    if (node !== undefined) changed.fire(node);
  };

  const provider: ExplorerTree['provider'] = {
    getTreeItem: treeItemOf,
    getParent: (node) => parents.get(node),
    async getChildren(node) {
      if (node === undefined && isOther) {
        // VS Code leaves on the screen what was there until there is something else.
        isOther = false;
        void readOnce().then(() => {
          changed.fire(undefined);
        });
        return [{ id: 'reading', label: t('Loading…'), icon: { id: 'loading~spin' } }];
      }
      const all = node === undefined ? await readOnce() : await childrenOf(node);
      const id = node?.id ?? '';
      const children = pages.of(id, all);
      if (children !== all) cut.set(id, node);
      waiting.get(id)?.();
      if (node !== undefined) for (const child of children) parents.set(child, node);
      return [...children];
    },
  };
  const retry = new AutoRetry(
    systemClock,
    () => {
      estate.refresh();
    },
    view.visible,
  );
  const visibility = view.onDidChangeVisibility(({ visible }) => {
    retry.isVisible = visible;
  });
  const head = new ViewHead(view, () => options.connection());
  head.showWhere(isFiltered);
  const following = options.operations.onDidChange(showOperations);
  const subscription = estate.onDidChange((change) => {
    head.showWhere(isFiltered);
    images.clear();
    if (change.isOther) {
      isOther = true;
      retry.settled();
      head.showProblems(0);
    }
    showAnew();
  });

  const decorating = vscode.window.registerFileDecorationProvider(problemDecorations());
  const seeingMore = estate.onDidSeeMore(showAnew);
  const regrouping = onGroupingChanged(showAnew);
  /** All is read, or can't be. */
  const whole = async () => {
    await estate.get().catch(() => undefined);
    return readOnce();
  };

  /** Of what isn't on the screen VS Code asks for nothing, and shows it as it is then. */
  const shownAnew = async (node: TreeNode | undefined) => {
    const id = node?.id ?? '';
    if (!cut.has(id)) return;
    const asked = new Promise<void>((resolve) => waiting.set(id, resolve));
    changed.fire(cut.get(id));
    await Promise.race([asked, systemClock.sleep(1000)]);
    waiting.delete(id);
  };

  const calls: TreeCalls = {
    roots: whole,
    rootsNow: readOnce,
    childrenOf,
    async showOnlyProblems(only) {
      isFiltered = only;
      await vscode.commands.executeCommand('setContext', contextKeys.onlyProblems, only);
      head.showWhere(isFiltered);
      showAnew();
    },
    showMore(listId) {
      pages.showMore(listId);
      changed.fire(cut.get(listId));
      return Promise.resolve();
    },
    async loadMoreImages(list) {
      await images.loadMore(list);
      showList(list);
    },
    async reloadImages(list) {
      await images.reload(list);
      showList(list);
    },
    async reveal(resourceId, linkedClusterId) {
      let [below, shown] = [await whole(), undefined as TreeNode | undefined];
      const wanted = pathTo(resourceId, linkedClusterId, readGrouping(), below);
      let depth = 0;
      for (const id of wanted) {
        const place = below.findIndex((each) => each.id === id);
        const node = below[place];
        if (node === undefined) break;
        if (pages.showUpTo(shown?.id ?? '', place)) await shownAnew(shown);
        if (shown !== undefined) parents.set(node, shown);
        [below, shown] = [node.children ?? [], node];
        depth += 1;
      }
      if (shown !== undefined) await view.reveal(shown, { select: true, focus: true, expand: true });
      return depth > 0 && depth === wanted.length;
    },
    dispose() {
      following.dispose();
      decorating.dispose();
      head.dispose();
      retry.dispose();
      visibility.dispose();
      images.clear();
      subscription.dispose();
      seeingMore.dispose();
      regrouping.dispose();
    },
  };
  return { provider, calls };
}
