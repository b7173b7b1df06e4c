/** What to cut out of a text to remove one entry of a list, and the list with its key when it was the only one. */
import { t } from '@vscode/l10n';
import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { TextRange } from './scanned';
import type { MapPair, NodeReader } from './yamlNodes';

export interface WrittenList {
  /** The map that has the list, by the pair. */
  readonly holder: YAMLMap;
  readonly pair: MapPair;
  readonly list: YAMLSeq;
  readonly text: string;
}

const unusual = t('It can’t be removed safely. Remove it manually.');

/** For each entry, in order, the range or why there is none, in a sentence. */
export function removalsOf(list: WrittenList, reader: NodeReader): readonly (TextRange | string)[] {
  const obstacle = obstacleOf(list, reader);
  return list.list.items.map((_, index) => {
    if (obstacle !== undefined) return obstacle;
    return (list.list.items.length === 1 ? wholePair(list) : oneItem(list, index)) ?? unusual;
  });
}

/** Why no entry of the list can be removed. */
function obstacleOf({ holder, pair, list }: WrittenList, reader: NodeReader): string | undefined {
  if (isAlias(pair.value) || list.items.some(isAlias)) return t('It’s an alias of another place.');
  if (!holder.items.includes(pair)) return t('It comes from another place through a merge key.');
  if (reader.hasAnchor(pair.value)) return t('It has an anchor, which another place may use.');
  if (list.items.length === 1 && holder.items.length === 1) return t('The list would be empty.');
  return undefined;
}

function wholePair({ holder, pair, text }: WrittenList): TextRange | undefined {
  const range = rangeOfPair(pair);
  if (range === undefined) return undefined;
  if (holder.flow !== true) return wholeLines(text, range);
  const at = holder.items.indexOf(pair);
  const neighbour = (index: number) => {
    const next = holder.items[index];
    return next === undefined ? undefined : rangeOfPair(next);
  };
  return betweenNeighbours(text, range, neighbour(at - 1), neighbour(at + 1));
}

function oneItem({ list, text }: WrittenList, index: number): TextRange | undefined {
  const rangeAt = (at: number): TextRange | undefined => {
    const node = list.items[at] as Node | undefined;
    const end = endOf(node);
    return node?.range && end !== undefined ? { start: node.range[0], end } : undefined;
  };
  const range = rangeAt(index);
  if (range === undefined) return undefined;
  if (list.flow === true) return betweenNeighbours(text, range, rangeAt(index - 1), rangeAt(index + 1));
  const lineStart = lineStartOf(text, range.start);
  // Only the dash that begins the item may be in front of it.
  return /^[ \t]*-[ \t]+$/.test(text.slice(lineStart, range.start))
    ? wholeLines(text, { start: lineStart, end: range.end })
    : undefined;
}

/** Takes the comma to the next one along, else the one to the one before. */
function betweenNeighbours(
  text: string,
  { start, end }: TextRange,
  before: TextRange | undefined,
  after: TextRange | undefined,
): TextRange | undefined {
  const comma = /^\s*,\s*$/;
  if (after !== undefined) {
    return comma.test(text.slice(end, after.start)) ? { start, end: after.start } : undefined;
  }
  if (before === undefined) return undefined;
  return comma.test(text.slice(before.end, start)) ? { start: before.end, end } : undefined;
}

/** The lines that the range is on, with their comments and line breaks; undefined if something else is on them. */
function wholeLines(text: string, { start, end }: TextRange): TextRange | undefined {
  const first = lineStartOf(text, start);
  if (!/^\uFEFF?[ \t]*$/.test(text.slice(first, start))) return undefined;
  const last = start + text.slice(start, end).trimEnd().length;
  const [rest = ''] = /^[^\r\n]*/.exec(text.slice(last)) ?? [];
  if (!/^[ \t]*(?:[ \t]#.*)?$/.test(rest)) return undefined;
  const lineBreak = /^(?:\r\n|\r|\n)/.exec(text.slice(last + rest.length))?.[0] ?? '';
  return { start: first, end: last + rest.length + lineBreak.length };
}

function lineStartOf(text: string, offset: number): number {
  let start = offset;
  // Not by searching for each kind of line break: a text can be without one of them from end to end.
  while (start > 0 && !'\r\n'.includes(text.charAt(start - 1))) start -= 1;
  return start;
}

function rangeOfPair({ key, value }: MapPair): TextRange | undefined {
  const end = endOf(value);
  return isScalar(key) && key.range && end !== undefined ? { start: key.range[0], end } : undefined;
}

/** The end of a node's last words: the library lets a block collection go on through the comments behind it. */
function endOf(node: unknown): number | undefined {
  if (isMap(node) && node.flow !== true) return endOf(node.items.at(-1)?.value);
  if (isSeq(node) && node.flow !== true) return endOf(node.items.at(-1));
  return (node as Node | null | undefined)?.range?.[1];
}
