import { GROUP, KUBELET, REGISTRY, stepsOf, SUBSCRIPTION, type Step } from './step';

const AUTHORIZATION = 'providers/Microsoft.Authorization';
const roles = stepsOf('roles');
const definitions = stepsOf('roleDefinitions');
const locks = stepsOf('locks');
const denials = stepsOf('denials');
const policies = stepsOf('policies');
const restrictions = stepsOf('restrictions');
const scopes = [SUBSCRIPTION, GROUP, REGISTRY];
const everywhere = (list: string, service: typeof roles): Step[] =>
  scopes.map((scope) => service.well(200, 'GET', `${scope}/${AUTHORIZATION}/${list}`));

const acrPull = `${SUBSCRIPTION}/${AUTHORIZATION}/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`;
const assignment = `${REGISTRY}/${AUTHORIZATION}/roleAssignments/77777777-0000-4000-8000-0000000000a1`;
const pull = {
  properties: { principalId: KUBELET, principalType: 'ServicePrincipal', roleDefinitionId: acrPull },
};
const custom = `${SUBSCRIPTION}/${AUTHORIZATION}/roleDefinitions/77777777-0000-4000-8000-0000000000b1`;
const joiner = {
  properties: {
    roleName: 'Joiner',
    description: 'Joins subnets',
    type: 'CustomRole',
    permissions: [{ actions: ['Microsoft.Network/virtualNetworks/subnets/join/action'], notActions: [] }],
    assignableScopes: [SUBSCRIPTION],
  },
};
/** The walk puts the name of the scenario's deny assignment in its place. */
export const DENIAL = '{denial}';
const lock = `${REGISTRY}/${AUTHORIZATION}/locks/walk`;

export const accessSteps: readonly Step[] = [
  roles.well(201, 'PUT', assignment, pull),
  roles.refused(409, 'RoleAssignmentExists', 'PUT', assignment.replace(/1$/, '2'), pull),
  roles.well(200, 'GET', assignment),
  roles.refused(404, 'ResourceNotFound', 'GET', assignment.replace(/1$/, '9')),
  ...everywhere('roleAssignments', roles),
  roles.well(200, 'GET', `${REGISTRY}/${AUTHORIZATION}/roleAssignments?$filter=principalId eq '${KUBELET}'`),
  roles.well(200, 'DELETE', assignment),
  roles.well(204, 'DELETE', assignment),
  ...everywhere('permissions', denials),
  denials.refused(404, 'ResourceGroupNotFound', 'GET', `${GROUP}-missing/${AUTHORIZATION}/permissions`),

  definitions.well(200, 'GET', acrPull),
  definitions.well(201, 'PUT', custom, joiner),
  definitions.refused(400, 'InvalidRequestContent', 'PUT', custom, { properties: { roleName: 'Joiner' } }),
  definitions.refused(404, 'ResourceNotFound', 'GET', custom.replace(/1$/, '9')),
  ...everywhere('roleDefinitions', definitions),
  definitions.well(200, 'GET', `${REGISTRY}/${AUTHORIZATION}/roleDefinitions?$filter=roleName eq 'AcrPull'`),
  definitions.well(200, 'DELETE', custom),
  definitions.well(204, 'DELETE', custom),

  locks.well(201, 'PUT', lock, { properties: { level: 'CanNotDelete', notes: 'walk' } }),
  locks.refused(400, 'InvalidRequestContent', 'PUT', lock, { properties: { level: 'Never' } }),
  locks.well(200, 'GET', lock),
  locks.refused(404, 'ResourceNotFound', 'GET', `${lock}-missing`),
  ...everywhere('locks', locks),
  stepsOf('registries').refused(409, 'ScopeLocked', 'DELETE', REGISTRY),
  locks.well(200, 'DELETE', lock),
  locks.well(204, 'DELETE', lock),

  ...everywhere('denyAssignments', denials),
  denials.well(200, 'GET', `${SUBSCRIPTION}/${AUTHORIZATION}/denyAssignments/${DENIAL}`),
  denials.refused(
    404,
    'ResourceNotFound',
    'GET',
    `${SUBSCRIPTION}/${AUTHORIZATION}/denyAssignments/77777777-0000-4000-8000-0000000000d9`,
  ),
  ...everywhere('policyAssignments', policies),
  policies.well(200, 'GET', `${SUBSCRIPTION}/${AUTHORIZATION}/policyAssignments/regions`),
  policies.refused(404, 'ResourceNotFound', 'GET', `${SUBSCRIPTION}/${AUTHORIZATION}/policyAssignments/none`),
  restrictions.well(200, 'POST', `${GROUP}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`, {
    resourceDetails: {
      resourceContent: { type: 'Microsoft.Network/virtualNetworks', location: 'eastus' },
      apiVersion: '2024-05-01',
    },
  }),
  restrictions.refused(
    400,
    'InvalidRequestContent',
    'POST',
    `${GROUP}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`,
    {},
  ),
];
