import { invalidQuery, type Place } from './errors';

export interface Token extends Place {
  readonly kind: 'word' | 'string' | 'number' | 'timespan' | 'datetime' | 'symbol' | 'end';
  /** As written; for strings the text that they stand for. */
  readonly text: string;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+|\/\/[^\n]*/y],
  ['string', /@?"(?:[^"\\]|\\.)*"|@?'(?:[^'\\]|\\.)*'/y],
  ['datetime', /datetime\s*\([^)'"]*\)/iy],
  ['timespan', /\d+(?:\.\d+)?(?:d|h|ms|m|s)\b/y],
  ['number', /\d+(?:\.\d+)?\b/y],
  // Operators and functions with a hyphen, `~` or `!` in their name come before plain words.
  [
    'word',
    /(?:mv-(?:expand|apply)|project-(?:away|rename|keep|reorder)|parse-(?:where|kv)|top-(?:nested|hitters)|sample-distinct|make-series)\b|!?in~|!(?:in|between|has|hasprefix|hassuffix|contains|startswith|endswith)(?:_cs)?\b/y,
  ],
  ['word', /\$?[A-Za-z_]\w*/y],
  ['symbol', /==|=~|!=|!~|<=|>=|\.\.|[|()[\]{},.=<>;:+*/%-]/y],
];

/** Splits a query of Resource Graph into its words; `//` begins a comment. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  let [line, lineStart] = [1, 0];
  while (position < query.length) {
    const place = { line, column: position - lineStart };
    const found = tokenAt(query, position);
    if (found === undefined) throw invalidQuery(query.slice(position, position + 1), place);
    const { kind, text } = found;
    if (kind !== 'space') tokens.push({ kind, text: kind === 'string' ? unquoted(text) : text, ...place });
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
      line += 1;
      lineStart = position + end + 1;
    }
    position += text.length;
  }
  tokens.push({ kind: 'end', text: 'the end of the query', line, column: position - lineStart });
  return tokens;
}

function tokenAt(
  query: string,
  position: number,
): { kind: Token['kind'] | 'space'; text: string } | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}

function unquoted(text: string): string {
  if (text.startsWith('@')) return text.slice(2, -1);
  return text.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? letter);
}
