import { resources } from '@azure/arm-resourcegraph/api';
import * as v from 'valibot';
import type { Clients } from './clients';
import { parseAnswer } from './parse';

/** The most that Resource Graph takes in one query. */
const MOST_SUBSCRIPTIONS = 1000;
const PAGE_SIZE = 1000;

/**
 * All rows that a query finds, each in the form that the schema says. Without subscriptions: everything in the tenant
 * that the caller may see. Resource Graph knows of a change up to minutes after it was made.
 * Throws FailureError for a row that is different, naming it.
 */
export async function queryGraph<T extends v.GenericSchema>(
  clients: Clients,
  query: string,
  row: T,
  subscriptionIds: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly v.InferOutput<T>[]> {
  const scopes = subscriptionIds === undefined ? [undefined] : batches(subscriptionIds);
  const found = await Promise.all(scopes.map((scope) => allPages(clients, query, row, scope, signal)));
  return found.flat();
}

async function allPages<T extends v.GenericSchema>(
  clients: Clients,
  query: string,
  row: T,
  subscriptions: string[] | undefined,
  signal: AbortSignal,
): Promise<readonly v.InferOutput<T>[]> {
  const rows: v.InferOutput<T>[] = [];
  let skipToken: string | undefined;
  do {
    const page = await resources(
      clients.graph(),
      {
        query,
        ...(subscriptions === undefined ? {} : { subscriptions }),
        options: {
          resultFormat: 'objectArray',
          top: PAGE_SIZE,
          // Otherwise roles that management groups pass down to the subscriptions would be left out.
          ...(query.startsWith('authorizationresources')
            ? { authorizationScopeFilter: 'AtScopeAboveAndBelow' as const }
            : {}),
          ...(skipToken === undefined ? {} : { skipToken }),
        },
      },
      { abortSignal: signal },
    );
    const data = parseAnswer(v.array(v.unknown()), page.data, 'the result of a Resource Graph query');
    for (const value of data) rows.push(parseAnswer(row, value, nameOfRow(value)));
    skipToken = page.skipToken;
  } while (skipToken !== undefined && skipToken !== '');
  return rows;
}

function nameOfRow(row: unknown): string {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined;
  return typeof id === 'string' ? id : 'a row without an id';
}

function batches(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / MOST_SUBSCRIPTIONS);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * MOST_SUBSCRIPTIONS, (index + 1) * MOST_SUBSCRIPTIONS),
  );
}
