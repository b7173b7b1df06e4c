import type { EstateStore } from '../platform/estateStore';
import type { SavedDiagnose } from '../views/diagnose/protocol';
import { pickCluster, pickClusterOf, pickRegistry } from './pick';
import { pairOf } from './target';

const title = 'Diagnose';

/** What opens the panel; see DiagnosePanels. */
export interface DiagnoseOpener {
  open(start: SavedDiagnose): void;
}

/**
 * Shows why a cluster can't pull from a registry, and what repairs it. What the argument says isn't asked for: a node of the
 * tree, or `registryId` and `clusterId`. Only reads.
 */
export async function diagnose(argument: unknown, panels: DiagnoseOpener, store: EstateStore): Promise<void> {
  const given = pairOf(argument);
  const clusterId =
    given.clusterId ??
    (await (given.registryId === undefined
      ? pickCluster(store, title)
      : pickClusterOf(store, title, given.registryId)));
  if (clusterId === undefined) return;
  const registryId = given.registryId ?? (await pickRegistry(store, title));
  if (registryId !== undefined) panels.open({ registryId, clusterId });
}
