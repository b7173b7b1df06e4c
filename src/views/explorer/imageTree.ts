import type { Continuation, RegistryImages } from '../../provisioning';
import { imageChildren, listId, type ListedItem, type LoadedList } from './imageNodes';
import type { ImageList, TreeNode } from './treeNode';

interface Kept extends LoadedList {
  readonly next: Continuation | undefined;
}

/** Reads registries' lists for the tree, a page at a time, and keeps what was read until somebody refreshes. */
export class ImageTree {
  private readonly lists = new Map<string, Promise<Kept>>();
  private abort = new AbortController();

  constructor(
    private readonly images: RegistryImages,
    private readonly now: () => number = Date.now,
  ) {}

  /** The nodes below a list. Reads its first page if nothing is known yet; never rejects. */
  async childrenOf(list: ImageList): Promise<readonly TreeNode[]> {
    const id = listId(list);
    const kept = this.lists.get(id) ?? this.read(list, undefined);
    this.lists.set(id, kept);
    return imageChildren(list, await kept, this.now());
  }

  /** Reads the next page of a list; resolves when it is there to be shown. */
  async loadMore(list: ImageList): Promise<void> {
    const id = listId(list);
    const before = await this.lists.get(id);
    if (before?.next === undefined) return;
    const { items, next } = before;
    const more = this.read(list, next).then((page) => ({
      ...page,
      items: [...items, ...page.items],
      // The page that failed is what is read next time.
      next: page.refusal === undefined ? page.next : next,
    }));
    this.lists.set(id, more);
    await more;
  }

  /** Forgets one list, or tries its last page again if that failed. */
  async reload(list: ImageList): Promise<void> {
    const id = listId(list);
    const kept = await this.lists.get(id);
    if (kept?.refusal !== undefined && kept.next !== undefined) return this.loadMore(list);
    this.lists.delete(id);
  }

  /** Forgets everything, and asks registries no more for what was asked before. */
  clear(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.lists.clear();
  }

  private async read({ registry, repository }: ImageList, from: Continuation | undefined): Promise<Kept> {
    const { signal } = this.abort;
    const page =
      repository === undefined
        ? await this.images.repositories(registry, from, signal)
        : await this.images.tags(registry, repository, from, signal);
    if (page.kind !== 'listed') return { items: [], hasMore: false, refusal: page, next: undefined };
    const items = page.items.map((item): ListedItem => (typeof item === 'string' ? { name: item } : item));
    return { items, hasMore: page.next !== undefined, next: page.next };
  }
}
