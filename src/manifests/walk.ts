/** Going over a document's nodes from the top, in the order of the text. */
import { isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Work } from './work';
import type { NodeReader } from './yamlNodes';

interface Visit<Around> {
  readonly node: unknown;
  /** What a node is said to be by its surroundings. */
  readonly around: Around;
}

/** Visits each map and list once, with aliases followed; `visit` answers where to go on. */
export function walkNodes<Around>(
  root: Visit<Around>,
  reader: NodeReader,
  work: Work,
  visit: (node: YAMLMap | YAMLSeq, around: Around) => readonly Visit<Around>[],
): void {
  // Aliases can lead in a circle, and to the same map many times over.
  const seen = new Set<unknown>();
  const next = [root];
  for (let each = next.pop(); each !== undefined; each = next.pop()) {
    const node = reader.resolved(each.node);
    if ((!isMap(node) && !isSeq(node)) || seen.has(node)) continue;
    seen.add(node);
    work.spend('visits', node.items.length);
    // What is put down last is taken up first.
    for (const child of visit(node, each.around).toReversed()) next.push(child);
  }
}
