import { withNames } from './columnNames';
import type { Cursor } from './cursor';
import type { ExpressionParser } from './parseExpression';
import type { Named, Query } from './syntax';

/** How the parts of a query are read that operators are made of. */
export interface Parts {
  readonly cursor: Cursor;
  readonly expressions: ExpressionParser;
  /** The other side of a join or a union: a table by its name, or a query in parentheses. */
  readonly leg: () => Query;
}

/** `[name =] expression`; several names in parentheses are not taken. */
export function namedList({ cursor, expressions }: Parts): Named[] {
  return withNames(
    cursor.list(() => {
      const name = optionalName(cursor);
      return { name, value: expressions.expression() };
    }),
  );
}

/** `name =` before an expression, if it is there. */
export function optionalName(cursor: Cursor): string | undefined {
  if (cursor.peek().kind !== 'word' || !cursor.is('=', 1)) return undefined;
  const name = cursor.next().text;
  cursor.next();
  return name;
}
