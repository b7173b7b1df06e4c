/** One pass over a document's nodes, in the order of the text. */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Alias,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';

export interface Survey {
  /** What each alias stands for: the last node above it that has the anchor; undefined where there is none. */
  readonly targets: ReadonlyMap<unknown, Node | undefined>;
  /** The same the other way round. */
  readonly aliases: ReadonlyMap<unknown, readonly Alias[]>;
  /** Nodes with an anchor, and those in which there is one. */
  readonly anchored: ReadonlySet<unknown>;
  /** The first key that its map has already. */
  readonly duplicateKey: Scalar | undefined;
  /** The first alias without an anchor above it: the library takes it, Kubernetes doesn't. */
  readonly lostAlias: Alias | undefined;
}

/** Calls itself for each level: whoever made the nodes sees to it that there are not too many. */
export function surveyOf(root: unknown): Survey {
  const targets = new Map<unknown, Node | undefined>();
  const aliases = new Map<unknown, Alias[]>();
  const anchors = new Map<string, Node>();
  const anchored = new Set<unknown>();
  let duplicateKey: Scalar | undefined;

  const visitAlias = (alias: Alias): void => {
    const target = anchors.get(alias.source);
    targets.set(alias, target);
    const known = aliases.get(target);
    if (known === undefined) aliases.set(target, [alias]);
    else known.push(alias);
  };
  const visitMap = ({ items }: YAMLMap): boolean => {
    const keys = new Set<unknown>();
    let hasAnchor = false;
    for (const { key, value } of items) {
      if (isScalar(key)) {
        if (keys.has(key.value)) duplicateKey ??= key;
        keys.add(key.value);
      }
      hasAnchor = visit(key) || hasAnchor;
      hasAnchor = visit(value) || hasAnchor;
    }
    return hasAnchor;
  };
  /** Answers whether there is an anchor. */
  const visit = (node: unknown): boolean => {
    if (!isNode(node)) return false;
    if (isAlias(node)) {
      visitAlias(node);
      return false;
    }
    let hasAnchor = node.anchor !== undefined;
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) hasAnchor = visitMap(node) || hasAnchor;
    if (isSeq(node)) for (const item of node.items) hasAnchor = visit(item) || hasAnchor;
    if (hasAnchor) anchored.add(node);
    return hasAnchor;
  };

  visit(root);
  return { targets, aliases, anchored, duplicateKey, lostAlias: aliases.get(undefined)?.[0] };
}
