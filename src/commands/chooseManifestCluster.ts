import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EstateStore } from '../platform/estateStore';
import { saveManifestCluster } from '../platform/manifestSettings';
import { pickCluster } from './pickInEstate';
import { pairOf } from './target';

const none = { label: t('No cluster'), detail: t('Images aren’t checked for a link'), value: '' };

/** Saves which cluster the manifests are for. The argument may name it by `clusterId`. */
export async function chooseManifestCluster(argument: unknown, store: EstateStore): Promise<void> {
  const file = vscode.window.activeTextEditor?.document.uri;
  const chosen =
    pairOf(argument).clusterId ?? (await pickCluster(store, t('Choose Cluster for Manifests'), [none]));
  if (chosen !== undefined) await saveManifestCluster(chosen === '' ? undefined : chosen, file);
}
