/** What a role assignment lets its holder do with images. */
import { pullGrant, pushGrant, type RegistryRoleMode } from '../../model/roles';
import type { ObservedRoleAssignment } from '../observed/observed';

export interface Grant {
  readonly pull: boolean;
  readonly push: boolean;
  /** A condition decides which repositories. */
  readonly conditional: boolean;
}

/** Undefined for a role that lets neither pull nor push; judged by its permissions, so that custom roles count. */
export function grantOf(
  { permissions, condition = '' }: Pick<ObservedRoleAssignment, 'permissions' | 'condition'>,
  mode: RegistryRoleMode,
): Grant | undefined {
  const pull = pullGrant(permissions, mode) !== 'none';
  const push = pushGrant(permissions, mode) !== 'none';
  return pull || push ? { pull, push, conditional: condition.trim() !== '' } : undefined;
}
