import { t } from '@vscode/l10n';
import { nameOf } from '../model/armId';
import { notify } from '../platform/ask';
import type { EstateStore } from '../platform/estateStore';
import type { Explorer } from '../views/explorer/explorer';
import { pickResource } from './pickInEstate';

/** Find Registry or Cluster…: selects what the user picks in the tree, in whatever subscription it is. */
export async function findResource(store: EstateStore, explorer: Pick<Explorer, 'reveal'>): Promise<void> {
  const id = await pickResource(store, t('Find Registry or Cluster'));
  if (id === undefined || (await explorer.reveal(id))) return;
  void notify('warning', t`${nameOf(id)} is no longer in the tree. Refresh the tree, then search again.`);
}
