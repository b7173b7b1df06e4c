import { viewIds } from '../contributions';
import { subscriptionKeyOf } from '../model/armId';
import { whileShownIn } from '../platform/ask';
import type { EstateStore } from '../platform/estateStore';
import { textOf } from './target';

/** Refresh: the subscription that a node is in, everything for the tree itself. Rejects with FailureError. */
export async function refresh(
  argument: unknown,
  store: Pick<EstateStore, 'refresh' | 'refreshSubscription'>,
): Promise<void> {
  const subscriptionId = subscriptionKeyOf(textOf(argument, 'resourceId') ?? '');
  if (subscriptionId === '') {
    store.refresh();
    return;
  }
  await whileShownIn(viewIds.explorer, () => store.refreshSubscription(subscriptionId));
}
