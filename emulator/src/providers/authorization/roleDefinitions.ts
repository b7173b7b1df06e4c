import { resourceNotFound } from '../../arm/errors';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import type { ArmResource } from '../../estate';
import { permissionsOf, roleDefinition } from './access';
import { readFilter } from './filter';

export const authorizationVersions = [
  '2022-04-01',
  '2022-05-01-preview',
  '2020-04-01-preview',
  '2018-07-01',
  '2018-01-01-preview',
  '2015-07-01',
];

/** Role definitions are the same at every scope; their id is shown below the subscription that one asks in. */
export const roleDefinitions: ResourceType = {
  type: 'Microsoft.Authorization/roleDefinitions',
  apiVersions: authorizationVersions,
  scope: 'any',
  get: (request) => {
    const role = roleDefinition(request.estate, request.id.name);
    if (role === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
    return { status: 200, body: shownAt(request, role) };
  },
  list: (request) => {
    const filter = readFilter(request.query.get('$filter'));
    const roles = request.estate
      .ofType('Microsoft.Authorization/roleDefinitions')
      .filter((role) => filter.roleName === undefined || same(role.properties['roleName'], filter.roleName))
      .filter((role) => filter.type === undefined || same(role.properties['type'], filter.type));
    return listAnswer(
      request,
      roles.map((role) => shownAt(request, role)),
    );
  },
};

/** What the caller may do at a scope: one block for every role that is assigned there or above. */
export const permissions: ResourceType = {
  type: 'Microsoft.Authorization/permissions',
  apiVersions: authorizationVersions,
  scope: 'any',
  list: (request) => listAnswer(request, permissionsOf(request.estate, request.caller, request.id.path)),
};

function shownAt(request: ArmRequest, role: ArmResource): Record<string, unknown> {
  const { subscriptionId } = request.id;
  const prefix = subscriptionId === undefined ? '' : `/subscriptions/${subscriptionId}`;
  return {
    id: `${prefix}/providers/Microsoft.Authorization/roleDefinitions/${role.name}`,
    type: role.type,
    name: role.name,
    properties: role.properties,
  };
}

function same(value: unknown, wanted: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();
}
