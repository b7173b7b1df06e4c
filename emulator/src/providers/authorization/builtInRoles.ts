import type { ArmResource, Estate } from '../../estate';

interface RolePermissions {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
}

interface BuiltInRole extends RolePermissions {
  readonly id: string;
  readonly description: string;
}

const REGISTRY = 'Microsoft.ContainerRegistry/registries';
/** What nearly every role for one service carries along: deployments, alerts, health, support tickets. */
const COMMON = [
  'Microsoft.Authorization/*/read',
  'Microsoft.Insights/alertRules/*',
  'Microsoft.ResourceHealth/availabilityStatuses/read',
  'Microsoft.Resources/deployments/*',
  'Microsoft.Resources/subscriptions/resourceGroups/read',
  'Microsoft.Support/*',
];
const REPOSITORY_READ = [`${REGISTRY}/repositories/metadata/read`, `${REGISTRY}/repositories/content/read`];
const REPOSITORY_WRITE = [
  `${REGISTRY}/repositories/metadata/write`,
  `${REGISTRY}/repositories/content/write`,
];
const REPOSITORY_DELETE = [
  `${REGISTRY}/repositories/metadata/delete`,
  `${REGISTRY}/repositories/content/delete`,
];

/**
 * Azure's built-in roles around registries and their networks, by their ids; actions as Azure documents them, except
 * for the long lists of registry administration, of which only those that the emulator knows are here.
 */
