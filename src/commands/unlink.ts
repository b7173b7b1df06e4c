import { t } from '@vscode/l10n';
import type { EstateStore } from '../platform/estateStore';
import { choosePair } from './choosePair';
import type { OperationPage } from './operationPage';

/** Unlink…: opens the page on which what goes of a link is chosen. */
export async function unlink(argument: unknown, store: EstateStore, page: OperationPage): Promise<void> {
  const pair = await choosePair(argument, store, t('Unlink'));
  if (pair !== undefined) page.open({ kind: 'unlink', spec: { ...pair, ticked: [] } });
}
