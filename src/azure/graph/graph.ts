import { resources } from '@azure/arm-resourcegraph/api';
import * as v from 'valibot';
import { sameId } from '../../model/armId';
import type { Clients } from '../http/clients';
import { signalOfList } from '../http/lists';
import { roleAssignmentRow } from './graphRows';
import { parseAnswer } from '../http/parse';

/** The most that Resource Graph takes in one query. */
const MOST_SUBSCRIPTIONS = 1000;
const PAGE_SIZE = 1000;

/** Rows of several types that were asked for in one query. */
export class ResourceRows {
  constructor(private readonly rows: readonly v.InferOutput<typeof typedRow>[]) {}

  /** Throws FailureError for a row that is different from the schema, naming it. */
  of<T extends v.GenericSchema>(type: string, row: T): readonly v.InferOutput<T>[] {
    return this.rows.filter((one) => sameId(one.type, type)).map((one) => parseAnswer(row, one, one.id));
  }
}

const typedRow = v.looseObject({ id: v.string(), type: v.string() });

/**
 * Resources of the given types, in one query: Resource Graph grants a user some fifteen queries in five seconds.
 * See queryGraph for the rest.
 */
export async function queryResources(
  clients: Clients,
  types: readonly string[],
  subscriptionIds: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<ResourceRows> {
  const list = types.map((type) => `'${type.toLowerCase()}'`).join(', ');
  const query = `resources | where type in~ (${list}) | project id, name, type, location, sku, properties`;
  return new ResourceRows(await queryGraph(clients, query, typedRow, subscriptionIds, signal));
}

/** Role assignments at, above and below the subscriptions. See queryGraph for the rest. */
export function queryRoleAssignments(
  clients: Clients,
  subscriptionIds: readonly string[] | undefined,
  signal: AbortSignal,
) {
  const query =
    "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | project id, properties";
  return queryGraph(clients, query, roleAssignmentRow, subscriptionIds, signal);
}

/**
 * All rows that a query finds, each in the form that the schema says. Without subscriptions: everything in the tenant
 * that the caller may see. Resource Graph knows of a change up to minutes after it was made.
 * Throws FailureError for a row that is different, naming it, and for pages without an end.
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
  const own = signalOfList(signal);
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
      { abortSignal: own },
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
