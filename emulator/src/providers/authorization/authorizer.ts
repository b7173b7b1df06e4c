import type { ArmId } from '../../arm/armId';
import { authorizationFailed } from '../../arm/errors';
import type { Estate } from '../../estate';
import { isAllowed, principal } from './access';

/** What everybody may ask: the answers hold only what the caller may see. */
const OPEN = /^Microsoft\.(Authorization\/permissions|Resources\/subscriptions|Resources\/tenants)\/read$/i;

/**
 * Decides for the router whether a caller may do what a request asks, by the role assignments of the estate; refuses
 * with `AuthorizationFailed`. A caller whom the directory doesn't know is not judged: so an emulator without a
 * scenario serves everybody, and a scenario can be replayed before its roles are assigned.
 */
export function authorizer(estate: Estate): (caller: string, action: string, scope: ArmId) => void {
  return (caller, action, scope) => {
    if (scope.path === '' || OPEN.test(action) || principal(estate, caller) === undefined) return;
    const needed = azureAction(action, scope);
    if (!isAllowed(estate, caller, needed, scope.path)) throw authorizationFailed(caller, needed, scope.path);
  };
}

/** Groups and registrations have other names among actions than among types. */
function azureAction(action: string, scope: ArmId): string {
  if (scope.type === 'Microsoft.Resources/providers' && action.endsWith('/action')) {
    return `${scope.name}/${action.split('/').slice(-2).join('/')}`;
  }
  return action.replace(
    /^Microsoft\.Resources\/(resourceGroups|resources)\//,
    'Microsoft.Resources/subscriptions/$1/',
  );
}
