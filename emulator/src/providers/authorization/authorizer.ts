import type { ArmId } from '../../arm/armId';
import { ArmError, authorizationFailed } from '../../arm/errors';
import type { RequestFaults } from '../../arm/provider';
import { Estate } from '../../estate';
import { denial, grantsOf, isAtOrAbove, isGranted, isJudged, mayRead } from './access';

/** What everybody may ask: the answers hold only what the caller may see. */
const OPEN = /^Microsoft\.(Authorization\/permissions|Resources\/subscriptions|Resources\/tenants)\/read$/i;

/**
 * Decides for the router whether a caller may do what a request asks, by the role and deny assignments of the estate;
 * refuses with `AuthorizationFailed` or `DenyAssignmentAuthorizationFailed`.
 */
export function authorizer(
  estate: Estate,
): (caller: string, action: string, scope: ArmId, faults?: RequestFaults) => void {
  return (caller, action, scope, faults) => {
    const needed = azureAction(action, scope);
    if (faults?.denies?.(needed) === true) throw authorizationFailed(caller, needed, scope.path);
    if (scope.path === '' || isTenantWide(action, scope) || OPEN.test(action) || !isJudged(estate, caller))
      return;
    if (!isGranted(estate, caller, needed, scope.path)) throw authorizationFailed(caller, needed, scope.path);
    const denied = denial(estate, caller, needed, scope.path);
    if (denied !== undefined) throw deniedBy(caller, needed, scope.path, denied);
  };
}

/** What a resource provider offers is the same for everybody. */
function isTenantWide(action: string, scope: ArmId): boolean {
  return action === 'Microsoft.Resources/providers/read' && scope.subscriptionId === undefined;
}

/** Code and text as quoted by third parties from AKS and managed applications (B). */
function deniedBy(
  caller: string,
  action: string,
  scope: string,
  denied: { id: string; name: string; scope: string },
): ArmError {
  return new ArmError(
    403,
    'DenyAssignmentAuthorizationFailed',
    `The client '${caller}' with object id '${caller}' has permission to perform action '${action}' on scope '${scope}'; however, the access is denied because of the deny assignment with name '${denied.name}' and Id '${denied.id.split('/').at(-1)?.replaceAll('-', '') ?? ''}' at scope '${denied.scope}'.`,
  );
}

/** Groups, registrations and provider-wide calls have other names among actions than among types. */
function azureAction(action: string, scope: ArmId): string {
  if (scope.type === 'Microsoft.Resources/providers' && action.endsWith('/action')) {
    return `${scope.name}/${action.split('/').slice(-2).join('/')}`;
  }
  return action
    .replace(
      /^(Microsoft\.[^/]+)\/(?:.*\/)?(checkNameAvailability|checkPolicyRestrictions)\/action$/,
      '$1/$2/read',
    )
    .replace(/^Microsoft\.Resources\/(resourceGroups|resources)\//, 'Microsoft.Resources/subscriptions/$1/');
}

/**
 * The part of the estate that somebody sees who holds a role only further down: Resource Manager gives them lists of a
 * subscription or group that hold what they may read (C). `undefined` where they hold nothing there at all.
 */
export function readablePart(
  estate: Estate,
): (caller: string, type: string, scope: ArmId) => Estate | undefined {
  return (caller, type, scope) => {
    if (type.startsWith('Microsoft.Authorization/')) return undefined;
    if (!grantsOf(estate, caller).some((grant) => isAtOrAbove(scope.path, grant.scope))) return undefined;
    const part = new Estate();
    for (const resource of estate.all()) {
      const isAbove = isAtOrAbove(resource.id, scope.path);
      if (isAbove || mayRead(estate, caller, resource.type, resource.id)) part.put(resource);
    }
    return part;
  };
}
