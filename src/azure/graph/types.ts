import { subnetMembers } from '../resources/networks';

/** Of a type of resource: the members of `properties` that are used, or the one that is of a member, and which of the type are. */
export interface Wanted {
  readonly properties: readonly string[];
  /** A condition of the query language; all of the type where it is left out. */
  readonly only?: string;
  /** Where these are items of a list in the properties of another type. */
  readonly of?: { readonly type: string; readonly list: string };
  /** By a name: a list among the properties of which only the length is used. */
  readonly counted?: Readonly<Record<string, string>>;
}

/** Types that are asked for in Resource Graph, by what they are called here. */
export const types = {
  registry: 'Microsoft.ContainerRegistry/registries',
  replica: 'Microsoft.ContainerRegistry/registries/replications',
  cluster: 'Microsoft.ContainerService/managedClusters',
  endpoint: 'Microsoft.Network/privateEndpoints',
  networkInterface: 'Microsoft.Network/networkInterfaces',
  zone: 'Microsoft.Network/privateDnsZones',
  zoneLink: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  network: 'Microsoft.Network/virtualNetworks',
  subnet: 'Microsoft.Network/virtualNetworks/subnets',
  securityGroup: 'Microsoft.Network/networkSecurityGroups',
  routeTable: 'Microsoft.Network/routeTables',
  identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  roleAssignment: 'Microsoft.Authorization/roleAssignments',
  roleDefinition: 'Microsoft.Authorization/roleDefinitions',
} as const;

/** What a type is called here. */
export type Kind = keyof typeof types;

/** What is used of them. */
export const wanted = {
  registry: {
    properties: [
      'loginServer',
      'provisioningState',
      'publicNetworkAccess',
      'networkRuleSet',
      'dataEndpointEnabled',
      'dataEndpointHostNames',
      'roleAssignmentMode',
      'anonymousPullEnabled',
      'policies.azureADAuthenticationAsArmPolicy',
      'privateEndpointConnections',
    ],
  },
  replica: { properties: ['provisioningState', 'zoneRedundancy', 'regionEndpointEnabled'] },
  cluster: {
    properties: [
      'provisioningState',
      'powerState',
      'kubernetesVersion',
      'currentKubernetesVersion',
      'nodeResourceGroup',
      'nodeResourceGroupProfile',
      'identityProfile',
      'servicePrincipalProfile',
      'agentPoolProfiles',
      'networkProfile',
      'httpProxyConfig',
      'addonProfiles',
      'bootstrapProfile',
    ],
  },
  endpoint: {
    properties: [
      'subnet',
      'privateLinkServiceConnections',
      'manualPrivateLinkServiceConnections',
      'provisioningState',
      'customDnsConfigs',
      'networkInterfaces',
    ],
    // A subscription may have hundreds that lead elsewhere.
    only: "properties contains '/Microsoft.ContainerRegistry/'",
  },
  networkInterface: {
    properties: ['privateEndpoint', 'ipConfigurations'],
    only: 'isnotempty(properties.privateEndpoint.id)',
  },
  network: { properties: ['provisioningState', 'addressSpace', 'dhcpOptions', 'virtualNetworkPeerings'] },
  // Apart from their networks: with Azure CNI they hold an entry for each pod, some 100 kB in all.
  subnet: {
    properties: subnetMembers,
    of: { type: types.network, list: 'subnets' },
    counted: { usedAddresses: 'ipConfigurations' },
  },
  // Those of network interfaces alone, such as AKS makes for each cluster, aren't looked at.
  securityGroup: {
    properties: ['securityRules', 'defaultSecurityRules'],
    only: 'isnotempty(properties.subnets)',
  },
  routeTable: { properties: ['routes'], only: 'isnotempty(properties.subnets)' },
  identity: { properties: ['principalId'] },
} as const satisfies Readonly<Partial<Record<Kind, Wanted>>>;

/** Links of zones that are called, or end, as the cloud's registries do. */
export function zoneLinksOf(registrySuffix: string): Wanted {
  return {
    properties: ['virtualNetwork', 'virtualNetworkLinkState', 'resolutionPolicy'],
    only: `id contains '${registrySuffix}/virtualNetworkLinks/'`,
  };
}

/** What to ask `queryResources` for. */
export function wantedOf(names: readonly (keyof typeof wanted)[]): Readonly<Record<string, Wanted>> {
  return Object.fromEntries(names.map((name) => [types[name], wanted[name]]));
}
