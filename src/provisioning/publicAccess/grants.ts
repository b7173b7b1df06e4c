/** What a role assignment lets its holder do with images. */
import { covers, pullGrant, type RegistryRoleMode } from '../../model/roles';
import type { ObservedRoleAssignment } from '../observed';

export interface Grant {
  readonly pull: boolean;
  readonly push: boolean;
  /** A condition decides which repositories. */
  readonly conditional: boolean;
}

const pushAction = 'Microsoft.ContainerRegistry/registries/push/write';
const pushDataAction = 'Microsoft.ContainerRegistry/registries/repositories/content/write';

/** Undefined for a role that lets neither pull nor push; judged by its permissions, so that custom roles count. */
export function grantOf(
  { permissions, condition }: Pick<ObservedRoleAssignment, 'permissions' | 'condition'>,
  mode: RegistryRoleMode,
): Grant | undefined {
  const pull = pullGrant(permissions, mode, condition) !== 'none';
  const push = permissions.some((permission) =>
    mode === 'abac'
      ? covers(permission.dataActions, pushDataAction) && !covers(permission.notDataActions, pushDataAction)
      : covers(permission.actions, pushAction) && !covers(permission.notActions, pushAction),
  );
  const conditional = condition !== undefined && condition.trim() !== '';
  return pull || push ? { pull, push, conditional } : undefined;
}
