import { subscriptionNotFound } from '../arm/errors';
import { same, textAt } from '../arm/json';
import { listAnswer } from '../arm/paging';
import type { ResourceType } from '../arm/provider';
import type { ArmResource, Estate } from '../estate';
import { grantsOf, isAtOrAbove, isJudged } from './authorization/access';
import { subscriptionVersions } from './tenants';

const TYPE = 'Microsoft.Resources/subscriptions';

/** Subscriptions; Azure lists those in which the caller holds any role, at whatever depth. */
export const subscriptions: ResourceType = {
  type: TYPE,
  apiVersions: subscriptionVersions,
  get: (request) => {
    const subscription = request.estate.get(request.id.path);
    if (subscription === undefined) throw subscriptionNotFound(request.id.name);
    return { status: 200, body: shown(subscription) };
  },
  list: (request) => {
    const visible = request.estate
      .ofType(TYPE)
      .filter(
        (subscription) =>
          isVisible(request.estate, subscription.id, request.caller) &&
          isOfTenant(subscription, request.callerTenant),
      );
    return listAnswer(request, visible.map(shown));
  },
};

/** The regions of a subscription. */
export const locations: ResourceType = {
  type: 'Microsoft.Resources/subscriptions/locations',
  apiVersions: subscriptionVersions,
  list: (request) =>
    listAnswer(
      request,
      request.cloud.regions.map(([name, displayName, geography]) => ({
        id: `${request.id.path}/locations/${name}`,
        name,
        type: 'Region',
        displayName,
        regionalDisplayName: `(${geography}) ${displayName}`,
        metadata: { regionType: 'Physical', regionCategory: 'Recommended', geographyGroup: geography },
        // Physical zones are numbered for each subscription anew; nobody here asks which is which.
        ...(request.cloud.withoutZones.includes(name)
          ? {}
          : {
              availabilityZoneMappings: ['1', '2', '3'].map((logicalZone) => ({
                logicalZone,
                physicalZone: `${name}-az${logicalZone}`,
              })),
            }),
      })),
    ),
};

function isVisible(estate: Estate, id: string, caller: string): boolean {
  if (!isJudged(estate, caller)) return true;
  return grantsOf(estate, caller).some(({ scope }) => isAtOrAbove(scope, id) || isAtOrAbove(id, scope));
}

/** A token sees the subscriptions of the directory that it is of; one that names none, all. */
export function isOfTenant(subscription: ArmResource, tenantId: string | undefined): boolean {
  return tenantId === undefined || same(textAt(subscription.properties, 'tenantId'), tenantId);
}

function shown(subscription: ArmResource): Record<string, unknown> {
  const { subscriptionId, tenantId, displayName } = subscription.properties;
  return {
    id: subscription.id,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId,
    tenantId,
    displayName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'EnterpriseAgreement_2014-09-01',
      spendingLimit: 'Off',
    },
    tags: subscription.tags ?? {},
  };
}
