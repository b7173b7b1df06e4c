import { subscriptionScope } from '../../model/armId';
import type { Failure } from '../../model/failure';
import type { Unread } from '../../provisioning';
import { failureOf } from '../http/failures';

/** What was answered for some of the subscriptions, and those that were refused. */
export interface Part<T> {
  readonly rows: readonly T[];
  readonly unread: readonly Unread[];
}

/** The most queries that looking for refused subscriptions may cost: a user has some fifteen in five seconds. */
const MOST_QUERIES = 40;

/** How many of them a query has still, in all its parts. */
export interface QueryBudget {
  left: number;
}

export function queryBudget(): QueryBudget {
  return { left: MOST_QUERIES };
}

/**
 * Asks about the subscriptions (GUIDs), all in one where nothing is refused. Resource Graph mostly leaves out what the
 * caller may not see, but refuses a query as a whole for one subscription that it doesn't find in the tenant, or may not
 * read: that one is found and left out, so that it costs itself only, as long as the budget allows. Rejects with whatever
 * else `ask` rejects with.
 */
export async function inParts<T>(
  subscriptionIds: readonly string[],
  ask: (subscriptionIds: readonly string[]) => Promise<readonly T[]>,
  budget: QueryBudget,
  signal: AbortSignal,
): Promise<Part<T>> {
  const rows: T[] = [];
  const unread: Unread[] = [];
  const open: (readonly string[])[] = [subscriptionIds];
  for (let part = open.shift(); part !== undefined; part = open.shift()) {
    try {
      for (const row of await ask(part)) rows.push(row);
    } catch (error) {
      const failure = failureOf(error, undefined, signal);
      if (!isRefusal(failure)) throw error;
      const named = part.filter((id) => isNamed(id, failure));
      // What is left goes on whole where it is known who was meant, else in halves.
      const rest = named.length > 0 ? part.filter((id) => !named.includes(id)) : part;
      const size = named.length > 0 ? rest.length : Math.ceil(rest.length / 2);
      const next = [rest.slice(0, size), rest.slice(size)].filter(({ length }) => length > 0);
      const goesOn = part.length > 1 && next.length > 0 && budget.left >= next.length;
      for (const id of goesOn ? named : part) unread.push({ id: subscriptionScope(id), failure });
      if (!goesOn) continue;
      budget.left -= next.length;
      open.push(...next);
    }
  }
  return { rows, unread };
}

function isRefusal({ azure }: Failure): boolean {
  const { status, code = '' } = azure ?? {};
  return status === 403 || status === 404 || (status === 400 && /subscription/i.test(code));
}

function isNamed(subscriptionId: string, { azure }: Failure): boolean {
  return azure?.message.toLowerCase().includes(subscriptionId.toLowerCase()) ?? false;
}
