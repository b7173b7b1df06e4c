/** What a role assignment lets its holder do with images. */
import { mayLetPull, pullOf, pushGrant, type RegistryRoleMode } from '../../model/roles';
import type { ObservedRoleAssignment } from '../observed/observed';

export interface Grant {
  readonly pull: boolean;
  readonly push: boolean;
  /** A condition decides which repositories. */
  readonly conditional: boolean;
}

/** Undefined for a role that lets neither pull nor push; one of which nobody knows what it permits may let both. */
export function grantOf(
  role: Pick<ObservedRoleAssignment, 'roleId' | 'permissions' | 'condition'>,
  mode: RegistryRoleMode,
): Grant | undefined {
  const { permissions, condition = '' } = role;
  const pull = mayLetPull(role, mode);
  const push =
    permissions === undefined ? pullOf(role, mode) === 'unknown' : pushGrant(permissions, mode) !== 'none';
  return pull || push ? { pull, push, conditional: condition.trim() !== '' } : undefined;
}
