import { t } from '@vscode/l10n';
import type { EstateStore } from '../platform/estateStore';
import type { LinkForm } from './linkForm';
import { pickRegistry } from './pickInEstate';
import { pairOf } from './target';

/** Link to AKS…: opens the form for a registry; the cluster is chosen there unless it is known already. */
export async function linkToCluster(argument: unknown, form: LinkForm, store: EstateStore): Promise<void> {
  const pair = pairOf(argument);
  const registryId = pair.registryId ?? (await pickRegistry(store, t('Link to AKS')));
  if (registryId !== undefined) await form.open({ ...pair, registryId });
}
