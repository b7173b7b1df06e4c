/** What Resource Manager says of things of which Resource Graph may tell an older state. */
import { idKey, sameId, subscriptionOf, subscriptionScope } from '../../model/armId';
import { apiVersions } from '../../model/apiVersions';
import type { JsonObject } from '../../model/json';
import { CONTAINER_SERVICE_VERSION, readResource } from '../resources/resource';
import type { Clients } from '../http/clients';
import { failureOf } from '../http/failures';
import { isJsonObject } from '../http/json';
import { listJson } from '../http/reading';
import { types } from './types';

/** In so few subscriptions registries and clusters are listed as well: two requests each, beside the queries. */
const FEW_SUBSCRIPTIONS = 10;

const listed = [
  { type: types.registry, apiVersion: apiVersions.registry },
  { type: types.cluster, apiVersion: CONTAINER_SERVICE_VERSION },
];

export interface Fresh {
  /** By key of the id: as it is now, undefined where it is no more. */
  readonly read: ReadonlyMap<string, JsonObject | undefined>;
  /** Listed by Resource Manager: to be added where the index lacks them. */
  readonly listed: readonly JsonObject[];
}

/**
 * What is of the types, in the subscriptions if any are given, and was written lately: read by its id. Where subscriptions
 * are given also what was only read lately and, where they are few, all registries and clusters in them, whoever made
 * them. What can't be read is left as the index tells it; rejects only when aborted.
 */
export async function freshRows(
  clients: Clients,
  ofTypes: readonly string[],
  subscriptionIds: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Fresh> {
  const ids = clients.recent
    .ids({ read: subscriptionIds !== undefined })
    .filter((id) => ofTypes.some((type) => sameId(typeOf(id), type)))
    .filter((id) => subscriptionIds?.some((one) => sameId(one, subscriptionOf(id))) ?? true);
  const few =
    subscriptionIds === undefined || subscriptionIds.length > FEW_SUBSCRIPTIONS ? [] : subscriptionIds;
  const lists = listed.filter(({ type }) => ofTypes.some((one) => sameId(one, type)));
  const [read, found] = await Promise.all([
    Promise.all(ids.map((id) => readNow(clients, id, signal))),
    Promise.all(few.flatMap((id) => lists.map((list) => listNow(clients, id, list, signal)))),
  ]);
  return { read: new Map(read.flat()), listed: found.flat() };
}

/** Rows of the index but those that are old. */
export function withoutOld(rows: readonly unknown[], { read }: Fresh): readonly unknown[] {
  return read.size === 0 ? rows : rows.filter((row) => !read.has(keyOf(row)));
}

/** What is fresh in place of what is old, and what the index, which knows of these keys, doesn't know yet. */
export function freshOnes({ read, listed: all }: Fresh, known: ReadonlySet<string>): readonly unknown[] {
  return [
    ...[...read.values()].filter((one) => one !== undefined),
    ...all.filter((one) => !known.has(keyOf(one)) && !read.has(keyOf(one))),
  ];
}

/** Empty for a row without an id. */
export function keyOf(row: unknown): string {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined;
  return typeof id === 'string' ? idKey(id) : '';
}

async function readNow(
  clients: Clients,
  id: string,
  signal: AbortSignal,
): Promise<readonly (readonly [string, JsonObject | undefined])[]> {
  try {
    const resource = await readResource(clients, id, signal);
    return [[idKey(id), { ...resource, type: typeOf(id) }]];
  } catch (error) {
    signal.throwIfAborted();
    return failureOf(error, id).azure?.status === 404 ? [[idKey(id), undefined]] : [];
  }
}

async function listNow(
  clients: Clients,
  subscriptionId: string,
  { type, apiVersion }: (typeof listed)[number],
  signal: AbortSignal,
): Promise<readonly JsonObject[]> {
  const path = `${subscriptionScope(subscriptionId)}/providers/${type}`;
  try {
    const items = await listJson(clients.of(`${path}/any`), path, apiVersion, signal);
    return items.filter(isJsonObject).map((item) => ({ ...item, type }));
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

/** Of a role assignment and the like: their own type, not that of the resource that they are at. */
function typeOf(id: string): string {
  const [, provider = '', path = ''] = /.*\/providers\/([^/]+)\/(.+)$/i.exec(id) ?? [];
  return [provider, ...path.split('/').filter((_, index) => index % 2 === 0)].join('/');
}
