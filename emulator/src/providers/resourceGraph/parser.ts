import type { Expression, Named, Operator, Query } from './syntax';
import { invalidQuery, tokenize, type Token } from './tokens';

const COMPARISONS = new Set([
  '==', '!=', '=~', '!~', '<', '>', '<=', '>=',
  'has', '!has', 'contains', '!contains', 'startswith', '!startswith', 'endswith', '!endswith',
]); // prettier-ignore
const MEMBERSHIPS = new Set(['in', 'in~', '!in', '!in~']);

/** Parses the part of the Kusto query language that Resource Graph's users write most; refuses everything else. */
export function parseQuery(text: string): Query {
  const parser = new Parser(tokenize(text));
  return parser.whole();
}

class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Query {
    const query = this.query();
    if (this.is(';')) this.next();
    if (this.peek().kind !== 'end') throw this.refused();
    return query;
  }

  private query(): Query {
    const table = this.word();
    const operators: Operator[] = [];
    while (this.is('|')) {
      this.next();
      operators.push(this.operator());
    }
    return { table, operators };
  }

  private operator(): Operator {
    const token = this.peek();
    if (token.kind !== 'word') throw this.refused();
    const known: Record<string, () => Operator> = {
      where: () => ({ kind: 'where', condition: this.expression() }),
      project: () => ({ kind: 'project', columns: this.list(() => this.named()) }),
      extend: () => ({ kind: 'extend', columns: this.list(() => this.named()) }),
      distinct: () => ({ kind: 'distinct', columns: this.list(() => this.named()) }),
      'project-away': () => ({ kind: 'projectAway', names: this.list(() => this.word()) }),
      'mv-expand': () => ({ kind: 'expand', columns: this.list(() => this.named()) }),
      mvexpand: () => ({ kind: 'expand', columns: this.list(() => this.named()) }),
      order: () => this.order(),
      sort: () => this.order(),
      limit: () => ({ kind: 'limit', count: this.wholeNumber() }),
      take: () => ({ kind: 'limit', count: this.wholeNumber() }),
      count: () => ({ kind: 'count' }),
      summarize: () => this.summarize(),
      join: () => this.join(),
    };
    const parse = Object.hasOwn(known, token.text.toLowerCase())
      ? known[token.text.toLowerCase()]
      : undefined;
    if (parse === undefined) throw this.refused();
    this.next();
    return parse();
  }

  private order(): Operator {
    this.expectWord('by');
    const keys = this.list(() => {
      const by = this.expression();
      const direction = this.peek().text.toLowerCase();
      if (direction === 'asc' || direction === 'desc') this.next();
      // Without a word, Kusto sorts from high to low.
      return { by, descending: direction !== 'asc' };
    });
    return { kind: 'order', keys };
  }

  private summarize(): Operator {
    let as = 'count_';
    if (this.tokens[this.position + 1]?.text === '=') {
      as = this.word().text;
      this.next();
    }
    this.expectWord('count');
    this.expect('(');
    this.expect(')');
    if (this.peek().text.toLowerCase() !== 'by') return { kind: 'summarize', as, by: [] };
    this.next();
    return { kind: 'summarize', as, by: this.list(() => this.named()) };
  }

  private join(): Operator {
    this.expectWord('kind');
    this.expect('=');
    const kind = this.peek();
    if (!['inner', 'innerunique', 'leftouter'].includes(kind.text.toLowerCase())) throw this.refused();
    this.next();
    this.expect('(');
    const right = this.query();
    this.expect(')');
    this.expectWord('on');
    const keys = this.side();
    if (!this.is('=='))
      return { kind: 'join', outer: kind.text === 'leftouter', right, left: keys, on: keys };
    this.next();
    return { kind: 'join', outer: kind.text === 'leftouter', right, left: keys, on: this.side() };
  }

  /** A column by which a join compares, with or without `$left.` before it. */
  private side(): Expression {
    const token = this.word();
    if (!/^\$(left|right)$/i.test(token.text)) return { kind: 'column', name: token.text, token };
    this.expect('.');
    const column = this.word();
    return { kind: 'column', name: column.text, token: column };
  }

  private named(): Named {
    const following = this.tokens[this.position + 1];
    if (this.peek().kind === 'word' && following?.text === '=' && following.kind === 'symbol') {
      const name = this.word().text;
      this.next();
      return { name, value: this.expression() };
    }
    const start = this.peek();
    const value = this.expression();
    return { name: nameOf(value) ?? this.refuse(start, 'needs a name'), value };
  }

  private expression(): Expression {
    let left = this.conjunction();
    while (this.isWord('or')) {
      this.next();
      left = { kind: 'logic', operator: 'or', left, right: this.conjunction() };
    }
    return left;
  }

  private conjunction(): Expression {
    let left = this.comparison();
    while (this.isWord('and')) {
      this.next();
      left = { kind: 'logic', operator: 'and', left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expression {
    const left = this.path();
    const operator = this.peek().text.toLowerCase();
    if (this.peek().kind === 'string') return left;
    if (COMPARISONS.has(operator)) {
      this.next();
      return { kind: 'compare', operator, left, right: this.path() };
    }
    if (!MEMBERSHIPS.has(operator)) return left;
    this.next();
    this.expect('(');
    const items = this.list(() => this.path());
    this.expect(')');
    return { kind: 'in', operator, left, items };
  }

  private path(): Expression {
    let of = this.primary();
    for (;;) {
      if (this.is('.')) {
        this.next();
        of = { kind: 'member', of, key: this.word().text };
      } else if (this.is('[')) {
        this.next();
        const key = this.next();
        if (key.kind !== 'string' && key.kind !== 'number') this.refuse(key);
        this.expect(']');
        of = { kind: 'member', of, key: key.kind === 'number' ? Number(key.text) : key.text };
      } else return of;
    }
  }

  private primary(): Expression {
    const token = this.next();
    if (token.kind === 'string') return { kind: 'literal', value: token.text };
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.text === '(') {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (token.kind !== 'word') return this.refuse(token);
    if (this.is('(')) {
      this.next();
      const parameters = this.is(')') ? [] : this.list(() => this.expression());
      this.expect(')');
      return { kind: 'call', name: token.text.toLowerCase(), parameters, token };
    }
    if (/^(true|false)$/i.test(token.text))
      return { kind: 'literal', value: token.text.toLowerCase() === 'true' };
    if (token.text.toLowerCase() === 'null') return { kind: 'literal', value: null };
    return { kind: 'column', name: token.text, token };
  }

  private list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (this.is(',')) {
      this.next();
      items.push(item());
    }
    return items;
  }

  private wholeNumber(): number {
    const token = this.next();
    return token.kind === 'number' ? Number(token.text) : this.refuse(token, 'is not a number');
  }

  private word(): Token {
    const token = this.next();
    return token.kind === 'word' ? token : this.refuse(token);
  }

  private expectWord(text: string): void {
    const token = this.next();
    if (token.kind !== 'word' || token.text.toLowerCase() !== text) this.refuse(token);
  }

  private expect(symbol: string): void {
    const token = this.next();
    if (token.kind !== 'symbol' || token.text !== symbol) this.refuse(token);
  }

  private is(symbol: string): boolean {
    return this.peek().kind === 'symbol' && this.peek().text === symbol;
  }

  private isWord(text: string): boolean {
    return this.peek().kind === 'word' && this.peek().text.toLowerCase() === text;
  }

  private peek(): Token {
    const last = this.tokens.length - 1;
    return this.tokens[Math.min(this.position, last)] ?? { kind: 'end', text: '', line: 1, column: 0 };
  }

  private next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  private refused() {
    return invalidQuery(this.peek().text, this.peek());
  }

  private refuse(token: Token, why?: string): never {
    throw invalidQuery(token.text, token, why);
  }
}

/** Kusto names a column without a name of its own after its path: `properties.sku.name` is `properties_sku_name`. */
function nameOf(value: Expression): string | undefined {
  if (value.kind === 'column') return value.name;
  if (value.kind === 'call') return value.name === 'count' ? 'count_' : 'Column1';
  if (value.kind !== 'member') return undefined;
  const base = nameOf(value.of);
  return base === undefined ? undefined : `${base}_${value.key}`;
}
