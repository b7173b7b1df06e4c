import { list } from '@azure/arm-resources/api/resourceGroups';
import type { ObservedResourceGroup } from '../../provisioning';
import type { Clients } from '../http/clients';
import { listOf } from '../http/reading';

/** See Azure.listResourceGroups. */
export async function listResourceGroups(
  clients: Clients,
  subscriptionId: string,
  signal: AbortSignal,
): Promise<readonly ObservedResourceGroup[]> {
  const found = await listOf(clients.resources(subscriptionId), list, signal);
  return found
    .flatMap(({ id, location }) => (id === undefined ? [] : [{ id, location }]))
    .sort((a, b) => a.id.localeCompare(b.id));
}
