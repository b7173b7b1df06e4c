import type { Subscription as Item } from '@azure/arm-resources-subscriptions';
import { list } from '@azure/arm-resources-subscriptions/api/subscriptions';
import type { Subscription } from '../../provisioning';
import type { Clients } from '../http/clients';
import { listOf } from '../http/reading';

/**
 * Subscriptions that there are, by name; those that are disabled are said to be, those that are deleted left out. `onFirst` is
 * told of those on the first page of the list.
 */
export async function readSubscriptions(
  clients: Clients,
  signal: AbortSignal,
  onFirst?: (first: readonly Subscription[]) => void,
): Promise<readonly Subscription[]> {
  return subscriptionsOf(
    await listOf(
      clients.subscriptions(),
      list,
      signal,
      onFirst &&
        ((items) => {
          onFirst(subscriptionsOf(items));
        }),
    ),
  );
}

function subscriptionsOf(items: readonly Item[]): readonly Subscription[] {
  return items
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
