import { t } from '@vscode/l10n';
import type { EstateStore } from '../platform/estateStore';
import type { LinkForm } from './linkForm';
import { pickCluster } from './pickInEstate';
import { pairOf } from './target';

/** Link to Registry…: opens the form for a cluster; the registry is chosen there unless it is known already. */
export async function linkToRegistry(argument: unknown, form: LinkForm, store: EstateStore): Promise<void> {
  const pair = pairOf(argument);
  const clusterId = pair.clusterId ?? (await pickCluster(store, t('Link to Registry')));
  if (clusterId !== undefined) await form.open({ ...pair, clusterId });
}
