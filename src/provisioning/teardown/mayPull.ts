import { sameId } from '../../model/armId';
import { pullGrant } from '../../model/roles';
import { factOf } from '../observed/lookup';
import type { Neighbours, Observed, ObservedRegistry } from '../observed/observed';

/** Whether a cluster near a registry may pull from it, or AKS for it; where its roles can't be read, it may. */
export function mayPull(
  { id, kubeletObjectId, bootstrapRegistryId }: Neighbours['clusters'][number],
  { roleAssignments }: Pick<Observed, 'roleAssignments'>,
  { id: registryId, roleAssignmentMode }: Pick<ObservedRegistry, 'id' | 'roleAssignmentMode'>,
): boolean {
  if (sameId(bootstrapRegistryId, registryId)) return true;
  const assignments = factOf(roleAssignments, id);
  if (assignments.state !== 'known')
    return assignments.state === 'unreadable' && kubeletObjectId !== undefined;
  return assignments.value.some(
    ({ permissions, condition }) => pullGrant(permissions, roleAssignmentMode, condition) !== 'none',
  );
}
