/** Things by the scope that they are at, such as role assignments. */
import { idKey } from './armId';
import { groupBy } from './groupBy';

/** Those that apply at an id are found by what is above it, however many there are. */
export class ByScope<T> {
  readonly #at: ReadonlyMap<string, readonly { readonly item: T; readonly place: number }[]>;

  constructor(items: Iterable<T>, scopeOf: (item: T) => string) {
    const placed = Array.from(items, (item, place) => ({ item, place }));
    this.#at = groupBy(placed, ({ item }) => idKey(scopeOf(item)));
  }

  /** At the id or above it, in the order given; below `/` is everything. */
  applyingAt(id: string): readonly T[] {
    if (this.#at.size === 0) return [];
    return scopesOf(id)
      .flatMap((scope) => this.#at.get(scope) ?? [])
      .toSorted((a, b) => a.place - b.place)
      .map(({ item }) => item);
  }
}

/** Keys of an id and of everything that `isAtOrBelow` says is above it. */
export function scopesOf(id: string): readonly string[] {
  const key = idKey(id);
  const scopes = [key];
  for (let end = key.lastIndexOf('/'); end >= 0; end = key.lastIndexOf('/', end - 1)) {
    scopes.push(key.slice(0, end));
    if (end === 0) break;
  }
  return scopes;
}
