import { t } from '@vscode/l10n';
import type { EstateStore } from '../platform/estateStore';
import { choosePair } from './choosePair';
import type { OperationPage } from './operationPage';

/** Detach…: opens the page that takes away the pull role which a cluster has on the registry itself. */
export async function detach(argument: unknown, store: EstateStore, page: OperationPage): Promise<void> {
  const pair = await choosePair(argument, store, t('Detach'));
  if (pair !== undefined) page.open({ kind: 'detach', spec: { ...pair, ticked: [] } });
}
