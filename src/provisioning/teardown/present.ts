/** What is there now of things that may be deleted: read before a plan is made of it. */
import { idKey, subscriptionOf, subscriptionScope } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import type { Fact, Facts } from '../observed';
import type { Lock, ResourceReader } from '../ports';

export interface Present {
  /** By id: as ARM answers it. */
  readonly resources: Facts<JsonObject>;
  /** By id of a container: ids of what lives in it. */
  readonly contents: Facts<readonly string[]>;
  /** Those of all subscriptions that were looked at. */
  readonly locks: readonly Lock[];
  /** Ids of subscriptions whose locks can't be read: Azure refuses then by itself what a lock forbids. */
  readonly locksUnread: readonly string[];
}

/** Rejects with FailureError when nothing can be said (not signed in, aborted). */
export async function lookAt(
  ids: readonly string[],
  containers: readonly string[],
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Present> {
  const subscriptions = [...new Set([...ids, ...containers].map((id) => idKey(subscriptionOf(id))))];
  const [resources, contents, locks] = await Promise.all([
    each(ids, (id) => reader.read(id, signal)),
    each(containers, (id) => reader.contents(id, signal)),
    each(subscriptions, (id) => reader.locks(subscriptionScope(id), signal)),
  ]);
  return {
    resources,
    contents,
    locks: Object.values(locks).flatMap((fact) => (fact.state === 'known' ? fact.value : [])),
    locksUnread: subscriptions.filter((id) => locks[id]?.state !== 'known'),
  };
}

async function each<T>(ids: readonly string[], read: (id: string) => Promise<Fact<T>>): Promise<Facts<T>> {
  const unique = [...new Map(ids.map((id) => [idKey(id), id])).values()];
  const entries = await Promise.all(unique.map(async (id) => [idKey(id), await read(id)] as const));
  return Object.fromEntries(entries);
}

/** A fact by id; one that nobody has read never passes for absent. */
export function factAt<T>(facts: Facts<T>, id: string): Fact<T> {
  return facts[idKey(id)] ?? { state: 'unreadable', reason: 'It has not been read.' };
}
