import type { Json } from '../../estate';
import type { Cursor } from './cursor';
import type { Expression, Query } from './syntax';
import { dateText, durationOf, textOfMoment } from './times';
import type { Token } from './tokens';

const COMPARISONS = new Set([
  '==', '!=', '=~', '!~', '<', '>', '<=', '>=', 'has_any', 'has_all',
  ...['has', 'contains', 'startswith', 'endswith', 'hasprefix', 'hassuffix'].flatMap((name) => [
    name, `!${name}`, `${name}_cs`, `!${name}_cs`,
  ]),
]); // prettier-ignore
const MEMBERSHIPS = new Set(['in', 'in~', '!in', '!in~']);

/** What an expression may refer to besides columns, and how a query inside of it is read. */
export interface Surroundings {
  /** Values that `let` gave names to. */
  readonly values: ReadonlyMap<string, Expression>;
  /** Whether a query begins with this name: a table, or what `let` made one. */
  isTabular(name: string): boolean;
  query(): Query;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Parses an expression: `or` binds least, members most. */
export class ExpressionParser {
  /** Inside of `dynamic(…)` brackets are lists, whatever stands in them. */
  private inDynamic = false;

  constructor(
    private readonly cursor: Cursor,
    private readonly around: Surroundings,
  ) {}

  expression(): Expression {
    let left = this.conjunction();
    while (this.cursor.skipWord('or')) {
      left = { kind: 'logic', operator: 'or', left, right: this.conjunction() };
    }
    return left;
  }

