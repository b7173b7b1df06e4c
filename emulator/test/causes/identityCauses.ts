import { contosoNames as contoso } from '../../src/scenario';
import * as make from './requests';
import type { EventCause } from './row';

const REPOSITORY_READER = 'b93aa761-3e63-49ed-ac28-beffa264f7ac';

/** Causes in identity and role. */
export const identityCauses: readonly EventCause[] = [
  { row: 15, cause: 'the kubelet’s identity has no pull role', setUp: make.withoutRole, family: 'identity' },
  {
    row: 15,
    cause: 'not a cause: the role is inherited from the group',
    setUp: async (arm) => {
      await make.withoutRole(arm);
      const scope = make.groupOf(contoso.coreRegistry);
      await arm.succeed('PUT', make.roleAt(scope), make.roleBody(contoso.shopKubelet));
    },
    family: 'pulled',
  },
  {
    row: 16,
    rules: 'AKS-2',
    cause: 'the role was given to the control plane’s identity',
    setUp: async (arm) => {
      await make.withoutRole(arm);
      await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), make.roleBody(contoso.shopControlPlane));
    },
    family: 'identity',
  },
  {
    row: 17,
    cause: 'the registry has permissions by repository, where AcrPull counts for nothing',
    setUp: (arm) =>
      arm.succeed('PATCH', contoso.coreRegistry, {
        properties: { roleAssignmentMode: 'AbacRepositoryPermissions' },
      }),
    family: 'identity',
  },
  {
    row: 17,
    cause: 'not a cause: the role is Container Registry Repository Reader',
    setUp: async (arm) => {
      await arm.succeed('PATCH', contoso.coreRegistry, {
        properties: { roleAssignmentMode: 'AbacRepositoryPermissions' },
      });
      const body = make.roleBody(contoso.shopKubelet, REPOSITORY_READER);
      await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), body);
    },
    family: 'pulled',
  },
  {
    row: 18,
    cause: 'the registry refuses tokens of Resource Manager’s audience',
    setUp: (arm) =>
      arm.succeed('PATCH', contoso.coreRegistry, {
        properties: { policies: { azureADAuthenticationAsArmPolicy: { status: 'disabled' } } },
      }),
    family: 'identity',
  },
  {
    row: 19,
    cause: 'the principal was not known when its role was to be assigned',
    setUp: async (arm) => {
      await make.withoutRole(arm);
      const unknown = make.roleBody('99999999-0000-4000-8000-000000000000');
      await arm.refused(400, 'PrincipalNotFound', 'PUT', make.roleAt(contoso.coreRegistry), unknown);
    },
    family: 'identity',
  },
];
