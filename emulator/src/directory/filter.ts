import { unsupportedQuery } from './errors';
import type { ObjectSet } from './objects';

/**
 * One clause `startswith(property,'prefix')`, in which a quote of the prefix is doubled, with the `or` that leads on to
 * the next clause.
 */
const CLAUSE = /\s*starts[wW]ith\(\s*(\w+)\s*,\s*'((?:[^']|'')*)'\s*\)\s*(or\s|$)/y;
/** Microsoft Graph refuses longer prefixes by the same error (public issue). */
const LONGEST_PREFIX = 120;

/**
 * Reads `$filter`: clauses of `startswith` joined by `or`, on the properties that the set lets be searched. Throws 400
 * `Request_UnsupportedQuery`, which names the filter, for every other one.
 */
export function readFilter(
  filter: string,
  { searchable }: ObjectSet,
): (object: Readonly<Record<string, string>>) => boolean {
  const clauses: { property: string; prefix: string }[] = [];
  CLAUSE.lastIndex = 0;
  for (let isLast = false; !isLast;) {
    const [text, property = '', literal = '', end] = CLAUSE.exec(filter) ?? [];
    const prefix = literal.replaceAll("''", "'").toLowerCase();
    if (text === undefined || !searchable.includes(property) || prefix.length > LONGEST_PREFIX) {
      throw unsupportedQuery(`Unsupported or invalid query filter clause specified: ${filter}`);
    }
    clauses.push({ property, prefix });
    isLast = end === '';
  }
  return (object) =>
    clauses.some(({ property, prefix }) => object[property]?.toLowerCase().startsWith(prefix) === true);
}
