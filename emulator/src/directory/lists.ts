import type { ArmAnswer } from '../arm/answer';
import type { Estate } from '../estate';
import { readFilter } from './filter';
import { setOf, shown, type ObjectSet } from './objects';
import { checkOptions, readPage, readSelect } from './query';

const alphabet = new Intl.Collator('en', { sensitivity: 'base' });

/**
 * `GET /v1.0/users`, `/groups`, `/servicePrincipals`: the principals of one set, sorted by name, a page of them.
 * Managed identities are service principals as well.
 */
export function listOf(estate: Estate, set: ObjectSet, query: URLSearchParams, origin: string): ArmAnswer {
  checkOptions(query, '$filter', '$select', '$top', '$skiptoken');
  const filter = query.get('$filter');
  const isMeant = filter === null ? () => true : readFilter(filter, set);
  const select = readSelect(query, set);
  const { size, start } = readPage(query);
  const found = estate
    .ofType('Microsoft.Graph/directoryObjects')
    .filter((principal) => setOf(principal) === set)
    .map(shown)
    .filter(isMeant)
    .toSorted((a, b) => alphabet.compare(a['displayName'] ?? '', b['displayName'] ?? ''));
  const end = start + size;
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(end));
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(origin, set, select),
      ...(end < found.length ? { '@odata.nextLink': `${origin}/v1.0/${set.name}?${next.toString()}` } : {}),
      value: found.slice(start, end).map((object) => selected(object, select)),
    },
  };
}

/** An object with the properties that were asked for. */
export function selected(
  object: Readonly<Record<string, string>>,
  select: readonly string[] | undefined,
): Record<string, string> {
  const entries = Object.entries(object);
  return Object.fromEntries(
    select === undefined ? entries : entries.filter(([name]) => select.includes(name)),
  );
}

/** What `@odata.context` says of the set; for a single object, `/$entity` follows it. */
export function contextOf(
  origin: string,
  { name }: ObjectSet,
  select: readonly string[] | undefined,
): string {
  return `${origin}/v1.0/$metadata#${name}${select === undefined ? '' : `(${select.join(',')})`}`;
}
