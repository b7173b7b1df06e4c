import { t } from '@vscode/l10n';
import type { EstateStore } from '../platform/estateStore';
import type { DiagnoseOpener } from './diagnose';
import { pickCluster } from './pickInEstate';
import { pairOf } from './target';

/**
 * Opens the diagnosis of a cluster where its pods that fail to pull can be found. Asks for the cluster where the argument
 * says none. Nothing is run before the user says so there.
 */
export async function findFailingPulls(
  argument: unknown,
  panels: DiagnoseOpener,
  store: EstateStore,
): Promise<void> {
  const clusterId = pairOf(argument).clusterId ?? (await pickCluster(store, t('Find Failing Pulls')));
  if (clusterId !== undefined) panels.open({ clusterId, forPods: true });
}
