import { list } from '@azure/arm-resources-subscriptions/api/subscriptions';
import type { Subscription } from '../../provisioning';
import type { Clients } from '../http/clients';
import { listOf } from '../http/reading';

/** Subscriptions that there are, by name; those that are disabled are said to be, those that are deleted left out. */
export async function readSubscriptions(
  clients: Clients,
  signal: AbortSignal,
): Promise<readonly Subscription[]> {
  const found = await listOf(clients.subscriptions(), list, signal);
  return found
    .filter(({ state }) => state !== 'Deleted')
    .flatMap(({ subscriptionId: id, displayName, tenantId = '', state }) =>
      id === undefined
        ? []
        : [
            {
              id,
              name: displayName ?? id,
              tenantId,
              ...(state === 'Disabled' && { disabled: true as const }),
            },
          ],
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}
