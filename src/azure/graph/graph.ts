import type { QueryResponse } from '@azure/arm-resourcegraph';
import { resources } from '@azure/arm-resourcegraph/api';
import * as v from 'valibot';
import { nameOf } from '../../model/armId';
import { FailureError, isFailureError } from '../../model/failure';
import { groupBy } from '../../model/groupBy';
import { inSlices, othersTurn } from '../../model/slices';
import type { Unread } from '../../provisioning';
import type { Clients } from '../http/clients';
import { failureOf } from '../http/failures';
import { isJsonObject } from '../http/json';
import { signalOfList } from '../http/lists';
import { parseAnswer } from '../http/parse';
import { freshOnes, freshRows, keyOf, withoutOld } from './fresh';
import { type RowOf, rowSchemas } from './graphRows';
import { inParts } from './inParts';
import { allRolesText, pullRolesText, queryFor } from './queries';
import { type Kind, types, type Wanted } from './types';

/** The most that Resource Graph takes in one query. */
const MOST_SUBSCRIPTIONS = 1000;
const PAGE_SIZE = 1000;

/** Subscriptions (GUIDs) that are asked about, in parts: those of one that is still on its way don't hold up the others. */
export type SubscriptionParts = readonly (readonly string[] | Promise<readonly string[]>)[];

export function partsOf(ids: readonly string[], more?: Promise<readonly string[]>): SubscriptionParts {
  return more === undefined ? [ids] : [ids, more];
}

/** What a query found, and what of it could not be read: rows of another form, and subscriptions that were refused. */
export interface Found<T> {
  readonly rows: readonly T[];
  readonly unread: readonly Unread[];
}

/** Rows of several types that were asked for in one query. */
export class ResourceRows {
  readonly #pages: readonly TypedPage[];

  constructor(
    { pages, unread }: Answered<TypedPage>,
    private readonly signal: AbortSignal,
  ) {
    this.unread = [...unread, ...pages.flatMap((page) => page.unread)];
    this.#pages = pages;
  }

  /** Subscriptions that were refused, and rows that don't say what they are. */
  readonly unread: readonly Unread[];

