import { Cursor } from './cursor';
import { tooMany } from './errors';
import { ExpressionParser } from './parseExpression';
import { isOperator, parseOperator, parseUnion } from './parseOperators';
import type { Parts } from './parseColumns';
import type { Expression, Operator, Query } from './syntax';
import { tokenize, type Token } from './tokens';

/** Where a query names no table, it is about this one. */
const DEFAULT_TABLE = 'resources';
/** How often an operator may stand in a query (A: the language's documentation). */
const LIMITS: Partial<Record<Operator['kind'], readonly [name: string, most: number]>> = {
  join: ['join', 3],
  expand: ['mv-expand', 3],
  union: ['union', 3],
};

export interface ParseOptions {
  /** Whether there is a table of this name, in lower case. */
  readonly isTable: (name: string) => boolean;
  /** Milliseconds since the epoch, for `ago` and `now`. */
  readonly now: number;
}

/** Parses the part of the Kusto query language that Resource Graph documents; refuses everything else by its name. */
export function parseQuery(text: string, options: ParseOptions): Query {
  return new QueryParser(new Cursor(tokenize(text)), options).whole();
}

/** Parses an expression by itself, as facets have them. */
export function parseExpressionText(text: string, options: ParseOptions): Expression {
  return new QueryParser(new Cursor(tokenize(text)), options).onlyExpression();
}

interface Start {
  readonly source: Token | Query;
  readonly operators: Operator[];
}

class QueryParser implements Parts {
  readonly expressions: ExpressionParser;
  private readonly values = new Map<string, Expression>();
  private readonly tables = new Map<string, Query>();
  private readonly counts = new Map<Operator['kind'], number>();

  constructor(
    readonly cursor: Cursor,
    private readonly options: ParseOptions,
  ) {
    this.expressions = new ExpressionParser(cursor, {
      values: this.values,
      isTabular: (name) => this.isTabular(name),
      query: () => this.query(),
      now: options.now,
    });
  }

  whole(): Query {
    while (this.cursor.skipWord('let')) this.assignment();
    const query = this.query();
    this.cursor.skip(';');
    this.expectEnd();
    return query;
  }

  onlyExpression(): Expression {
    const expression = this.expressions.expression();
    this.expectEnd();
    return expression;
  }

  readonly query = (): Query => {
    const { source, operators } = this.start();
    while (this.cursor.skip('|')) operators.push(this.counted(parseOperator(this)));
    return { source, operators };
  };

  /** A table by its name, one that `let` named, or a query in parentheses. */
  readonly leg = (): Query => {
    if (!this.cursor.skip('(')) {
      const name = this.cursor.word();
      return this.tables.get(name.text) ?? { source: name, operators: [] };
    }
    const inner = this.query();
    this.cursor.expect(')');
    return inner;
  };

  private expectEnd(): void {
    if (this.cursor.peek().kind !== 'end') this.cursor.refuse(this.cursor.peek());
  }

  private isTabular(name: string): boolean {
    return this.tables.has(name) || this.options.isTable(name.toLowerCase());
  }

  /** `let name = value;` or `let name = query;` */
  private assignment(): void {
    const { cursor } = this;
    const name = cursor.word().text;
    cursor.expect('=');
    const first = cursor.peek(cursor.is('(') ? 1 : 0);
    if (first.kind === 'word' && this.isTabular(first.text)) this.tables.set(name, this.query());
    else this.values.set(name, this.expressions.expression());
    cursor.expect(';');
  }

  private start(): Start {
    const { cursor } = this;
    const token = cursor.peek();
    if (token.kind === 'word' && !this.isTabular(token.text)) {
      if (cursor.skipWord('union')) return this.leadingUnion();
      if (isOperator(token.text)) {
        const source = { ...token, text: DEFAULT_TABLE };
        return { source, operators: [this.counted(parseOperator(this))] };
      }
    }
    return { source: this.leg(), operators: [] };
  }

  /** A query may begin with `union a, b`: then `a` is where it starts. */
  private leadingUnion(): Start {
    const union = parseUnion(this);
    const [first, ...others] = union.others;
    if (first === undefined) this.cursor.refuse(this.cursor.peek());
    return { source: first, operators: [this.counted({ ...union, others })] };
  }

  private counted(operator: Operator): Operator {
    const count = (this.counts.get(operator.kind) ?? 0) + 1;
    this.counts.set(operator.kind, count);
    const limit = LIMITS[operator.kind];
    if (limit !== undefined && count > limit[1]) throw tooMany(...limit);
    return operator;
  }
}
