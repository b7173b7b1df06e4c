import { idKey } from '../../model/armId';
import { isGuid } from '../../model/guid';
import type { AzureObserver, GrantReader, JournalStorage, PullersReader, ResourceReader } from '../ports';
import { observeUnlink, type UnlinkObserved } from '../unlinking/observeUnlink';

/**
 * Reads what a detaching depends on: the link, and every role that the kubelet identity has on the registry, also as a
 * member of groups, because then it goes on pulling. Rejects with FailureError when nothing can be said.
 */
export async function observeDetach(
  pair: { readonly registryId: string; readonly clusterId: string },
  azure: AzureObserver & ResourceReader & PullersReader & Pick<GrantReader, 'observeGrant'>,
  journals: JournalStorage,
  signal: AbortSignal,
): Promise<UnlinkObserved> {
  const found = await observeUnlink(pair, azure, journals, signal);
  const objectId = found.link?.cluster.kubeletIdentity?.objectId;
  if (objectId === undefined || !isGuid(objectId)) return found;
  const { assignments } = await azure.observeGrant(pair.registryId, objectId, signal);
  const { observed } = found;
  const roleAssignments = { ...observed.roleAssignments, [idKey(pair.clusterId)]: assignments };
  return { ...found, observed: { ...observed, roleAssignments } };
}
