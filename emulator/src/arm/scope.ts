import type { Estate } from '../estate';
import type { ArmId } from './armId';
import type { Caller } from './caller';
import * as errors from './errors';
import type { TypeTable } from './types';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Checks everything above the resource in Resource Manager's order: subscription, group, then parent resources. The
 * resource itself is the handler's business; for a list or an action (`isItem` false) the scope must exist too.
 */
export function checkScope(
  estate: Estate,
  types: TypeTable,
  id: ArmId,
  method: string,
  isItem: boolean,
): void {
  if (isItem) checkPlace(types, id);
  for (const ancestor of chainOf(id)) {
    if (isItem && ancestor === id) continue;
    if (ancestor.type === 'Microsoft.Resources/subscriptions') checkSubscription(estate, ancestor);
    else if (ancestor.type === 'Microsoft.Resources/resourceGroups') {
      if (estate.get(ancestor.path) === undefined) throw errors.resourceGroupNotFound(ancestor.name);
    } else if (ancestor.isResource && method !== 'DELETE') {
      // What the emulator has no type for (such as locations) is only a part of the path.
      const isKnown = types.get(ancestor.type)?.get !== undefined;
      if (isKnown && estate.get(ancestor.path) === undefined) throw missing(ancestor, id, method, isItem);
    }
  }
}

/**
 * Whether the subscription of an id exists, which is told before all rights, and belongs to the directory that the
 * caller's token is from.
 */
export function checkSubscriptionOf(estate: Estate, id: ArmId, caller: Caller): void {
  const subscription = chainOf(id).find(({ type }) => type === 'Microsoft.Resources/subscriptions');
  if (subscription === undefined) return;
  checkSubscription(estate, subscription);
  const tenant = estate.get(subscription.path)?.properties['tenantId'];
  if (caller.tenantId === undefined || typeof tenant !== 'string' || tenant === caller.tenantId) return;
  throw errors.authenticationFailed(
    `The access token is from the wrong issuer 'https://sts.windows.net/${caller.tenantId}/'. It must match the tenant 'https://sts.windows.net/${tenant}/' associated with this subscription.`,
    tenant,
    'InvalidAuthenticationTokenTenant',
  );
}

function checkSubscription(estate: Estate, id: ArmId): void {
  if (!GUID.test(id.name)) throw errors.invalidSubscriptionId(id.name);
  if (estate.get(id.path) === undefined) throw errors.subscriptionNotFound(id.name);
}

function checkPlace(types: TypeTable, id: ArmId): void {
  if (!id.isResource) return;
  const outermost = id.path.slice(id.scope.path.length).split('/').slice(2, 4).join('/');
  if ((types.get(outermost)?.scope ?? types.get(id.type)?.scope) === 'any') return;
  if (id.scope.type !== 'Microsoft.Resources/resourceGroups') throw errors.pathNotFound();
}

function missing(ancestor: ArmId, id: ArmId, method: string, isItem: boolean): errors.ArmError {
  const isParent = isItem && id.scope.path === ancestor.scope.path;
  if (!isParent) return errors.resourceNotFound(ancestor.label, ancestor.resourceGroup);
  const operation = method === 'GET' || method === 'HEAD' ? 'read' : 'write';
  return errors.parentResourceNotFound(operation, id.type, ancestor.path);
}

function chainOf(id: ArmId): ArmId[] {
  return id.parent === undefined ? [id] : [...chainOf(id.parent), id];
}
