/** Whether a cluster near a registry may pull from it. What nobody knows counts as pulling: no pull is lost on a guess. */
import { idKey, sameId } from '../../model/armId';
import { mayLetPull } from '../../model/roles';
import { known } from './lookup';
import type { Neighbours, Observed } from './observed';

type Puller = Pick<Neighbours['clusters'][number], 'id' | 'kubeletObjectId' | 'bootstrapRegistryId'>;

/** Who may pull from a registry, as far as the role assignments of everybody tell. */
type SeenPullers = Pick<Neighbours, 'pullPrincipals' | 'othersPull'> & { readonly anonymousPull?: boolean };

/** Whether a visible cluster may pull from the observation's registry: by its roles where they were read, else as seen. */
export function mayPull(cluster: Puller, observed: Observed): boolean {
  const { registry, roleAssignments } = observed;
  // Nobody pulls from a registry that is not there.
  if (registry.state === 'absent') return false;
  if (registry.state === 'unreadable' || registry.value.anonymousPull === true) return true;
  // AKS itself does, for what a node starts with.
  if (sameId(cluster.bootstrapRegistryId, registry.value.id)) return true;
  const { roleAssignmentMode: mode } = registry.value;
  const roles = roleAssignments[idKey(cluster.id)];
  if (roles?.state === 'known') return roles.value.some((role) => mayLetPull(role, mode));
  if (roles?.state === 'absent') return false;
  // Those of a service principal never can be read.
  if (roles !== undefined && cluster.kubeletObjectId !== undefined) return true;
  return isSeenToPull(cluster, known(observed.neighbours) ?? {});
}

/** The same for any registry by roles alone, of which is known who has roles on it. */
export function isSeenToPull(
  { kubeletObjectId }: Puller,
  { pullPrincipals, othersPull, anonymousPull }: SeenPullers,
): boolean {
  if (anonymousPull === true || pullPrincipals === undefined) return true;
  return kubeletObjectId === undefined
    ? othersPull === true
    : pullPrincipals.some((principal) => sameId(principal, kubeletObjectId));
}
