import { sameId } from '../model/armId';
import { notFound } from '../platform/estateGaps';
import type { EstateStore } from '../platform/estateStore';
import type { ObservedRegistry } from '../provisioning';

/** Login server of a visible registry; throws a FailureError for another. */
export async function loginServerOf(registryId: string, store: EstateStore): Promise<string> {
  return (await registryOf(registryId, store)).loginServer;
}

/** A visible registry as the tree knows it; throws a FailureError for another. */
export async function registryOf(registryId: string, store: EstateStore): Promise<ObservedRegistry> {
  const { inventory } = await store.get();
  const registry = inventory.registries.find(({ id }) => sameId(id, registryId));
  if (registry !== undefined) return registry;
  throw notFound(inventory, registryId);
}