  private conjunction(): Expression {
    let left = this.comparison();
    while (this.cursor.skipWord('and')) {
      left = { kind: 'logic', operator: 'and', left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expression {
    const { cursor } = this;
    const left = this.sum();
    const token = cursor.peek();
    if (token.kind !== 'word' && token.kind !== 'symbol') return left;
    const operator = token.text.toLowerCase();
    if (operator === 'matches' && cursor.isWord('regex', 1)) {
      cursor.next();
      cursor.next();
      return { kind: 'compare', operator: 'matches regex', left, right: this.sum(), token };
    }
    if (operator === 'has_any' || operator === 'has_all') {
      cursor.next();
      return { kind: 'compare', operator, left, right: { kind: 'array', items: this.items() }, token };
    }
    if (COMPARISONS.has(operator)) {
      cursor.next();
      return { kind: 'compare', operator, left, right: this.sum(), token };
    }
    if (operator === 'between' || operator === '!between') {
      cursor.next();
      cursor.expect('(');
      const from = this.sum();
      cursor.expect('..');
      const to = this.sum();
      cursor.expect(')');
      return { kind: 'between', negated: operator.startsWith('!'), value: left, from, to };
    }
    if (!MEMBERSHIPS.has(operator)) return left;
    cursor.next();
    return { kind: 'in', operator, left, items: this.itemsOrQuery() };
  }

  private items(): Expression[] {
    this.cursor.expect('(');
    const items = this.cursor.list(() => this.sum());
    this.cursor.expect(')');
    return items;
  }

  private itemsOrQuery(): readonly Expression[] | Query {
    const { cursor, around } = this;
    const first = cursor.is('(', 1) ? 2 : 1;
    const token = cursor.peek(first);
    if (token.kind !== 'word' || !around.isTabular(token.text)) return this.items();
    const depth = first;
    for (let opened = 0; opened < depth; opened += 1) cursor.expect('(');
    const query = around.query();
    for (let closed = 0; closed < depth; closed += 1) cursor.expect(')');
    return query;
  }

  private sum(): Expression {
    let left = this.product();
    for (;;) {
      const token = this.cursor.peek();
      if (!this.cursor.skip('+') && !this.cursor.skip('-')) return left;
      left = { kind: 'arithmetic', operator: token.text, left, right: this.product(), token };
    }
  }

  private product(): Expression {
    let left = this.path();
    for (;;) {
      const token = this.cursor.peek();
      if (!['*', '/', '%'].some((symbol) => this.cursor.skip(symbol))) return left;
      left = { kind: 'arithmetic', operator: token.text, left, right: this.path(), token };
    }
  }

  private path(): Expression {
    const { cursor } = this;
    let of = this.primary();
    for (;;) {
      if (cursor.skip('.')) {
        // `['…']` may follow a dot: names with dots in them are written so.
        if (cursor.is('[')) continue;
        of = { kind: 'member', of, key: { kind: 'literal', value: cursor.word().text } };
      } else if (cursor.skip('[')) {
        of = { kind: 'member', of, key: this.sum() };
        cursor.expect(']');
      } else return of;
    }
  }

  private primary(): Expression {
    const { cursor } = this;
    const token = cursor.next();
    switch (token.kind) {
      case 'string':
        return literal(token.text);
      case 'number':
        return literal(Number(token.text));
      case 'timespan':
        return literal(durationOf(token.text));
      case 'datetime': {
        const text = token.text.replace(/^\w+\s*\(|\)$/g, '').trim();
        return literal(dateText(text) ?? cursor.refuse(token, 'is not a date'));
      }
      case 'symbol':
        return this.symbol(token.text) ?? cursor.refuse(token);
      case 'end':
        return cursor.refuse(token);
      case 'word':
        break;
    }
    const word = token.text.toLowerCase();
    if (cursor.is('(')) {
      if (word === 'dynamic') return this.dynamic();
      cursor.next();
      const parameters = cursor.is(')') ? [] : cursor.list(() => this.parameter());
      cursor.expect(')');
      return this.time(token, parameters) ?? { kind: 'call', name: word, parameters, token };
    }
    if (word === 'true' || word === 'false') return literal(word === 'true');
    if (word === 'null') return literal(null);
    return this.around.values.get(token.text) ?? { kind: 'column', name: token.text, token };
  }

  /** `now()` and `ago(…)` are known when the query is read: it is about one moment. */
  private time(token: Token, [first, ...rest]: readonly Expression[]): Expression | undefined {
    const name = token.text.toLowerCase();
    if (!['now', 'ago'].includes(name) || rest.length > 0) return undefined;
    const given = first === undefined ? 0 : first.kind === 'literal' ? first.value : undefined;
    if (typeof given !== 'number' || (name === 'ago' && first === undefined)) return undefined;
    const moment = textOfMoment(this.around.now + (name === 'ago' ? -given : given));
    return literal(moment ?? this.cursor.refuse(token, 'is beyond all dates'));
  }

  /** `*` stands for all columns where a function takes them. */
  private parameter(): Expression {
    const token = this.cursor.peek();
    return this.cursor.skip('*') ? { kind: 'column', name: '*', token } : this.expression();
  }

  private dynamic(): Expression {
    this.cursor.expect('(');
    this.inDynamic = true;
    const inner = this.expression();
    this.inDynamic = false;
    this.cursor.expect(')');
    return inner;
  }

  private symbol(text: string): Expression | undefined {
    const { cursor } = this;
    if (text === '(') {
      const inner = this.expression();
      cursor.expect(')');
      return inner;
    }
    if (text === '-') {
      const token = cursor.peek();
      return { kind: 'arithmetic', operator: '-', left: literal(0), right: this.path(), token };
    }
    if (text === '[') {
      // In the place of a column, `['name']` is one whose name is no word.
      const only = cursor.peek();
      if (!this.inDynamic && only.kind === 'string' && cursor.is(']', 1)) {
        cursor.next();
        cursor.next();
        return { kind: 'column', name: only.text, token: only };
      }
      const items = cursor.is(']') ? [] : cursor.list(() => this.sum());
      cursor.expect(']');
      return { kind: 'array', items };
    }
    if (text !== '{') return undefined;
    const members = cursor.is('}')
      ? []
      : cursor.list((): readonly [string, Expression] => {
          const key = cursor.next();
          if (key.kind !== 'string') cursor.refuse(key);
          cursor.expect(':');
          return [key.text, this.sum()];
        });
    cursor.expect('}');
    return { kind: 'bag', members };
  }
}

function literal(value: Json): Expression {
  return { kind: 'literal', value };
}
