import { resources } from '@azure/arm-resourcegraph/api';
import * as v from 'valibot';
import { nameOf } from '../../model/armId';
import { FailureError, isFailureError } from '../../model/failure';
import { groupBy } from '../../model/groupBy';
import { inSlices } from '../../model/slices';
import type { Unread } from '../../provisioning';
import type { Clients } from '../http/clients';
import { failureOf } from '../http/failures';
import { isJsonObject } from '../http/json';
import { signalOfList } from '../http/lists';
import { parseAnswer } from '../http/parse';
import { freshRows, laidOver } from './fresh';
import { inParts, type Part } from './inParts';
import { allRolesText, pullRolesText, queryFor, roleTypes } from './queries';
import type { Wanted } from './types';

/** The most that Resource Graph takes in one query. */
const MOST_SUBSCRIPTIONS = 1000;
const PAGE_SIZE = 1000;

/** What a query found, and what of it could not be read: rows of another form, and subscriptions that were refused. */
export interface Found<T> {
  readonly rows: readonly T[];
  readonly unread: readonly Unread[];
}

/** Rows of several types that were asked for in one query. */
export class ResourceRows {
  readonly #byType: ReadonlyMap<string, readonly TypedRow[]>;

  constructor(
    { rows, unread }: Found<TypedRow>,
    private readonly signal: AbortSignal,
  ) {
    this.unread = unread;
    this.#byType = groupBy(rows, ({ type }) => type.toLowerCase());
  }

  /** Subscriptions that were refused, and rows that don't say what they are. */
  readonly unread: readonly Unread[];

  /**
   * Those of a type, as `make` makes them of a row; `unread` are those that have another form than the schema's. Others
   * have their turn in between, as everywhere here: an estate has tens of thousands of rows.
   */
  of<S extends v.GenericSchema, T>(
    type: string,
    schema: S,
    make: (row: v.InferOutput<S>) => T,
    isUsed: (id: string) => boolean = () => true,
  ): Promise<Found<T>> {
    const rows = (this.#byType.get(type.toLowerCase()) ?? []).filter(({ id }) => isUsed(id));
    return eachOf(rows, (row) => make(parseAnswer(schema, row, nameOf(row.id))), this.signal);
  }
}

type TypedRow = v.InferOutput<typeof typedRow>;

const typedRow = v.looseObject({ id: v.string(), type: v.string() });

/** As it came, not as the copy that a schema makes: there are tens of thousands. */
function typed(value: unknown): TypedRow {
  return isJsonObject(value) && typeof value['id'] === 'string' && typeof value['type'] === 'string'
    ? (value as TypedRow)
    : parseAnswer(typedRow, value, nameOfRow(value));
}

/**
 * Resources of the given types, in one query: Resource Graph grants a user some fifteen queries in five seconds. Only
 * what is wanted is asked for, because an answer is refused as a whole above some size: a network alone may have 100 kB.
 * See queryGraph for the rest.
 */
export async function queryResources(
  clients: Clients,
  wanted: Readonly<Record<string, Wanted>>,
  subscriptionIds: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<ResourceRows> {
  const types = Object.keys(wanted);
  return new ResourceRows(
    await query(clients, queryFor(wanted), typed, subscriptionIds, signal, types),
    signal,
  );
}

/**
 * Role assignments at, above and below the subscriptions, but those of users: who is looked for is an identity or a
 * group; and the definitions of the roles that are assigned, built-in and custom: all in one query. `mayPull` leaves out
 * roles that certainly let nobody pull from a registry. See queryGraph for the rest.
 */
export async function queryRoles(
  clients: Clients,
  subscriptionIds: readonly string[] | undefined,
  signal: AbortSignal,
  { mayPull = false }: { readonly mayPull?: boolean } = {},
): Promise<ResourceRows> {
  return new ResourceRows(
    await query(clients, mayPull ? pullRolesText : allRolesText, typed, subscriptionIds, signal, [
      roleTypes.assignment,
    ]),
    signal,
  );
}

/**
 * All rows that a query finds, each in the form that the schema says. Without subscriptions: everything in the tenant
 * that the caller may see. Resource Graph knows of a change up to minutes after it was made.
 * A row of another form costs itself only, and so does a subscription that is refused; both are in `unread`. Rejects
 * with FailureError where nothing was answered, for an answer that stays too large, and for pages without an end.
 */
export function queryGraph<T extends v.GenericSchema>(
  clients: Clients,
  text: string,
  row: T,
  subscriptionIds: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Found<v.InferOutput<T>>> {
  return query(
    clients,
    text,
    (value) => parseAnswer(row, value, nameOfRow(value)),
    subscriptionIds,
    signal,
    [],
  );
}

/** `freshTypes` are those of which what the index is late with is laid over its rows: they have the form of resources. */
async function query<T>(
  clients: Clients,
  text: string,
  take: (row: unknown) => T,
  subscriptionIds: readonly string[] | undefined,
  signal: AbortSignal,
  freshTypes: readonly string[],
): Promise<Found<T>> {
  const scopes = subscriptionIds === undefined ? [undefined] : batches(subscriptionIds);
  const ask = (scope: readonly string[] | undefined) => allPages(clients, text, scope, signal);
  const [parts, fresh] = await Promise.all([
    Promise.all(
      scopes.map(async (scope): Promise<Part<unknown>> =>
        scope === undefined ? { rows: await ask(scope), unread: [] } : inParts(scope, ask, signal),
      ),
    ),
    freshRows(clients, freshTypes, subscriptionIds, signal),
  ]);
  const unread = parts.flatMap((part) => part.unread);
  const [first] = unread;
  if (first !== undefined && unread.length === subscriptionIds?.length) throw new FailureError(first.failure);
  const rows = laidOver(
    parts.flatMap((part) => part.rows),
    fresh,
  );
  const found = await eachOf(rows, take, signal);
  return { rows: found.rows, unread: [...unread, ...found.unread] };
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

async function allPages(
  clients: Clients,
  query: string,
  subscriptions: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  const own = signalOfList(signal);
  let top = PAGE_SIZE;
  let skipToken: string | undefined;
  for (;;) {
    const asking = resources(
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
    const page = await asking.catch((error: unknown) => {
      // Half of it is tried until there is nothing to halve; Azure's own words then say how large it was.
      if (!isTooLarge(error) || top === 1) throw error;
      return undefined;
    });
    if (page === undefined) {
      top = Math.floor(top / 2);
      continue;
    }
    for (const row of parseAnswer(v.array(v.unknown()), page.data, 'the result of a Resource Graph query')) {
      rows.push(row);
    }
    skipToken = page.skipToken;
    if (skipToken === undefined || skipToken === '') return rows;
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
