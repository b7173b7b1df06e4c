import { t } from '@vscode/l10n';
import type { EstateStore } from '../platform/estateStore';
import type { Documents } from '../platform/documents';
import { pickResource } from './pickInEstate';
import { resourceIdOf } from './target';

/** Shows the resource as Azure answers it, as read-only JSON. */
export async function viewProperties(
  argument: unknown,
  store: EstateStore,
  documents: Documents,
): Promise<void> {
  const id = resourceIdOf(argument) ?? (await pickResource(store, t('View Properties')));
  if (id !== undefined) await documents.showResource(id);
}
