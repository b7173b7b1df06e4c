import type { Subscription as Item } from '@azure/arm-resources-subscriptions';
import * as v from 'valibot';
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

const text = v.fallback(v.nullish(v.string()), undefined);
/** The SDK gives what Azure answers as it comes. */
const subscription = v.object({ subscriptionId: text, displayName: text, tenantId: text, state: text });

function subscriptionsOf(items: readonly Item[]): readonly Subscription[] {
  const found = items.flatMap((item) => {
    const parsed = v.safeParse(subscription, item);
    const { subscriptionId: id, displayName, tenantId, state } = parsed.success ? parsed.output : {};
    if (!id || state === 'Deleted') return [];
    const isDisabled = state === 'Disabled' && { disabled: true as const };
    return [{ id, name: displayName ?? id, tenantId: tenantId ?? '', ...isDisabled }];
  });
  // A list that changes while it is read may have one twice.
  return [...new Map(found.map((one) => [one.id.toLowerCase(), one])).values()].sort((a, b) =>
    a.name.localeCompare(b.name),
  );
}