export const builtInRoles: Readonly<Record<string, BuiltInRole>> = {
  Owner: {
    id: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    description:
      'Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.',
    actions: ['*'],
  },
  Contributor: {
    id: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
    description:
      'Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC, manage assignments in Azure Blueprints, or share image galleries.',
    actions: ['*'],
    notActions: [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
      'Microsoft.Blueprint/blueprintAssignments/write',
      'Microsoft.Blueprint/blueprintAssignments/delete',
      'Microsoft.Compute/galleries/share/action',
      'Microsoft.Purview/consents/write',
      'Microsoft.Purview/consents/delete',
    ],
  },
  Reader: {
    id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    description: 'View all resources, but does not allow you to make any changes.',
    actions: ['*/read'],
  },
  'User Access Administrator': {
    id: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    description: 'Lets you manage user access to Azure resources.',
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
  },
  'Role Based Access Control Administrator': {
    id: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    description: 'Manage access to Azure resources by assigning roles using Azure RBAC.',
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
      'Microsoft.Support/*',
    ],
  },
  AcrPull: {
    id: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
    description: 'acr pull',
    actions: [`${REGISTRY}/pull/read`],
  },
  AcrPush: {
    id: '8311e382-0749-4cb8-b61a-304f252e45ec',
    description: 'acr push',
    actions: [`${REGISTRY}/pull/read`, `${REGISTRY}/push/write`],
  },
  AcrDelete: {
    id: 'c2f4ef07-c644-48eb-af81-4b1b4947fb11',
    description: 'acr delete',
    actions: [`${REGISTRY}/artifacts/delete`],
  },
  'Container Registry Repository Reader': {
    id: 'b93aa761-3e63-49ed-ac28-beffa264f7ac',
    description:
      'Allows for read access to Azure Container Registry repositories, but excluding catalog listing.',
    dataActions: REPOSITORY_READ,
  },
  'Container Registry Repository Writer': {
    id: '2a1e307c-b015-4ebd-883e-5b7698a07328',
    description:
      'Allows for read and write access to Azure Container Registry repositories, but excluding catalog listing.',
    dataActions: [...REPOSITORY_READ, ...REPOSITORY_WRITE],
  },
  'Container Registry Repository Contributor': {
    id: '2efddaa5-3f1f-4df3-97df-af3f13818f4c',
    description:
      'Allows for read, write, and delete access to Azure Container Registry repositories, but excluding catalog listing.',
    dataActions: [...REPOSITORY_READ, ...REPOSITORY_WRITE, ...REPOSITORY_DELETE],
  },
  'Container Registry Repository Catalog Lister': {
    id: 'bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7',
    description: 'Allows for listing all repositories in an Azure Container Registry.',
    dataActions: [`${REGISTRY}/catalog/read`],
  },
  'Container Registry Contributor and Data Access Configuration Administrator': {
    id: '3bc748fc-213d-45c1-8d91-9da5725539b9',
    description:
      'Provides permissions to create, list, and update container registries and registry configuration properties.',
    actions: [
      ...COMMON,
      'Microsoft.ContainerRegistry/checkNameAvailability/read',
      `${REGISTRY}/read`,
      `${REGISTRY}/write`,
      `${REGISTRY}/delete`,
      `${REGISTRY}/privateEndpointConnections/*`,
      `${REGISTRY}/privateEndpointConnectionsApproval/action`,
      `${REGISTRY}/privateLinkResources/read`,
      `${REGISTRY}/replications/*`,
    ],
  },
  'Container Registry Configuration Reader and Data Access Configuration Reader': {
    id: '69b07be0-09bf-439a-b9a6-e73de851bd59',
    description: 'Provides permissions to list container registries and registry configuration properties.',
    actions: [
      ...COMMON,
      `${REGISTRY}/read`,
      `${REGISTRY}/privateEndpointConnections/read`,
      `${REGISTRY}/privateLinkResources/read`,
      `${REGISTRY}/replications/read`,
    ],
  },
  'Container Registry Data Importer and Data Reader': {
    id: '577a9874-89fd-4f24-9dbd-b5034d0ad23a',
    description:
      'Provides the ability to import images into a registry through the registry import operation.',
    actions: [`${REGISTRY}/importImage/action`, `${REGISTRY}/read`, `${REGISTRY}/pull/read`],
    dataActions: REPOSITORY_READ,
  },
  'Container Registry Tasks Contributor': {
    id: 'fb382eab-e894-4461-af04-94435c366c3f',
    description:
      'Provides permissions to configure, read, list, trigger, or cancel Container Registry Tasks.',
    actions: [
      ...COMMON,
      `${REGISTRY}/read`,
      `${REGISTRY}/tasks/*`,
      `${REGISTRY}/runs/*`,
      `${REGISTRY}/taskRuns/*`,
    ],
  },
  'Container Registry Transfer Pipeline Contributor': {
    id: 'bf94e731-3a51-4a7c-8c54-a1ab9971dfc1',
    description: 'Provides the ability to transfer, import, and export artifacts through pipelines.',
    actions: [`${REGISTRY}/importPipelines/*`, `${REGISTRY}/exportPipelines/*`, `${REGISTRY}/pipelineRuns/*`],
  },
  'Network Contributor': {
    id: '4d97b98b-1d4f-4787-a291-c67834d212e7',
    description: 'Lets you manage networks, but not access to them.',
    actions: [...COMMON, 'Microsoft.Network/*'],
  },
  'Private DNS Zone Contributor': {
    id: 'b12aa53e-6015-4669-85d0-8515ebb3ae7f',
    description:
      'Lets you manage private DNS zone resources, but not the virtual networks they are linked to.',
    actions: [
      ...COMMON,
      'Microsoft.Network/privateDnsZones/*',
      'Microsoft.Network/privateDnsOperationResults/*',
      'Microsoft.Network/privateDnsOperationStatuses/*',
      'Microsoft.Network/virtualNetworks/read',
      'Microsoft.Network/virtualNetworks/join/action',
    ],
  },
};

/** Puts the built-in roles into the estate, at the tenant's root, where every scope finds them. */
export function seedBuiltInRoles(estate: Estate): void {
  for (const [roleName, role] of Object.entries(builtInRoles)) estate.put(roleResource(roleName, role));
}

function roleResource(roleName: string, role: BuiltInRole): ArmResource {
  return {
    id: `/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
    name: role.id,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName,
      type: 'BuiltInRole',
      description: role.description,
      assignableScopes: ['/'],
      permissions: [
        {
          actions: [...(role.actions ?? [])],
          notActions: [...(role.notActions ?? [])],
          dataActions: [...(role.dataActions ?? [])],
          notDataActions: [],
        },
      ],
      createdOn: '2020-01-01T00:00:00.0000000Z',
      updatedOn: '2025-01-01T00:00:00.0000000Z',
      createdBy: null,
      updatedBy: null,
    },
  };
}
