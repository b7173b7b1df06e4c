import { pathName } from './columnNames';
import type { Cursor } from './cursor';
import { unsupported, unsupportedJoin } from './errors';
import { namedList, optionalName, type Parts } from './parseColumns';
import { parseSummarize } from './parseSummarize';
import type { Expression, JoinKind, Operator, ParsePart, SortKey } from './syntax';
import type { Token } from './tokens';

/** What Resource Graph takes; the rest of Kusto's is refused by name. */
const JOIN_KINDS: readonly string[] = ['inner', 'innerunique', 'leftouter', 'fullouter'] satisfies JoinKind[];
/** Rows that `mv-expand` makes of one where it says nothing, and at most (A: the language's documentation). */
const EXPAND_LIMIT = { usual: 128, most: 400 };

/** Each has a conversion of its name, but the first. */
const TYPES: ReadonlySet<string> = new Set([
  'dynamic', 'string', 'bool', 'boolean', 'int', 'long', 'real', 'double', 'decimal', 'datetime', 'guid',
]); // prettier-ignore

type Parse = (parts: Parts) => Operator;

const operators: Readonly<Record<string, Parse>> = {
  where: ({ expressions }) => ({ kind: 'where', condition: expressions.expression() }),
  filter: ({ expressions }) => ({ kind: 'where', condition: expressions.expression() }),
  project: (parts) => ({ kind: 'project', columns: namedList(parts) }),
  extend: (parts) => ({ kind: 'extend', columns: namedList(parts) }),
  distinct: (parts) => ({
    kind: 'distinct',
    columns: parts.cursor.skip('*') ? undefined : namedList(parts),
  }),
  'project-away': ({ cursor }) => ({ kind: 'projectAway', patterns: patterns(cursor) }),
  'project-keep': ({ cursor }) => ({ kind: 'projectKeep', patterns: patterns(cursor) }),
  'project-reorder': ({ cursor }) => ({ kind: 'projectReorder', patterns: patterns(cursor) }),
  'project-rename': ({ cursor }) => ({
    kind: 'projectRename',
    columns: cursor.list(() => {
      const to = cursor.word().text;
      cursor.expect('=');
      return { to, from: cursor.word() };
    }),
  }),
  'mv-expand': expand,
  mvexpand: expand,
  order: (parts) => ({ kind: 'order', keys: sortKeys(parts), top: undefined }),
  sort: (parts) => ({ kind: 'order', keys: sortKeys(parts), top: undefined }),
  top: (parts) => {
    const top = parts.cursor.wholeNumber();
    return { kind: 'order', keys: sortKeys(parts), top };
  },
  limit: ({ cursor }) => ({ kind: 'limit', count: cursor.wholeNumber() }),
  take: ({ cursor }) => ({ kind: 'limit', count: cursor.wholeNumber() }),
  count: () => ({ kind: 'count' }),
  summarize: parseSummarize,
  parse: (parts) => parse(parts, false),
  'parse-where': (parts) => parse(parts, true),
  join,
  union: (parts) => parseUnion(parts),
};

export function isOperator(word: string): boolean {
  return Object.hasOwn(operators, word.toLowerCase());
}

/** Parses one operator, after its `|`. */
export function parseOperator(parts: Parts): Operator {
  const token = parts.cursor.word();
  const name = token.text.toLowerCase();
  const known = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (known === undefined) throw unsupported(token.text, token, 'an operator');
  return known(parts);
}

/** The legs of a union, after the word itself. */
export function parseUnion({ cursor, leg }: Parts): Extract<Operator, { kind: 'union' }> {
  const kind = cursor.option('kind');
  if (kind !== undefined && !/^(inner|outer)$/i.test(kind.text)) cursor.refuse(kind, 'is no kind of union');
  const source = cursor.option('withsource');
  const others = cursor.list(() => leg());
  const inner = kind?.text.toLowerCase() === 'inner';
  return { kind: 'union', inner, sourceName: source?.text, others };
}

function patterns(cursor: Cursor) {
  return cursor.list(() => {
    const token = cursor.next();
    if (token.kind === 'symbol' && token.text === '*') return token;
    if (token.kind !== 'word') cursor.refuse(token);
    return cursor.skip('*') ? { ...token, text: `${token.text}*` } : token;
  });
}

function sortKeys({ cursor, expressions }: Parts): SortKey[] {
  cursor.expectWord('by');
  return cursor.list(() => {
    const by = expressions.expression();
    const ascending = cursor.skipWord('asc');
    // Without a word, Kusto sorts from high to low.
    if (!ascending) cursor.skipWord('desc');
    if (!cursor.skipWord('nulls')) return { by, descending: !ascending, nullsFirst: ascending };
    const nullsFirst = cursor.skipWord('first');
    if (!nullsFirst) cursor.expectWord('last');
    return { by, descending: !ascending, nullsFirst };
  });
}

