import type { Json } from '../../estate';
import type { ScalarFunction } from './scalarFunction';
import { distinct, isBag, mergedBags, orderOf, toNumber, toText } from './values';

/** A text that isn't JSON stays the text that it is, as in Kusto. */
function parsed([value = null]: readonly Json[]): Json {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

const items = (value: Json): Json[] => (Array.isArray(value) ? value : []);
const holds = (list: readonly Json[], value: Json): boolean =>
  list.some((item) => JSON.stringify(item) === JSON.stringify(value));

function pack(values: readonly Json[]): Json {
  return Object.fromEntries(
    values.flatMap((key, index) => (index % 2 === 0 ? [[toText(key), values[index + 1] ?? null]] : [])),
  );
}

function merged(values: readonly Json[]): Json {
  return mergedBags(values.filter(isBag));
}

function slice([value = null, from = null, to = null]: readonly Json[]): Json {
  const end = toNumber(to) ?? -1;
  return items(value).slice(toNumber(from) ?? 0, end === -1 ? undefined : end + 1);
}

function typeOf([value = null]: readonly Json[]): Json {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object') return 'dictionary';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'double';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

export const dynamicFunctions: Readonly<Record<string, ScalarFunction>> = {
  todynamic: [1, 1, parsed],
  parse_json: [1, 1, parsed],
  parsejson: [1, 1, parsed],
  gettype: [1, 1, typeOf],
  array_length: [1, 1, ([value = null]) => (Array.isArray(value) ? value.length : null)],
  array_concat: [1, 64, (values) => values.flatMap(items)],
  array_index_of: [
    2,
    2,
    ([list = null, value = null]) => items(list).findIndex((item) => holds([item], value)),
  ],
  array_slice: [3, 3, slice],
  array_sort_asc: [1, 1, ([list = null]) => items(list).toSorted(orderOf)],
  array_sort_desc: [1, 1, ([list = null]) => items(list).toSorted((a, b) => orderOf(b, a))],
  strcat_array: [2, 2, ([list = null, by = null]) => items(list).map(toText).join(toText(by))],
  set_has_element: [2, 2, ([list = null, value = null]) => holds(items(list), value)],
  set_union: [2, 64, (values) => distinct(values.flatMap(items))],
  set_intersect: [
    2,
    64,
    ([first = null, ...rest]) =>
      distinct(items(first)).filter((item) => rest.every((other) => holds(items(other), item))),
  ],
  set_difference: [
    2,
    64,
    ([first = null, ...rest]) =>
      distinct(items(first)).filter((item) => !rest.some((other) => holds(items(other), item))),
  ],
  bag_keys: [1, 1, ([value = null]) => (isBag(value) ? Object.keys(value) : null)],
  bag_has_key: [2, 2, ([value = null, key = null]) => isBag(value) && Object.hasOwn(value, toText(key))],
  bag_merge: [2, 64, merged],
  bag_pack: [2, 64, pack],
  pack: [2, 64, pack],
  pack_dictionary: [2, 64, pack],
  pack_array: [1, 64, (values) => [...values]],
};
