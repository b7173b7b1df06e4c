/** Both ends of a pair: what the argument of a command doesn't say is picked. */
import { nameOf, type Pair } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { pickCluster, pickClusterOf, pickRegistry } from './pickInEstate';
import { pairOf } from './target';

/** For what is done at a registry, which is asked for first. Undefined if the user turned away. `verb` as in "Unlink contoso". */
export async function choosePair(
  argument: unknown,
  store: EstateStore,
  verb: string,
): Promise<Pair | undefined> {
  const given = pairOf(argument);
  const registryId = given.registryId ?? (await pickRegistry(store, verb));
  if (registryId === undefined) return undefined;
  const clusterId =
    given.clusterId ?? (await pickClusterOf(store, `${verb} ${nameOf(registryId)}`, registryId));
  return clusterId === undefined ? undefined : { registryId, clusterId };
}

/** For what is seen from a cluster, which is asked for first. Undefined if the user turned away. */
export async function choosePairFromCluster(
  argument: unknown,
  store: EstateStore,
  title: string,
): Promise<Pair | undefined> {
  const given = pairOf(argument);
  const clusterId =
    given.clusterId ??
    (await (given.registryId === undefined
      ? pickCluster(store, title)
      : pickClusterOf(store, title, given.registryId)));
  if (clusterId === undefined) return undefined;
  const registryId = given.registryId ?? (await pickRegistry(store, title));
  return registryId === undefined ? undefined : { registryId, clusterId };
}
