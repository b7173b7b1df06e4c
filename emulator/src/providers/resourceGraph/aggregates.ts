import type { Json } from '../../estate';
import { distinct, isBag, isTrue, mergedBags, orderOf, toNumber } from './values';

/** One row's values of the aggregation's parameters. */
type Values = readonly Json[];
/** How many parameters an aggregation takes at least and at most, and what it makes of a group. */
type Aggregate = readonly [least: number, most: number, run: (group: readonly Values[]) => Json];

const firsts = (group: readonly Values[]): Json[] => group.map(([value = null]) => value);
const present = (group: readonly Values[]): Json[] => firsts(group).filter((value) => value !== null);
const numbers = (group: readonly Values[]): number[] =>
  firsts(group).flatMap((value) => toNumber(value) ?? []);
/** The rows in which the last parameter holds. */
const fulfilled = (group: readonly Values[], at: number): readonly Values[] =>
  group.filter((values) => isTrue(values[at] ?? null));

const sum = (group: readonly Values[]): Json => numbers(group).reduce((total, value) => total + value, 0);
const average = (group: readonly Values[]): Json => {
  const found = numbers(group);
  return found.length === 0 ? null : found.reduce((total, value) => total + value, 0) / found.length;
};
const extreme =
  (wanted: -1 | 1) =>
  (group: readonly Values[]): Json =>
    present(group).reduce<Json>(
      (best, value) => (best === null || Math.sign(orderOf(value, best)) === wanted ? value : best),
      null,
    );
/** Lists may say how long they become at most. */
const limited = (values: Json[], [, limit = null]: Values = []): Json =>
  typeof limit === 'number' ? values.slice(0, limit) : values;
const any = (group: readonly Values[]): Json => firsts(group)[0] ?? null;
const list: Aggregate = [1, 2, (group) => limited(present(group), group[0])];
// Lists that are put into a set give it their items.
const set: Aggregate = [1, 2, (group) => limited(distinct(present(group).flat()), group[0])];

function bag(group: readonly Values[]): Json {
  return mergedBags(present(group).filter(isBag));
}

const aggregates: Readonly<Record<string, Aggregate>> = {
  count: [0, 0, (group) => group.length],
  countif: [1, 1, (group) => fulfilled(group, 0).length],
  dcount: [1, 2, (group) => distinct(present(group)).length],
  dcountif: [2, 3, (group) => distinct(present(fulfilled(group, 1))).length],
  sum: [1, 1, sum],
  sumif: [2, 2, (group) => sum(fulfilled(group, 1))],
  avg: [1, 1, average],
  avgif: [2, 2, (group) => average(fulfilled(group, 1))],
  min: [1, 1, extreme(-1)],
  max: [1, 1, extreme(1)],
  arg_min: [1, 1, extreme(-1)],
  arg_max: [1, 1, extreme(1)],
  any: [1, 1, any],
  take_any: [1, 1, any],
  make_list: list,
  makelist: list,
  make_list_if: [2, 2, (group) => present(fulfilled(group, 1))],
  make_set: set,
  makeset: set,
  make_set_if: [2, 2, (group) => distinct(present(fulfilled(group, 1)).flat())],
  make_bag: [1, 2, bag],
  buildschema: [1, 1, (group) => schemaOf(present(group))],
};

export function isAggregate(name: string): boolean {
  return Object.hasOwn(aggregates, name);
}

/** The aggregation of that name; `undefined` where there is none, or where it doesn't take so many parameters. */
export function aggregateOf(name: string, parameters: number): Aggregate[2] | undefined {
  const found = Object.hasOwn(aggregates, name) ? aggregates[name] : undefined;
  return found !== undefined && parameters >= found[0] && parameters <= found[1] ? found[2] : undefined;
}

/** Which types the values have: texts for single ones, lists where they differ, members of bags by name. */
function schemaOf(values: readonly Json[]): Json {
  const schemas = distinct(values.map((value) => shapeOf(value))).filter(
    (shape) => typeof shape === 'string',
  );
  const bags = values.filter(isBag);
  const lists = values.filter((value) => Array.isArray(value));
  const members = [...new Set(bags.flatMap((one) => Object.keys(one)))];
  const ofBags = Object.fromEntries(
    members.map((key) => [key, schemaOf(bags.flatMap((one) => one[key] ?? []))]),
  );
  const parts: Json[] = [
    ...schemas,
    ...(bags.length === 0 ? [] : [ofBags]),
    ...(lists.length === 0 ? [] : [{ '`indexer`': schemaOf(lists.flat()) }]),
  ];
  return parts.length === 1 ? (parts[0] ?? null) : parts;
}

function shapeOf(value: Json): Json {
  if (typeof value === 'object') return null;
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'double';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
