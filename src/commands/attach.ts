import { t } from '@vscode/l10n';
import { nameOf } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import type { OperationPage } from './operationPage';
import { pickClusters, pickRegistry } from './pickInEstate';
import { pairOf } from './target';

/**
 * Attach (AcrPull only)…: opens the page that gives clusters the pull role on a registry which they reach over its public
 * address. The argument may name `registryId` and `clusterId`.
 */
export async function attach(argument: unknown, store: EstateStore, page: OperationPage): Promise<void> {
  const given = pairOf(argument);
  const registryId = given.registryId ?? (await pickRegistry(store, t('Attach')));
  if (registryId === undefined) return;
  const clusterIds =
    given.clusterId === undefined
      ? await pickClusters(store, t`Attach ${nameOf(registryId)}`)
      : [given.clusterId];
  if (clusterIds === undefined) return;
  const links = clusterIds.map((clusterId) => ({ clusterId, access: { mode: 'public' } }) as const);
  page.open({ kind: 'link', spec: { schemaVersion: 2, registryId, links, tags: {} } });
}
