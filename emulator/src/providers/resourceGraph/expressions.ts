import type { Json } from '../../estate';
import { isAggregate } from './aggregates';
import { compare, isBetween } from './comparisons';
import { invalidQuery, unsupported } from './errors';
import { functions } from './functions';
import type { Call, Expression, Query } from './syntax';
import { reckonedTime } from './times';
import { equal, isTrue, memberOf, toNumber } from './values';

export type Row = Readonly<Record<string, Json>>;

/** What an expression needs besides the row. */
export interface Context {
  /** The first column of what a query inside of an expression finds. */
  readonly firstColumn: (query: Query) => readonly Json[];
  /** What aggregations gave, where `summarize` reckons with them. */
  readonly aggregated?: ReadonlyMap<Expression, Json>;
  /** The probe has gone through: what one side of `and` or `or` decides needs no look at the other. */
  readonly isProbed?: boolean;
}

/** The value of an expression in a row. A column that no row has is refused, a member that is missing is null. */
export function evaluate(expression: Expression, row: Row, context: Context): Json {
  const value = (inner: Expression): Json => evaluate(inner, row, context);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'column': {
      const found = Object.hasOwn(row, expression.name) ? row[expression.name] : undefined;
      if (found === undefined) throw invalidQuery(expression.name, expression.token, 'is not a column');
      return found;
    }
    case 'member':
      return memberOf(value(expression.of), value(expression.key));
    case 'array':
      return expression.items.map(value);
    case 'bag':
      return Object.fromEntries(expression.members.map(([key, member]) => [key, value(member)]));
    case 'logic': {
      // Both sides of the probe, so that a wrong name on the right is found whatever is on the left.
      const left = isTrue(value(expression.left));
      if (context.isProbed === true && left === (expression.operator === 'or')) return left;
      const right = isTrue(value(expression.right));
      return expression.operator === 'and' ? left && right : left || right;
    }
    case 'compare':
      try {
        return compare(expression.operator, value(expression.left), value(expression.right));
      } catch (thrown) {
        if (!(thrown instanceof SyntaxError)) throw thrown;
        throw invalidQuery(expression.operator, expression.token, 'has no regular expression after it');
      }
    case 'arithmetic':
      return reckoned(expression.operator, value(expression.left), value(expression.right));
    case 'between': {
      const is = isBetween(value(expression.value), value(expression.from), value(expression.to));
      return is !== expression.negated;
    }
    case 'in': {
      const { items, operator } = expression;
      const left = value(expression.left);
      // One dynamic list may stand for its items.
      const values = 'source' in items ? context.firstColumn(items) : items.map(value).flat();
      const found = values.some((item) => equal(left, item, operator.endsWith('~')));
      return operator.startsWith('!') ? !found : found;
    }
    case 'call':
      return context.aggregated?.has(expression) === true
        ? (context.aggregated.get(expression) ?? null)
        : call(expression, row, context);
  }
}

function reckoned(operator: string, a: Json, b: Json): Json {
  const time = reckonedTime(operator, a, b);
  if (time !== undefined) return time;
  const [left, right] = [toNumber(a), toNumber(b)];
  if (left === null || right === null) return null;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default: {
      if (right === 0) return null;
      const areWhole = Number.isInteger(left) && Number.isInteger(right);
      if (operator === '%') return left % right;
      return areWhole ? Math.trunc(left / right) : left / right;
    }
  }
}

function call({ name, parameters, token }: Call, row: Row, context: Context): Json {
  if (name === 'pack_all') return { ...row };
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known === undefined) {
    if (isAggregate(name)) throw invalidQuery(token.text, token, 'stands in summarize only');
    throw unsupported(token.text, token, 'a function');
  }
  const [least, most, run] = known;
  if (parameters.length < least || parameters.length > most) {
    throw invalidQuery(token.text, token, `doesn't take ${parameters.length} parameters`);
  }
  try {
    return run(parameters.map((parameter) => evaluate(parameter, row, context)));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw invalidQuery(token.text, token, 'has no regular expression');
  }
}
