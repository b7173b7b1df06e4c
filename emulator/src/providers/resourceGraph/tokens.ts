import { ArmError } from '../../arm/errors';

export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'symbol' | 'end';
  /** As written; for strings the text that they stand for. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+|\/\/[^\n]*/y],
  ['string', /@?"(?:[^"\\]|\\.)*"|@?'(?:[^'\\]|\\.)*'/y],
  ['number', /\d+(?:\.\d+)?\b/y],
  // Operators and functions with a hyphen, `~` or `!` in their name come before plain words.
  [
    'word',
    /mv-expand\b|project-away\b|project-rename\b|project-keep\b|project-reorder\b|in~|!in~|!(?:in|has|contains|startswith|endswith)\b/y,
  ],
  ['word', /\$?[A-Za-z_]\w*/y],
  ['symbol', /==|=~|!=|!~|<=|>=|[|()[\],.=<>;+*/-]/y],
];

/** Splits a query of Resource Graph into its words; `//` begins a comment. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < query.length) {
    const before = query.slice(0, position).split('\n');
    const place = { line: before.length, column: before.at(-1)?.length ?? 0 };
    const found = PATTERNS.flatMap(([kind, pattern]) => {
      pattern.lastIndex = position;
      const text = pattern.exec(query)?.[0];
      return text === undefined ? [] : [{ kind, text }];
    })[0];
    if (found === undefined) throw invalidQuery(query.slice(position, position + 1), place);
    position += found.text.length;
    if (found.kind === 'string') tokens.push({ kind: 'string', text: unquoted(found.text), ...place });
    else if (found.kind !== 'space') tokens.push({ kind: found.kind, text: found.text, ...place });
  }
  const lines = query.split('\n');
  tokens.push({
    kind: 'end',
    text: 'the end of the query',
    line: lines.length,
    column: lines.at(-1)?.length ?? 0,
  });
  return tokens;
}

function unquoted(text: string): string {
  if (text.startsWith('@')) return text.slice(2, -1);
  return text.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? letter);
}

/** How Resource Graph refuses a query: the word and its place stand in the details. */
export function invalidQuery(
  word: string,
  place: { line: number; column: number },
  why = 'is not understood',
): ArmError {
  return new ArmError(
    400,
    'BadRequest',
    'Please provide below info when asking for support: the correlation id of this request. The query is invalid, see the details.',
    {
      details: [
        {
          code: 'InvalidQuery',
          message:
            'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.',
        },
        {
          code: 'ParserFailure',
          message: `ParserFailure: '${word}' ${why} (line ${place.line}, character ${place.column}).`,
        },
      ],
    },
  );
}
