import { t } from '@vscode/l10n';
import { sameId } from '../model/armId';
import { FailureError } from '../model/failure';
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
  throw new FailureError({
    code: 'manifests.noRegistry',
    kind: 'user',
    message: t('The registry isn’t in the selected subscriptions.'),
    nextAction: t('Select its subscription, or refresh. Azure Resource Graph can be a few minutes behind.'),
    resourceId: registryId,
  });
}
