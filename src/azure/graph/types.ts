/** Of a type of resource: the members of `properties` that are used, and which of the type are. */
export interface Wanted {
  readonly properties: readonly string[];
  /** A condition of the query language; all of the type where it is left out. */
  readonly only?: string;
}

/** Types that are asked for in Resource Graph, by what they are called here. */
export const types = {
  registry: 'Microsoft.ContainerRegistry/registries',
  replica: 'Microsoft.ContainerRegistry/registries/replications',
  cluster: 'Microsoft.ContainerService/managedClusters',
  endpoint: 'Microsoft.Network/privateEndpoints',
  zoneLink: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  network: 'Microsoft.Network/virtualNetworks',
  identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
} as const;

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
      'privateEndpointConnections',
    ],
  },
  replica: { properties: ['provisioningState'] },
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
    ],
  },
  endpoint: {
    properties: ['subnet', 'privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'],
    // A subscription may have hundreds that lead elsewhere.
    only: "properties contains '/Microsoft.ContainerRegistry/'",
  },
  zoneLink: {
    properties: ['virtualNetwork', 'virtualNetworkLinkState', 'resolutionPolicy'],
    only: "id contains '/privateDnsZones/privatelink.azurecr.'",
  },
  // Without the subnets: of a network with Azure CNI they hold an entry for each pod, some 100 kB in all.
  network: { properties: ['provisioningState', 'addressSpace', 'dhcpOptions', 'virtualNetworkPeerings'] },
  identity: { properties: ['principalId'] },
} as const satisfies Readonly<Record<keyof typeof types, Wanted>>;

/** What to ask `queryResources` for. */
export function wantedOf(names: readonly (keyof typeof types)[]): Readonly<Record<string, Wanted>> {
  return Object.fromEntries(names.map((name) => [types[name], wanted[name]]));
}
