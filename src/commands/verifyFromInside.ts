import type { EstateStore } from '../platform/estateStore';
import { pickCluster, pickClusterOf, pickRegistry } from './pick';
import { pairOf, textOf } from './target';

const title = 'Verify from inside the cluster';

/** What opens the panel; see VerifyPanels. */
export interface VerifyOpener {
  open(start: { readonly registryId: string; readonly clusterId: string; readonly image?: string }): void;
}

/**
 * Shows the panel that asks a cluster's nodes to pull. What the argument says isn't asked for: a node of the tree, or
 * `registryId`, `clusterId` and `image` (`repository:tag`). Nothing is sent before the user runs it there.
 */
export async function verifyFromInside(
  argument: unknown,
  panels: VerifyOpener,
  store: EstateStore,
): Promise<void> {
  const given = pairOf(argument);
  const clusterId =
    given.clusterId ??
    (await (given.registryId === undefined
      ? pickCluster(store, title)
      : pickClusterOf(store, title, given.registryId)));
  if (clusterId === undefined) return;
  const registryId = given.registryId ?? (await pickRegistry(store, title));
  if (registryId === undefined) return;
  const image = textOf(argument, 'image');
  panels.open({ registryId, clusterId, ...(image === undefined ? {} : { image }) });
}