  /**
   * Those of a type, as `make` makes them of a row; `unread` are those that have another form than expected. Others have
   * their turn in between, as everywhere here: an estate has tens of thousands of rows.
   */
  async of<K extends Kind, T>(kind: K, make: (row: RowOf<K>) => T): Promise<Found<T>> {
    const found = joined(this.#pages.flatMap(({ byType }) => byType.get(types[kind].toLowerCase()) ?? []));
    // Each was parsed by the schema of its type (`typedPage`).
    const made = await eachOf(found.rows as readonly RowOf<K>[], make, this.signal);
    return { rows: made.rows, unread: [...found.unread, ...made.unread] };
  }
}

/** What is on a page, parsed, by the type in lower case. */
interface TypedPage {
  readonly byType: ReadonlyMap<string, Found<unknown>>;
  readonly unread: readonly Unread[];
}

type TypedRow = v.InferOutput<typeof typedRow>;

const typedRow = v.looseObject({ id: v.string(), type: v.string() });

/** As it came, not as the copy that a schema makes: there are tens of thousands. */
function typed(value: unknown): TypedRow {
  return isJsonObject(value) && typeof value['id'] === 'string' && typeof value['type'] === 'string'
    ? (value as TypedRow)
    : parseAnswer(typedRow, value, nameOfRow(value));
}

const schemas = new Map<string, v.GenericSchema>(
  Object.entries(rowSchemas).map(([kind, schema]) => [types[kind as Kind].toLowerCase(), schema]),
);

async function typedPage(page: readonly unknown[], signal: AbortSignal): Promise<TypedPage> {
  const { rows, unread } = await eachOf(page, typed, signal);
  const byType = new Map<string, Found<unknown>>();
  for (const [type, ofType] of groupBy(rows, (row) => row.type.toLowerCase())) {
    const schema = schemas.get(type);
    if (schema === undefined) continue;
    byType.set(type, await eachOf(ofType, (row) => parseAnswer(schema, row, nameOf(row.id)), signal));
  }
  return { byType, unread };
}

/**
 * Resources of the given types, in one query: Resource Graph grants a user some fifteen queries in five seconds. Only
 * what is wanted is asked for, because an answer is refused as a whole above some size: a network alone may have 100 kB.
 * See queryGraph for the rest.
 */
export async function queryResources(
  clients: Clients,
  wanted: Readonly<Record<string, Wanted>>,
  subscriptions: SubscriptionParts | undefined,
  signal: AbortSignal,
): Promise<ResourceRows> {
  return askedFor(clients, queryFor(wanted), subscriptions, signal, Object.keys(wanted));
}

/**
 * Role assignments at, above and below the subscriptions, but those of users: who is looked for is an identity or a
 * group; and the definitions of the roles that are assigned, built-in and custom: all in one query. `mayPull` leaves out
 * roles that certainly let nobody pull from a registry. See queryGraph for the rest.
 */
export async function queryRoles(
  clients: Clients,
  subscriptions: SubscriptionParts | undefined,
  signal: AbortSignal,
  { mayPull = false }: { readonly mayPull?: boolean } = {},
): Promise<ResourceRows> {
  const text = mayPull ? pullRolesText : allRolesText;
  return askedFor(clients, text, subscriptions, signal, [types.roleAssignment]);
}

async function askedFor(
  clients: Clients,
  text: string,
  subscriptions: SubscriptionParts | undefined,
  signal: AbortSignal,
  freshTypes: readonly string[],
): Promise<ResourceRows> {
  const take = (page: readonly unknown[]) => typedPage(page, signal);
  return new ResourceRows(await query(clients, text, take, subscriptions, signal, freshTypes), signal);
}

/**
 * All rows that a query finds, each in the form that the schema says. Without subscriptions: everything in the tenant
 * that the caller may see. Resource Graph knows of a change up to minutes after it was made.
 * A row of another form costs itself only, and so does a subscription that is refused; both are in `unread`. Rejects
 * with FailureError where nothing was answered, for an answer that stays too large, and for pages without an end.
 */
export async function queryGraph<T extends v.GenericSchema>(
  clients: Clients,
  text: string,
  row: T,
  subscriptions: SubscriptionParts | undefined,
  signal: AbortSignal,
): Promise<Found<v.InferOutput<T>>> {
  const take = (page: readonly unknown[]) =>
    eachOf(page, (value) => parseAnswer(row, value, nameOfRow(value)), signal);
  const { pages, unread } = await query(clients, text, take, subscriptions, signal, []);
  return joined([{ rows: [], unread }, ...pages]);
}

/** What was made of each page, and subscriptions that were refused. */
interface Answered<P> {
  readonly pages: readonly P[];
  readonly unread: readonly Unread[];
}

/**
 * `take` has its turn with each page while the next one is on its way. `freshTypes` are those of which what the index is
 * late with is laid over its rows: they have the form of resources.
 */
async function query<P>(
  clients: Clients,
  text: string,
  take: (page: readonly unknown[]) => Promise<P>,
  subscriptions: SubscriptionParts | undefined,
  signal: AbortSignal,
  freshTypes: readonly string[],
): Promise<Answered<P>> {
  const ofPart = async (part: readonly string[] | undefined): Promise<Answered<P>> => {
    const reading = freshRows(clients, freshTypes, part, signal);
    const ask = async (scope: readonly string[] | undefined) => {
      const pages: { readonly page: P; readonly keys: readonly string[] }[] = [];
      for await (const rows of pagesOf(clients, text, scope, signal)) {
        const fresh = await reading;
        const keys = fresh.listed.length === 0 ? [] : rows.map(keyOf);
        pages.push({ page: await take(withoutOld(rows, fresh)), keys });
      }
      return pages;
    };
    const asking =
      part === undefined
        ? [ask(undefined).then((rows) => ({ rows, unread: [] }))]
        : batches(part).map((scope) => inParts(scope, ask, signal));
    const [found, fresh] = await Promise.all([Promise.all(asking), reading]);
    const pages = found.flatMap(({ rows }) => rows);
    const own = await take(freshOnes(fresh, new Set(pages.flatMap(({ keys }) => keys))));
    return {
      pages: [...pages.map(({ page }) => page), own],
      unread: found.flatMap((each) => each.unread),
    };
  };
  const answers =
    subscriptions === undefined
      ? [await ofPart(undefined)]
      : await Promise.all(subscriptions.map(async (part) => ofPart(await part)));
  const unread = answers.flatMap((each) => each.unread);
  const [first] = unread;
  const asked = (await Promise.all(subscriptions ?? [])).flat();
  if (first !== undefined && unread.length === asked.length) throw new FailureError(first.failure);
  return { pages: answers.flatMap(({ pages }) => pages), unread };
}

function joined<T>(parts: readonly Found<T>[]): Found<T> {
  return { rows: parts.flatMap(({ rows }) => rows), unread: parts.flatMap(({ unread }) => unread) };
}

/** The items that `make` takes, in order; those for which it throws FailureError are unread. */
async function eachOf<R, T>(rows: readonly R[], make: (row: R) => T, signal: AbortSignal): Promise<Found<T>> {
  const made: T[] = [];
  const unread: Unread[] = [];
  const take = (row: R) => {
    try {
      made.push(make(row));
    } catch (error) {
      if (!isFailureError(error)) throw error;
      unread.push({ id: idOfRow(row), failure: error.failure });
    }
  };
  await inSlices(rows, take, signal);
  return { rows: made, unread };
}

/** The next page is asked for before one is looked at: each names the one that comes after it. */
async function* pagesOf(
  clients: Clients,
  query: string,
  subscriptions: readonly string[] | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly unknown[]> {
  const own = signalOfList(signal);
  let top = PAGE_SIZE;
  const ask = async (skipToken: string | undefined): Promise<QueryResponse> => {
    for (;;) {
      try {
        return await resources(
          clients.graph(),
          {
            query,
            ...(subscriptions === undefined ? {} : { subscriptions: [...subscriptions] }),
            options: {
              resultFormat: 'objectArray',
              // Where a token is given, too, the size of the next page is this one (Azure's definition of the request).
              top,
              // Otherwise roles that management groups pass down to the subscriptions would be left out.
              ...(query.startsWith('authorizationresources')
                ? { authorizationScopeFilter: 'AtScopeAboveAndBelow' as const }
                : {}),
              ...(skipToken === undefined ? {} : { skipToken }),
            },
          },
          { abortSignal: own },
        );
      } catch (error) {
        // Half of it is tried until there is nothing to halve; Azure's own words then say how large it was.
        if (!isTooLarge(error) || top === 1) throw error;
        top = Math.floor(top / 2);
      }
    }
  };
  let next: Promise<QueryResponse> | undefined = ask(undefined);
  while (next !== undefined) {
    const { data, skipToken }: QueryResponse = await next;
    next = skipToken === undefined || skipToken === '' ? undefined : ask(skipToken);
    // Whoever goes on learns of it.
    next?.catch(() => undefined);
    await othersTurn();
    yield parseAnswer(v.array(v.unknown()), data, 'the result of a Resource Graph query');
  }
}

/**
 * Resource Graph refuses an answer of more than 16 MiB as a whole, whatever the page's number of rows: 400, with the
 * code below in `error.details` (microsoft/ARI#199, dolevshor/azure-orphan-resources#46).
 */
function isTooLarge(error: unknown): boolean {
  return failureOf(error).azure?.code === 'ResponsePayloadTooLarge';
}

function idOfRow(row: unknown): string {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined;
  return typeof id === 'string' ? id : '';
}

function nameOfRow(row: unknown): string {
  const id = idOfRow(row);
  return id === '' ? 'a row without an id' : nameOf(id);
}

function batches(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / MOST_SUBSCRIPTIONS);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * MOST_SUBSCRIPTIONS, (index + 1) * MOST_SUBSCRIPTIONS),
  );
}
