import { t } from '@vscode/l10n';
import { idKey } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { choosePairFromCluster } from './choosePair';
import type { RecentImages } from './importImage';
import { textOf } from './target';

/** What opens the panel; see VerifyPanels. */
export interface VerifyOpener {
  open(start: { readonly registryId: string; readonly clusterId: string; readonly image?: string }): void;
}

/**
 * Shows the panel that asks a cluster's nodes to pull. What the argument says isn't asked for: a node of the tree, or
 * `registryId`, `clusterId` and `image` (`repository:tag`), which is the one just imported if it says none. Nothing is sent
 * before the user runs it there.
 */
export async function verifyFromInside(
  argument: unknown,
  panels: VerifyOpener,
  store: EstateStore,
  imported: RecentImages,
): Promise<void> {
  const pair = await choosePairFromCluster(argument, store, t('Verify from inside the cluster'));
  if (pair === undefined) return;
  const image = textOf(argument, 'image') ?? imported.get(idKey(pair.registryId));
  panels.open({ ...pair, ...(image === undefined ? {} : { image }) });
}
