import { pullGrant } from '../../model/roles';
import { factOf } from '../observed/lookup';
import type { Neighbours, Observed, ObservedRegistry } from '../observed/observed';

/** Whether a cluster near a registry may pull from it; where its roles can't be read, it may. */
export function mayPull(
  { id, kubeletObjectId }: Neighbours['clusters'][number],
  { roleAssignments }: Pick<Observed, 'roleAssignments'>,
  { roleAssignmentMode }: Pick<ObservedRegistry, 'roleAssignmentMode'>,
): boolean {
  const assignments = factOf(roleAssignments, id);
  if (assignments.state !== 'known')
    return assignments.state === 'unreadable' && kubeletObjectId !== undefined;
  return assignments.value.some(
    ({ permissions, condition }) => pullGrant(permissions, roleAssignmentMode, condition) !== 'none',
  );
}
