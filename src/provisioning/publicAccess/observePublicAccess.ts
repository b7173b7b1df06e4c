import { sameId } from '../../model/armId';
import { known } from '../observed/lookup';
import type { AzureObserver, PullersReader, ResourceReader } from '../ports';
import type { ObservedPullers, PublicAccessObserved } from '../observed/observedPullers';

/**
 * Reads who reaches a registry, and by which way. Rejects with FailureError when nothing can be said (not signed in, no
 * network, aborted).
 */
export async function observePublicAccess(
  registryId: string,
  azure: AzureObserver & ResourceReader & PullersReader,
  signal: AbortSignal,
): Promise<PublicAccessObserved> {
  const [settings, pullers] = await Promise.all([
    azure.read(registryId, signal),
    azure.readPullers(registryId, signal),
  ]);
  const link = await azure.observe({ registryId, clusterIds: candidates(registryId, pullers) }, signal);
  return { settings, pullers, link };
}

/**
 * Clusters whose identity has any role at the registry, by itself or as a member of a group, and those whose nodes AKS
 * starts from there.
 */
function candidates(registryId: string, pullers: ObservedPullers): string[] {
  const assignments = known(pullers.assignments) ?? [];
  return (known(pullers.clusters) ?? [])
    .filter(
      ({ kubeletObjectId, groupAssignmentIds, bootstrapRegistryId }) =>
        sameId(bootstrapRegistryId, registryId) ||
        groupAssignmentIds.length > 0 ||
        assignments.some(({ principalId }) => sameId(principalId, kubeletObjectId)),
    )
    .map(({ id }) => id);
}
