/** Things by the scope that they are at, such as role assignments. */
import { idKey } from './armId';

/** Going over so few is cheaper than looking for each scope above. */
const few = 8;

interface Entry<T> {
  readonly item: T;
  /** Key of the scope with a slash behind it. */
  readonly scope: string;
  readonly place: number;
}

/** Those that apply at an id are found by what is above it, however many there are. */
export class ByScope<T> {
  readonly #all: readonly Entry<T>[];
  readonly #at = new Map<string, Entry<T>[]>();

  constructor(items: Iterable<T>, scopeOf: (item: T) => string) {
    this.#all = Array.from(items, (item, place) => ({ item, scope: `${idKey(scopeOf(item))}/`, place }));
    if (this.#all.length <= few) return;
    for (const entry of this.#all) {
      const found = this.#at.get(entry.scope);
      if (found) found.push(entry);
      else this.#at.set(entry.scope, [entry]);
    }
  }

  /** At the id or above it, in the order given; below `/` is everything. */
  applyingAt(id: string): readonly T[] {
    if (this.#all.length === 0) return [];
    const path = `${idKey(id)}/`;
    const found =
      this.#all.length <= few ? this.#all.filter(({ scope }) => path.startsWith(scope)) : this.#above(path);
    return found.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
  }

  #above(path: string): readonly Entry<T>[] {
    const found: Entry<T>[] = [];
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      const at = this.#at.get(path.slice(0, end + 1));
      if (at) found.push(...at);
    }
    return found;
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
