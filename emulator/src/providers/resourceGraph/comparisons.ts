import type { Json } from '../../estate';
import { regularExpression } from './regularExpression';
import { equal, isEmpty, orderOf, toText } from './values';

type Test = (text: string, part: string) => boolean;

/** What the operators on texts look for; without `_cs` they ignore case. */
const onTexts: Readonly<Record<string, Test>> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  has: (text, term) => hasTerm(text, term, true, true),
  hasprefix: (text, term) => hasTerm(text, term, true, false),
  hassuffix: (text, term) => hasTerm(text, term, false, true),
};

/** Compares as Kusto does. Throws SyntaxError for a regular expression that is none. */
export function compare(operator: string, a: Json, b: Json): boolean {
  switch (operator) {
    case '==':
      return equal(a, b, false);
    case '!=':
      return differ(a, b, false);
    case '=~':
      return equal(a, b, true);
    case '!~':
      return differ(a, b, true);
    case 'has_any':
      return listOf(b).some((term) => compare('has', a, term));
    case 'has_all':
      return listOf(b).every((term) => compare('has', a, term));
    case 'matches regex':
      return regularExpression(toText(b)).test(toText(a));
    default:
      return compareTexts(operator, a, b) ?? inOrder(operator, a, b);
  }
}

/** Whether two nulls are equal is not known: they neither equal nor differ. */
function differ(a: Json, b: Json, ignoreCase: boolean): boolean {
  return (a !== null || b !== null) && !equal(a, b, ignoreCase);
}

function compareTexts(operator: string, a: Json, b: Json): boolean | undefined {
  const [, negation = '', name = '', exact] = /^(!?)([a-z]+)(_cs)?$/.exec(operator) ?? [];
  const test = Object.hasOwn(onTexts, name) ? onTexts[name] : undefined;
  if (test === undefined) return undefined;
  const [text, part] = [toText(a), toText(b)];
  const holds = exact === undefined ? test(text.toLowerCase(), part.toLowerCase()) : test(text, part);
  return (negation === '') === holds;
}

/** A list may be given whole: `has_any (names)` with one dynamic value. */
function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value.flat() : [value];
}

/** Terms are letters and digits with something else, or nothing, at the sides that count. */
function hasTerm(text: string, term: string, atStart: boolean, atEnd: boolean): boolean {
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + term.length] ?? ' ';
    const startFits = !atStart || !/[\p{L}\p{N}]/u.test(before);
    if (startFits && (!atEnd || !/[\p{L}\p{N}]/u.test(after))) return true;
  }
  return false;
}

function inOrder(operator: string, a: Json, b: Json): boolean {
  if (a === null || b === null) return false;
  const order = orderOf(a, b);
  return { '<': order < 0, '>': order > 0, '<=': order <= 0, '>=': order >= 0 }[operator] ?? false;
}

export function isBetween(value: Json, from: Json, to: Json): boolean {
  return !isEmpty(value) && inOrder('>=', value, from) && inOrder('<=', value, to);
}
