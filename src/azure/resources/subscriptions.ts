import { list } from '@azure/arm-resources-subscriptions/api/subscriptions';
import type { Subscription } from '../../provisioning';
import type { Clients } from '../http/clients';
import { listOf } from '../http/reading';

/** Subscriptions that are in use, by name. */
export async function readSubscriptions(
  clients: Clients,
  signal: AbortSignal,
): Promise<readonly Subscription[]> {
  const found = await listOf(clients.subscriptions(), list, signal);
  return found
    .filter(({ state }) => state !== 'Disabled' && state !== 'Deleted')
    .flatMap(({ subscriptionId: id, displayName, tenantId = '' }) =>
      id === undefined ? [] : [{ id, name: displayName ?? id, tenantId }],
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}
