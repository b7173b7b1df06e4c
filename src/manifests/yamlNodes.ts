/** Reading a YAML document's nodes as Kubernetes does: with aliases followed and merge keys (`<<`) taken in. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

export type MapPair = Pair;

export interface NodeReader {
  /** The node itself, or what the alias stands for. */
  resolved(node: unknown): unknown;
  mapOf(node: unknown): YAMLMap | undefined;
  seqOf(node: unknown): YAMLSeq | undefined;
  /** The entry of that key: the map's own, else one that is merged in. */
  entry(node: unknown, key: string): MapPair | undefined;
  /** What is at the end of a path of keys. */
  at(node: unknown, path: readonly string[]): unknown;
  text(node: unknown, key: string): string | undefined;
  aliasesOf(node: unknown): readonly Alias[];
  /** Aliases without an anchor above them: the library takes them, Kubernetes doesn't. */
  readonly lostAliases: readonly Alias[];
}

export function nodeReader(document: Document): NodeReader {
  const targets = new Map<unknown, unknown>();
  const aliases = new Map<unknown, Alias[]>();
  const anchors = new Map<string, Node>();
  // An alias stands for the last node above it that has the anchor; one pass finds them all.
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        targets.set(node, target);
        aliases.set(target, [...(aliases.get(target) ?? []), node]);
      } else if (node.anchor !== undefined) {
        anchors.set(node.anchor, node);
      }
    },
  });
  const resolved = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node);
  const mapOf = (node: unknown): YAMLMap | undefined => {
    const target = resolved(node);
    return isMap(target) ? target : undefined;
  };
  const entryOf = (node: unknown, key: string, seen: ReadonlySet<unknown>): MapPair | undefined => {
    const map = mapOf(node);
    // An anchor can be merged into what it is the anchor of.
    if (map === undefined || seen.has(map)) return undefined;
    const own = map.items.find((pair) => keyOf(pair) === key);
    if (own !== undefined) return own;
    const merged = map.items.filter((pair) => keyOf(pair) === '<<').flatMap(({ value }) => mergedMaps(value));
    for (const each of merged) {
      const found = entryOf(each, key, new Set([...seen, map]));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const mergedMaps = (value: unknown): readonly unknown[] => {
    const target = resolved(value);
    return isSeq(target) ? target.items : [target];
  };
  const entry = (node: unknown, key: string) => entryOf(node, key, new Set());
  return {
    resolved,
    mapOf,
    seqOf: (node) => {
      const target = resolved(node);
      return isSeq(target) ? target : undefined;
    },
    entry,
    at: (node, path) => path.reduce((at: unknown, key) => entry(at, key)?.value, node),
    text: (node, key) => {
      const value = resolved(entry(node, key)?.value);
      return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
    },
    aliasesOf: (node) => aliases.get(node) ?? [],
    lostAliases: aliases.get(undefined) ?? [],
  };
}

function keyOf({ key }: MapPair): unknown {
  return isScalar(key) ? key.value : undefined;
}
