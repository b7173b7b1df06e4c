import * as v from 'valibot';
import { unknownProperty, unsupportedQuery } from './errors';
import type { ObjectSet } from './objects';

const count = v.pipe(v.string(), v.digits(), v.transform(Number));
const pageSize = v.pipe(v.optional(count, '100'), v.minValue(1), v.maxValue(999));
const start = v.optional(count, '0');

/** Refuses query options that the emulator doesn't know at this place; what has no `$` is the client's own. */
export function checkOptions(query: URLSearchParams, ...known: readonly string[]): void {
  for (const name of query.keys()) {
    if (!name.startsWith('$') || known.includes(name)) continue;
    throw unsupportedQuery(`The query option '${name}' is not supported here.`);
  }
}

/** The properties that `$select` asks for; `undefined` where it asks for none, so that all are meant. */
export function readSelect(query: URLSearchParams, set: ObjectSet): readonly string[] | undefined {
  const text = query.get('$select');
  if (text === null || text.trim() === '') return undefined;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) if (!set.properties.includes(name)) throw unknownProperty(name, set.entity);
  return names;
}

/** How many objects a page has, 1 to 999 and by default 100, and which of all is its first. */
export function readPage(query: URLSearchParams): { readonly size: number; readonly start: number } {
  const size = v.safeParse(pageSize, query.get('$top') ?? undefined);
  if (!size.success) {
    throw unsupportedQuery(
      `Invalid page size specified: '${query.get('$top') ?? ''}'. Must be between 1 and 999 inclusive.`,
    );
  }
  const first = v.safeParse(start, query.get('$skiptoken') ?? undefined);
  if (!first.success) throw unsupportedQuery("The value of '$skiptoken' is none that a nextLink had.");
  return { size: size.output, start: first.output };
}