function expand({ cursor, expressions }: Parts): Operator {
  const bag = cursor.option('bagexpansion') ?? cursor.option('kind');
  if (bag !== undefined && !/^(bag|array)$/.test(bag.text)) {
    throw unsupported(bag.text, bag, 'a way to expand');
  }
  const indexName = cursor.option('with_itemindex')?.text;
  const columns = cursor.list(() => {
    const name = optionalName(cursor);
    const start = cursor.peek();
    const value = expressions.expression();
    const type = cursor.skipWord('to') ? typeName(cursor) : undefined;
    return { name: name ?? pathName(value) ?? cursor.refuse(start, 'needs a name'), value, type };
  });
  const limit = cursor.skipWord('limit') ? cursor.wholeNumber() : EXPAND_LIMIT.usual;
  return {
    kind: 'expand',
    columns,
    indexName,
    limit: Math.min(limit, EXPAND_LIMIT.most),
    asPairs: bag?.text === 'array',
  };
}

function typeName(cursor: Cursor): string {
  cursor.expectWord('typeof');
  cursor.expect('(');
  const type = typeWord(cursor);
  cursor.expect(')');
  return type;
}

function typeWord(cursor: Cursor): string {
  const token = cursor.word();
  const type = token.text.toLowerCase();
  return TYPES.has(type) ? type : cursor.refuse(token, 'is no type');
}

/** What `parse` looks for between its columns: the text itself, or the regular expression that it is. */
function patternOf(cursor: Cursor, token: Token, isRegex: boolean): string {
  if (!isRegex) return token.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  try {
    // Kusto's have neither named groups nor a look behind.
    if (!token.text.includes('(?<')) return new RegExp(token.text).source;
  } catch {
    // It is refused below.
  }
  return cursor.refuse(token, 'is no regular expression');
}

function parse({ cursor, expressions }: Parts, strict: boolean): Operator {
  const kind = cursor.option('kind');
  if (kind !== undefined && !/^(simple|regex)$/i.test(kind.text)) {
    throw unsupported(kind.text, kind, 'a kind of parse');
  }
  const isRegex = kind?.text.toLowerCase() === 'regex';
  const subject = expressions.expression();
  cursor.expectWord('with');
  const parts: ParsePart[] = [];
  while (!cursor.is('|') && !cursor.is(')') && !cursor.is(';') && cursor.peek().kind !== 'end') {
    const part = cursor.next();
    if (part.kind === 'string') parts.push({ kind: 'pattern', source: patternOf(cursor, part, isRegex) });
    else if (part.kind === 'symbol' && part.text === '*') {
      parts.push({ kind: 'capture', name: undefined, type: 'string' });
    } else if (part.kind === 'word') {
      const type = cursor.skip(':') ? typeWord(cursor) : 'string';
      parts.push({ kind: 'capture', name: part.text, type });
    } else cursor.refuse(part);
  }
  return { kind: 'parse', subject, parts, strict, anywhere: isRegex };
}

function join({ cursor, leg }: Parts): Operator {
  const kind = cursor.option('kind')?.text.toLowerCase() ?? 'innerunique';
  if (!isJoinKind(kind)) throw unsupportedJoin(kind);
  const hint = cursor.peek();
  if (/^hint$/i.test(hint.text) && cursor.is('.', 1))
    throw unsupported(hint.text, hint, 'a strategy of join');
  const right = leg();
  cursor.expectWord('on');
  const on = cursor.list(() => joinKeys(cursor)).flat();
  return { kind: 'join', join: kind, right, on };
}

function isJoinKind(kind: string): kind is JoinKind {
  return JOIN_KINDS.includes(kind);
}

/** `column`, or `$left.a == $right.b`, the sides in any order, and several with `and` between them. */
function joinKeys(cursor: Cursor): { left: Expression; right: Expression }[] {
  const keys = [];
  do {
    const first = joinSide(cursor);
    if (first.side === undefined) keys.push({ left: first.column, right: first.column });
    else {
      cursor.expect('==');
      const second = joinSide(cursor);
      const isTurned = first.side === '$right';
      keys.push({ left: (isTurned ? second : first).column, right: (isTurned ? first : second).column });
    }
  } while (cursor.skipWord('and'));
  return keys;
}

function joinSide(cursor: Cursor): { side: string | undefined; column: Expression } {
  const token = cursor.word();
  const isSide = /^\$(left|right)$/i.test(token.text);
  if (isSide) cursor.expect('.');
  const name = isSide ? cursor.word() : token;
  return {
    side: isSide ? token.text.toLowerCase() : undefined,
    column: { kind: 'column', name: name.text, token: name },
  };
}
