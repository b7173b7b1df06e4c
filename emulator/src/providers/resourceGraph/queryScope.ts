import { isOfTenant } from '../subscriptions';
import { ArmError } from '../../arm/errors';
import { same, textAt } from '../../arm/json';
import type { ArmResource, Estate } from '../../estate';
import { scopeOf } from '../authorization/access';

/** Which role assignments a query of `authorizationresources` finds, seen from its subscriptions (OpenAPI). */
export const authorizationScopes = [
  'AtScopeAndBelow',
  'AtScopeAndAbove',
  'AtScopeAboveAndBelow',
  'AtScopeExact',
] as const;

export interface QueryScope {
  /** Paths of the subscriptions that a query is about, in lower case. */
  readonly subscriptions: ReadonlySet<string>;
  readonly authorization: (typeof authorizationScopes)[number];
}

/** What a request may say of its scope; without subscriptions and groups it is about all subscriptions. */
interface Asked {
  readonly subscriptions?: readonly string[] | undefined;
  readonly managementGroups?: readonly string[] | undefined;
  readonly authorizationScopeFilter?: QueryScope['authorization'] | undefined;
}

/**
 * The scope of a query, in the directory that the token is of. Of management groups the emulator knows each directory's root, which has the directory's id.
 * @throws ArmError 400 where subscriptions and groups are given at once (documentation), and for other groups
 */
export function queryScope(estate: Estate, asked: Asked, callerTenant?: string): QueryScope {
  const { subscriptions, managementGroups, authorizationScopeFilter = 'AtScopeAndBelow' } = asked;
  if (subscriptions !== undefined && managementGroups !== undefined) {
    throw new ArmError(400, 'BadRequest', 'Subscriptions and management groups can not be given at once.');
  }
  const all = estate
    .ofType('Microsoft.Resources/subscriptions')
    .filter((subscription) => isOfTenant(subscription, callerTenant));
  const tenantOf = (subscription: ArmResource) => textAt(subscription.properties, 'tenantId');
  const unknown = managementGroups?.find((group) => !all.some((one) => same(tenantOf(one), group)));
  if (unknown !== undefined) {
    throw new ArmError(400, 'BadRequest', `The management group '${unknown}' was not found.`);
  }
  const named = subscriptions && new Set(subscriptions.map((id) => `/subscriptions/${id}`.toLowerCase()));
  const isAsked = (subscription: ArmResource): boolean =>
    managementGroups?.some((group) => same(tenantOf(subscription), group)) ??
    named?.has(subscription.id.toLowerCase()) ??
    true;
  return {
    subscriptions: new Set(all.filter(isAsked).map(({ id }) => id.toLowerCase())),
    authorization: authorizationScopeFilter,
  };
}

/** Whether a role assignment stands where the query looks: at one of its subscriptions, above, or below. */
export function isAssignmentAsked(
  { subscriptions, authorization }: QueryScope,
  assignment: ArmResource,
): boolean {
  const scope = scopeOf(assignment).toLowerCase().replace(/\/$/, '');
  if (subscriptions.has(scope)) return true;
  if (scope === '') return authorization.includes('Above');
  return (
    authorization.includes('Below') && subscriptions.has(/^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? '')
  );
}
