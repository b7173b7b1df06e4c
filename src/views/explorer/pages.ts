import { t } from '@vscode/l10n';
import { note, type TreeNode } from './treeNode';

/** As many as are looked through; VS Code asks for the look of each of them, and draws a few. */
const pageLength = 500;

/** How much of long lists is shown, by the id of the node that they are below; the tree itself has none. */
export class Pages {
  readonly #shown = new Map<string, number>();

  constructor(private readonly length = pageLength) {}

  /** What is shown of the children: the first of them, and a line that leads to more. */
  of(parentId: string, children: readonly TreeNode[]): readonly TreeNode[] {
    const shown = this.#lengthOf(parentId);
    if (children.length <= shown) return children;
    const more: TreeNode = {
      ...note(`${parentId}/more`, t('Show more…')),
      description: t`${shown} of ${children.length} shown`,
      icon: { id: 'ellipsis' },
      opens: 'showMore',
      listId: parentId,
    };
    return [...children.slice(0, shown), more];
  }

  showMore(parentId: string): void {
    this.#shown.set(parentId, this.#lengthOf(parentId) + this.length);
  }

  /** So much that the child at this place is shown, too; answers whether it wasn't. */
  showUpTo(parentId: string, place: number): boolean {
    if (place < this.#lengthOf(parentId)) return false;
    this.#shown.set(parentId, (Math.floor(place / this.length) + 1) * this.length);
    return true;
  }

  #lengthOf(parentId: string): number {
    return this.#shown.get(parentId) ?? this.length;
  }
}
