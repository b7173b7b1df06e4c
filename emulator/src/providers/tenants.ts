import { listAnswer } from '../arm/paging';
import { listAt } from '../arm/json';
import type { ArmRequest, ResourceType } from '../arm/provider';
import type { ArmResource } from '../estate';
import { isJudged } from './authorization/access';

export const subscriptionVersions = [
  '2022-12-01',
  '2022-09-01',
  '2021-10-01',
  '2021-04-01',
  '2021-01-01',
  '2020-01-01',
  '2019-11-01',
  '2019-06-01',
  '2018-06-01',
  '2016-06-01',
];

/** The directories that the caller belongs to; without members everybody does. */
export const tenants: ResourceType = {
  type: 'Microsoft.Resources/tenants',
  apiVersions: subscriptionVersions,
  list: (request) =>
    listAnswer(
      request,
      request.estate
        .ofType('Microsoft.Resources/tenants')
        .filter(isMember(request))
        .map((tenant) => ({
          id: tenant.id,
          tenantId: tenant.name,
          tenantCategory: 'Home',
          tenantType: 'AAD',
          country: 'Netherlands',
          countryCode: 'NL',
          displayName: tenant.properties['displayName'],
          defaultDomain: tenant.properties['defaultDomain'],
          domains: [tenant.properties['defaultDomain']],
        })),
    ),
};

function isMember({ estate, caller }: ArmRequest): (tenant: ArmResource) => boolean {
  if (!isJudged(estate, caller)) return () => true;
  return ({ properties }) =>
    properties['members'] === undefined || listAt(properties, 'members').includes(caller);
}
