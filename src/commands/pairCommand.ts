import { nameOf } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { observeUnlink } from '../provisioning/teardown/unlink/observeUnlink';
import { pickClusterOf, pickRegistry } from './pick';
import { whileReading, type OperationPorts } from './running';
import { pairOf } from './target';

/**
 * What a command begins with that takes a registry and a cluster apart: the pair, of which is picked what the argument
 * doesn't say, and a way to read who else needs what. Undefined if the user turned away. `verb` as in "Unlink contoso".
 */
export async function beginOnPair(
  argument: unknown,
  store: EstateStore,
  ports: OperationPorts,
  verb: string,
) {
  const given = pairOf(argument);
  const registryId = given.registryId ?? (await pickRegistry(store, verb));
  if (registryId === undefined) return undefined;
  const clusterId =
    given.clusterId ?? (await pickClusterOf(store, `${verb} ${nameOf(registryId)}`, registryId));
  if (clusterId === undefined) return undefined;
  const pair = { registryId, clusterId };
  const title = `${verb} ${nameOf(registryId)} from ${nameOf(clusterId)}`;
  const azure = await ports.azure();
  const { signal } = new AbortController();
  const observe = () =>
    whileReading(`${title}: looking who else needs it`, () =>
      observeUnlink(pair, azure, ports.journal, signal),
    );
  return { pair, title, azure, signal, observe };
}
