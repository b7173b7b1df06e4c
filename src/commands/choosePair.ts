import { nameOf } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { pickClusterOf, pickRegistry } from './pick';
import { pairOf } from './target';

/**
 * The registry and the cluster that a command takes apart: what the argument doesn't say is picked. Undefined if the user
 * turned away. `verb` as in "Unlink contoso".
 */
export async function choosePair(
  argument: unknown,
  store: EstateStore,
  verb: string,
): Promise<{ readonly registryId: string; readonly clusterId: string } | undefined> {
  const given = pairOf(argument);
  const registryId = given.registryId ?? (await pickRegistry(store, verb));
  if (registryId === undefined) return undefined;
  const clusterId =
    given.clusterId ?? (await pickClusterOf(store, `${verb} ${nameOf(registryId)}`, registryId));
  return clusterId === undefined ? undefined : { registryId, clusterId };
}
