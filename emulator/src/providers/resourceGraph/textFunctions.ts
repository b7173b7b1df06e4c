import type { Json } from '../../estate';
import { regularExpression } from './regularExpression';
import type { ScalarFunction } from './scalarFunction';
import { isEmpty, toNumber, toText } from './values';

const text = (change: (value: string) => Json): ScalarFunction => [
  1,
  1,
  ([value = null]) => change(toText(value)),
];

function replaceAll([value = null, from = null, to = null]: readonly Json[]): Json {
  return toText(value).replaceAll(toText(from), () => toText(to));
}

/** Kusto writes groups as `\1`, JavaScript as `$1`. */
function replacePattern([value = null, pattern = null, to = null]: readonly Json[]): Json {
  const replacement = toText(to)
    .replaceAll('$', '$$$$')
    .replace(/\\(\d)/g, '$$$1');
  return toText(value).replace(regularExpression(toText(pattern), 'g'), replacement);
}

function trimmed(atStart: boolean, atEnd: boolean): ScalarFunction {
  return [
    2,
    2,
    ([pattern = null, value = null]) => {
      const { source, flags } = regularExpression(toText(pattern));
      const start = atStart ? toText(value).replace(new RegExp(`^(?:${source})`, flags), '') : toText(value);
      return atEnd ? start.replace(new RegExp(`(?:${source})$`, flags), '') : start;
    },
  ];
}

function substring([value = null, start = null, length = null]: readonly Json[]): Json {
  const [whole, from, count] = [toText(value), toNumber(start) ?? 0, toNumber(length)];
  const begin = from < 0 ? Math.max(0, whole.length + from) : from;
  return whole.slice(begin, count === null ? undefined : begin + count);
}

/** The group of the first match, or an empty text. */
function extract([pattern = null, group = null, value = null]: readonly Json[]): Json {
  return regularExpression(toText(pattern)).exec(toText(value))?.[toNumber(group) ?? 0] ?? '';
}

/** With one group the texts of it, with several a list of each match's groups. */
function extractAll([pattern = null, value = null]: readonly Json[]): Json {
  return [...toText(value).matchAll(regularExpression(toText(pattern), 'g'))].map(
    ([whole, ...groups]): Json => {
      return groups.length > 1 ? groups : (groups[0] ?? whole);
    },
  );
}

function split([value = null, by = null, index = null]: readonly Json[]): Json {
  const parts = toText(value).split(toText(by));
  const at = toNumber(index);
  return at === null ? parts : parts.slice(at, at + 1);
}

function countOf([value = null, part = null]: readonly Json[]): Json {
  return isEmpty(part) ? 0 : toText(value).split(toText(part)).length - 1;
}

export const textFunctions: Readonly<Record<string, ScalarFunction>> = {
  tolower: text((value) => value.toLowerCase()),
  toupper: text((value) => value.toUpperCase()),
  strlen: text((value) => value.length),
  reverse: text((value) => Array.from(value).reverse().join('')),
  strcat: [1, 64, (values) => values.map(toText).join('')],
  strcat_delim: [2, 64, ([by = null, ...values]) => values.map(toText).join(toText(by))],
  split: [2, 3, split],
  substring: [2, 3, substring],
  indexof: [
    2,
    3,
    ([value = null, part = null, from = 0]) => toText(value).indexOf(toText(part), toNumber(from) ?? 0),
  ],
  countof: [2, 2, countOf],
  replace: [3, 3, ([pattern = null, to = null, value = null]) => replacePattern([value, pattern, to])],
  replace_regex: [3, 3, replacePattern],
  replace_string: [3, 3, replaceAll],
  trim: trimmed(true, true),
  trim_start: trimmed(true, false),
  trim_end: trimmed(false, true),
  extract: [3, 3, extract],
  extract_all: [2, 2, extractAll],
};
