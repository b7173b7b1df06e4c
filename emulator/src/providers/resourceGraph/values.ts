import type { Json, JsonObject } from '../../estate';

export function isTrue(value: Json): boolean {
  return value === true;
}

export function toText(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function isEmpty(value: Json): boolean {
  return value === null || toText(value) === '';
}

/** A number, or null for what is none, as Kusto's conversions give. */
export function toNumber(value: Json): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = toText(value).trim();
  const number = Number(text);
  return text === '' || Number.isNaN(number) ? null : number;
}

export function equal(a: Json, b: Json, ignoreCase: boolean): boolean {
  if (a === null || b === null) return false;
  const [left, right] = [toText(a), toText(b)];
  return ignoreCase ? left.toLowerCase() === right.toLowerCase() : left === right;
}

export function orderOf(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [toText(a), toText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Members of dynamic values are found by their exact spelling, as in Kusto; negative indexes count from the end. */
export function memberOf(value: Json, key: Json): Json {
  if (Array.isArray(value)) return typeof key === 'number' ? (value.at(key) ?? null) : null;
  if (typeof value !== 'object' || value === null) return null;
  const name = toText(key);
  return Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

/** One value of each, by what they read as. */
export function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

export function isBag(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of members that several bags have, the first one counts. */
export function mergedBags(bags: readonly JsonObject[]): JsonObject {
  return bags.reduce<JsonObject>((sum, bag) => ({ ...sum, ...bag, ...sum }), {});
}
