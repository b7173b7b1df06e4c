/** Reading a YAML document's nodes as Kubernetes does: with aliases followed and merge keys (`<<`) taken in. */
import { isAlias, isMap, isScalar, isSeq, type Alias, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Survey } from './survey';
import type { Work } from './work';

export type MapPair = Pair;

/** Whatever follows aliases throws a TooMuch where they lead to too many places. */
export interface NodeReader {
  /** The node itself, or what the alias stands for. */
  resolved(node: unknown): unknown;
  mapOf(node: unknown): YAMLMap | undefined;
  seqOf(node: unknown): YAMLSeq | undefined;
  /** What the list holds, or the one that the alias stands for; nothing where it is no list. */
  itemsOf(node: unknown): readonly unknown[];
  /** By key, without what is merged in. */
  ownEntries(map: YAMLMap): ReadonlyMap<unknown, MapPair>;
  /** The entry of that key: the map's own, else the first one that is merged in. */
  entry(node: unknown, key: string): MapPair | undefined;
  text(node: unknown, key: string): string | undefined;
  aliasesOf(node: unknown): readonly Alias[];
  /** Whether the node has an anchor, or something in it. */
  hasAnchor(node: unknown): boolean;
}

interface Entries {
  readonly own: ReadonlyMap<unknown, MapPair>;
  /** The values of its merge keys. */
  readonly merged: readonly unknown[];
}

export function nodeReader({ targets, aliases, anchored }: Survey, work: Work): NodeReader {
  const known = new Map<YAMLMap, Entries>();
  const entriesOf = (map: YAMLMap): Entries => {
    const entries = known.get(map) ?? entriesIn(map);
    known.set(map, entries);
    return entries;
  };
  const resolved = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node);
  const mapOf = (node: unknown): YAMLMap | undefined => {
    const target = resolved(node);
    return isMap(target) ? target : undefined;
  };
  const seqOf = (node: unknown): YAMLSeq | undefined => {
    const target = resolved(node);
    return isSeq(target) ? target : undefined;
  };
  const entry = (node: unknown, key: string): MapPair | undefined => {
    // A map can be merged in over many ways, and into what it is the anchor of: each is gone into once.
    const seen = new Set<YAMLMap>();
    const next = [node];
    while (next.length > 0) {
      work.spend('visits', 1);
      const map = mapOf(next.pop());
      if (map === undefined || seen.has(map)) continue;
      seen.add(map);
      const { own, merged } = entriesOf(map);
      const found = own.get(key);
      if (found !== undefined) return found;
      // What is put down last is taken up first.
      for (const value of merged.toReversed()) {
        const maps = seqOf(value)?.items ?? [value];
        work.spend('visits', 1 + maps.length);
        for (const each of maps.toReversed()) next.push(each);
      }
    }
    return undefined;
  };
  return {
    resolved,
    mapOf,
    seqOf,
    itemsOf: (node) => {
      const items = seqOf(node)?.items ?? [];
      work.spend('visits', items.length);
      return items;
    },
    ownEntries: (map) => entriesOf(map).own,
    entry,
    text: (node, key) => {
      const value = resolved(entry(node, key)?.value);
      return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
    },
    aliasesOf: (node) => aliases.get(node) ?? [],
    hasAnchor: (node) => anchored.has(node),
  };
}

function entriesIn({ items }: YAMLMap): Entries {
  const own = new Map<unknown, MapPair>();
  const merged: unknown[] = [];
  for (const pair of items) {
    if (!isScalar(pair.key)) continue;
    if (!own.has(pair.key.value)) own.set(pair.key.value, pair);
    if (pair.key.value === '<<') merged.push(pair.value);
  }
  return { own, merged };
}
