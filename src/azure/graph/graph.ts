import type * as v from 'valibot';
import { type Failure, FailureError } from '../../model/failure';
import type { Unread } from '../../provisioning';
import type { Clients } from '../http/clients';
import { parseAnswer } from '../http/parse';
import { failureOf } from '../http/failures';
import { freshOnes, freshRows, keyOf, withoutOld } from './fresh';
import { inParts, type QueryBudget, queryBudget } from './inParts';
import { pagesOf } from './pages';
import { allRolesText, pullRolesText, queryFor } from './queries';
import { eachOf, type Found, joined, nameOfRow, ResourceRows, typedPage } from './resourceRows';
import { types, type Wanted } from './types';

/** The most that Resource Graph takes in one query. */
const MOST_SUBSCRIPTIONS = 1000;

/** Subscriptions (GUIDs) that are asked about, in parts: those of one that is still on its way don't hold up the others. */
export type SubscriptionParts = readonly Promise<readonly string[]>[];

/** All of them at once: for what isn't in one subscription only, and would come with each part. */
function inOne(parts: SubscriptionParts | undefined): SubscriptionParts | undefined {
  return parts && [Promise.all(parts).then((all) => all.flat())];
}

export function partsOf(ids: readonly string[], more?: Promise<readonly string[]>): SubscriptionParts {
  const known = Promise.resolve(ids);
  return more === undefined ? [known] : [known, more];
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
  return askedFor(clients, text, inOne(subscriptions), signal, [types.roleAssignment]);
}

async function askedFor(
  clients: Clients,
  text: string,
  subscriptions: SubscriptionParts | undefined,
  signal: AbortSignal,
  freshTypes: readonly string[],
): Promise<ResourceRows> {
  const take = (page: readonly unknown[]) => typedPage(page, signal);
  return new ResourceRows(await query({ clients, text, take, signal, freshTypes }, subscriptions), signal);
}

/**
 * All rows that a query finds, each in the form that the schema says. Without subscriptions: everything in the tenant
 * that the caller may see. Resource Graph knows of a change up to minutes after it was made.
 * A row of another form costs itself only, and so does a subscription that is refused; both are in `unread`. Rejects
 * with FailureError where nothing was answered, also because it stays too large, and for pages without an end.
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
  const { pages, unread } = await query({ clients, text, take, signal, freshTypes: [] }, subscriptions);
  return joined([{ rows: [], unread }, ...pages]);
}

/** What was made of each page, and what could not be read. */
interface Answered<P> {
  readonly pages: readonly P[];
  readonly unread: readonly Unread[];
}

interface Taken<P> {
  readonly page: P;
  /** Of the rows, where somebody has to know what the index knows. */
  readonly keys: readonly string[];
  readonly lacking: Failure | undefined;
}

interface Query<P> {
  readonly clients: Clients;
  readonly text: string;
  /** Has its turn with each page while the next one is on its way. */
  readonly take: (page: readonly unknown[]) => Promise<P>;
  readonly signal: AbortSignal;
  /** Those of which what the index is late with is laid over its rows: they have the form of resources. */
  readonly freshTypes: readonly string[];
}

async function query<P>(
  asking: Query<P>,
  subscriptions: SubscriptionParts | undefined,
): Promise<Answered<P>> {
  const budget = queryBudget();
  if (subscriptions === undefined) return queryPart(asking, undefined, budget);
  const answers = await Promise.all(
    subscriptions.map(async (given) => {
      const part = await given;
      return { ...(await queryPart(asking, part, budget)), asked: part.length };
    }),
  );
  const refused = answers.flatMap((each) => each.refused);
  const asked = answers.reduce((sum, each) => sum + each.asked, 0);
  const [first] = refused;
  if (first !== undefined && refused.length === asked) throw new FailureError(first.failure);
  const unread = answers.flatMap((each) => each.unread);
  return { pages: answers.flatMap(({ pages }) => pages), unread: [...refused, ...unread] };
}

async function queryPart<P>(
  { clients, text, take, signal, freshTypes }: Query<P>,
  part: readonly string[] | undefined,
  budget: QueryBudget,
): Promise<Answered<P> & { readonly refused: readonly Unread[] }> {
  const reading = freshRows(clients, freshTypes, part, signal);
  const ask = async (scope: readonly string[] | undefined) => {
    const pages: Taken<P>[] = [];
    try {
      for await (const { rows, lacking } of pagesOf(clients, text, scope, signal)) {
        const fresh = await reading;
        const keys = fresh.listed.length === 0 ? [] : rows.map(keyOf);
        pages.push({ page: await take(withoutOld(rows, fresh)), keys, lacking });
      }
    } catch (error) {
      const lacking = failureOf(error, undefined, signal);
      if (pages.length === 0 || !isOfOnePage(lacking)) throw error;
      pages.push({ page: await take([]), keys: [], lacking });
    }
    return pages;
  };
  const asking =
    part === undefined
      ? [ask(undefined).then((rows) => ({ rows, unread: [] }))]
      : batches(part).map((scope) => inParts(scope, ask, budget, signal));
  const [found, fresh] = await Promise.all([Promise.all(asking), reading]);
  const pages = found.flatMap(({ rows }) => rows);
  const late = await take(freshOnes(fresh, new Set(pages.flatMap(({ keys }) => keys))));
  return {
    pages: [...pages.map(({ page }) => page), late],
    refused: found.flatMap((each) => each.unread),
    unread: pages.flatMap(({ lacking }) => (lacking === undefined ? [] : [{ id: '', failure: lacking }])),
  };
}

/** Azure fails at this page, and not because of who asks, about which subscriptions, or over which network. */
function isOfOnePage({ azure }: Failure): boolean {
  return (azure?.status ?? 0) >= 500 || azure?.code === 'ResponsePayloadTooLarge';
}

function batches(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / MOST_SUBSCRIPTIONS);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * MOST_SUBSCRIPTIONS, (index + 1) * MOST_SUBSCRIPTIONS),
  );
}
