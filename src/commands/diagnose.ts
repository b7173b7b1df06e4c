import type { EstateStore } from '../platform/estateStore';
import type { SavedDiagnose } from '../views/diagnose/protocol';
import { choosePairFromCluster } from './choosePair';

/** What opens the panel; see DiagnosePanels. */
export interface DiagnoseOpener {
  open(start: SavedDiagnose): void;
}

/**
 * Shows why a cluster can't pull from a registry, and what repairs it. What the argument says isn't asked for: a node of the
 * tree, or `registryId` and `clusterId`. Only reads.
 */
export async function diagnose(argument: unknown, panels: DiagnoseOpener, store: EstateStore): Promise<void> {
  const pair = await choosePairFromCluster(argument, store, 'Diagnose');
  if (pair !== undefined) panels.open(pair);
}
