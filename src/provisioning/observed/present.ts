/** What is there now of things that may be deleted: read before a plan is made of it. */
import { distinctIds, idKey, subscriptionOf, subscriptionScope } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import type { Fact, Facts } from './observed';
import { knownValues } from './lookup';
import type { ResourceReader } from '../ports';
import type { Lock } from './rights';
import { targetsOf } from './endpoint';

export interface Present {
  /** By id: as ARM answers it. */
  readonly resources: Facts<JsonObject>;
  /** By id of a container: ids of what lives in it. */
  readonly contents: Facts<readonly string[]>;
  /**
   * Those of the subscriptions of what was looked at, and of the registries that endpoints lead to; where they can't be
   * read, Azure refuses by itself what a lock forbids.
   */
  readonly locks: readonly Lock[];
}

/** Rejects with FailureError when nothing can be said (not signed in, aborted). */
export async function lookAt(
  ids: readonly string[],
  containers: readonly string[],
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Present> {
  const near = subscriptionsOf([...ids, ...containers]);
  const locksIn = (subscriptions: readonly string[]) =>
    each(subscriptions, (id) => reader.locks(subscriptionScope(id), signal));
  const [resources, contents, locks] = await Promise.all([
    each(ids, (id) => reader.read(id, signal)),
    contentsOf(containers, reader, signal),
    locksIn(near),
  ]);
  const far = subscriptionsOf(knownValues(resources).flatMap(targetsOf)).filter((id) => !near.includes(id));
  const further = await locksIn(far);
  return { resources, contents, locks: [...knownValues(locks), ...knownValues(further)].flat() };
}

/** What lives in each of the containers. Rejects like `lookAt`. */
export function contentsOf(
  containers: readonly string[],
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Facts<readonly string[]>> {
  return each(containers, (id) => reader.contents(id, signal));
}

function subscriptionsOf(ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => idKey(subscriptionOf(id))))];
}

async function each<T>(ids: readonly string[], read: (id: string) => Promise<Fact<T>>): Promise<Facts<T>> {
  const entries = distinctIds(ids).map(async (id) => [idKey(id), await read(id)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
