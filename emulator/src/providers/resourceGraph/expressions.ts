import type { Json } from '../../estate';
import type { Expression } from './syntax';
import { invalidQuery } from './tokens';

export type Row = Readonly<Record<string, Json>>;

/** The value of an expression in a row. A column that no row has is refused, a member that is missing is null. */
export function evaluate(expression: Expression, row: Row): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'column': {
      const value = row[expression.name];
      if (value === undefined) throw invalidQuery(expression.name, expression.token, 'is not a column');
      return value;
    }
    case 'member':
      return memberOf(evaluate(expression.of, row), expression.key);
    case 'logic': {
      // Both sides always, so that a wrong name on the right is found whatever is on the left.
      const [left, right] = [evaluate(expression.left, row), evaluate(expression.right, row)].map(isTrue);
      return expression.operator === 'and'
        ? left === true && right === true
        : left === true || right === true;
    }
    case 'compare':
      return compare(expression.operator, evaluate(expression.left, row), evaluate(expression.right, row));
    case 'in': {
      const ignoreCase = expression.operator.endsWith('~');
      const left = evaluate(expression.left, row);
      const found = expression.items.some((item) => equal(left, evaluate(item, row), ignoreCase));
      return expression.operator.startsWith('!') ? !found : found;
    }
    case 'call':
      return call(expression, row);
  }
}

export function isTrue(value: Json): boolean {
  return value === true;
}

export function toText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'string'
    ? value
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}

/** Members of dynamic values are found by their exact spelling, as in Kusto. */
function memberOf(value: Json, key: string | number): Json {
  if (Array.isArray(value)) return typeof key === 'number' ? (value[key] ?? null) : null;
  if (typeof value !== 'object' || value === null) return null;
  return Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

function equal(a: Json, b: Json, ignoreCase: boolean): boolean {
  if (a === null || b === null) return false;
  const [left, right] = [toText(a), toText(b)];
  return ignoreCase ? left.toLowerCase() === right.toLowerCase() : left === right;
}

function compare(operator: string, a: Json, b: Json): boolean {
  if (operator.startsWith('!') && operator !== '!=' && operator !== '!~')
    return !compare(operator.slice(1), a, b);
  const [left, right] = [toText(a).toLowerCase(), toText(b).toLowerCase()];
  switch (operator) {
    case '==':
      return equal(a, b, false);
    case '!=':
      return !equal(a, b, false);
    case '=~':
      return equal(a, b, true);
    case '!~':
      return !equal(a, b, true);
    case 'contains':
      return left.includes(right);
    case 'startswith':
      return left.startsWith(right);
    case 'endswith':
      return left.endsWith(right);
    case 'has':
      return hasTerm(left, right);
    default:
      return inOrder(operator, a, b);
  }
}

/** `has` looks for a whole term: letters and digits with something else, or nothing, on both sides. */
function hasTerm(text: string, term: string): boolean {
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + term.length] ?? ' ';
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}

function inOrder(operator: string, a: Json, b: Json): boolean {
  if (a === null || b === null) return false;
  const order = orderOf(a, b);
  return { '<': order < 0, '>': order > 0, '<=': order <= 0, '>=': order >= 0 }[operator] ?? false;
}

export function orderOf(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [toText(a), toText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

type Call = Extract<Expression, { kind: 'call' }>;
const isEmpty = (value: Json): boolean => value === null || toText(value) === '';

/** How many parameters a function takes at least and at most, and what it gives. */
const functions: Readonly<Record<string, readonly [number, number, (values: Json[]) => Json]>> = {
  tolower: [1, 1, ([value = null]) => toText(value).toLowerCase()],
  toupper: [1, 1, ([value = null]) => toText(value).toUpperCase()],
  tostring: [1, 1, ([value = null]) => toText(value)],
  tobool: [1, 1, ([value = null]) => (isEmpty(value) ? null : toText(value).toLowerCase() === 'true')],
  toint: [1, 1, ([value = null]) => (isEmpty(value) ? null : Number.parseInt(toText(value), 10) || 0)],
  array_length: [1, 1, ([value = null]) => (Array.isArray(value) ? value.length : null)],
  isempty: [1, 1, ([value = null]) => isEmpty(value)],
  isnotempty: [1, 1, ([value = null]) => !isEmpty(value)],
  isnull: [1, 1, ([value = null]) => value === null],
  isnotnull: [1, 1, ([value = null]) => value !== null],
  not: [1, 1, ([value = null]) => !isTrue(value)],
  strcat: [1, 64, (values) => values.map(toText).join('')],
  split: [2, 2, ([value = null, by = null]) => toText(value).split(toText(by))],
  coalesce: [2, 64, (values) => values.find((value) => !isEmpty(value)) ?? null],
  iff: [3, 3, ([condition = null, yes = null, no = null]) => (isTrue(condition) ? yes : no)],
  iif: [3, 3, ([condition = null, yes = null, no = null]) => (isTrue(condition) ? yes : no)],
};

function call({ name, parameters, token }: Call, row: Row): Json {
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known === undefined) throw invalidQuery(token.text, token, 'is not a function that is emulated');
  const [least, most, run] = known;
  if (parameters.length < least || parameters.length > most) {
    throw invalidQuery(token.text, token, `doesn't take ${parameters.length} parameters`);
  }
  return run(parameters.map((parameter) => evaluate(parameter, row)));
}
