/** Where it is written what the rules go by. */

export interface Source {
  readonly title: string;
  readonly url: string;
}

const learn = (title: string, path: string): Source => ({
  title,
  url: `https://learn.microsoft.com/${path}`,
});

export const sources = {
  pullFails: learn(
    'Can’t pull images from Azure Container Registry to AKS',
    'troubleshoot/azure/azure-kubernetes/extensions/cannot-pull-image-from-acr-to-aks-cluster',
  ),
  privateLink: learn(
    'Connect privately to a registry using Azure Private Link',
    'azure/container-registry/container-registry-private-link',
  ),
  endpointDns: learn(
    'Private endpoint DNS integration',
    'azure/private-link/private-endpoint-dns-integration',
  ),
  zoneNames: learn('Private endpoint private DNS zone values', 'azure/private-link/private-endpoint-dns'),
  zoneLinks: learn('What is a virtual network link?', 'azure/dns/private-dns-virtual-network-links'),
  fallback: learn('Fallback to internet for Azure Private DNS zones', 'azure/dns/private-dns-fallback'),
  peering: learn(
    'Create, change, or delete a virtual network peering',
    'azure/virtual-network/virtual-network-manage-peering',
  ),
  securityGroups: learn('Network security groups', 'azure/virtual-network/network-security-groups-overview'),
  routes: learn('Virtual network traffic routing', 'azure/virtual-network/virtual-networks-udr-overview'),
  endpointPolicies: learn(
    'Manage network policies for private endpoints',
    'azure/private-link/disable-private-endpoint-network-policy',
  ),
  endpoints: learn('Manage private endpoints', 'azure/private-link/manage-private-endpoint'),
  firewall: learn(
    'Configure public IP network rules',
    'azure/container-registry/container-registry-access-selected-networks',
  ),
  serviceEndpoints: learn(
    'Restrict access to a container registry using a service endpoint',
    'azure/container-registry/container-registry-vnet',
  ),
  skus: learn(
    'Azure Container Registry SKU features and limits',
    'azure/container-registry/container-registry-skus',
  ),
  replicas: learn('Geo-replication', 'azure/container-registry/container-registry-geo-replication'),
  anonymous: learn('Anonymous pull', 'azure/container-registry/anonymous-pull-access'),
  attach: learn(
    'Authenticate with Azure Container Registry from AKS',
    'azure/aks/cluster-container-registry-integration',
  ),
  repositoryRoles: learn(
    'Azure attribute-based access control for repositories',
    'azure/container-registry/container-registry-rbac-abac-repository-permissions',
  ),
  armTokens: learn(
    'Disable authentication as an ARM template',
    'azure/container-registry/container-registry-disable-authentication-as-arm',
  ),
  otherTenant: learn(
    'Pull images from a container registry to an AKS cluster in a different tenant',
    'azure/container-registry/authenticate-aks-cross-tenant',
  ),
  proxy: learn('HTTP proxy support in AKS', 'azure/aks/http-proxy'),
  outbound: learn('Outbound types in AKS', 'azure/aks/egress-outboundtype'),
  startStop: learn('Stop and start an AKS cluster', 'azure/aks/start-stop-cluster'),
  scale: learn('Scale node pools in AKS', 'azure/aks/scale-node-pools'),
  bootstrap: learn('Network isolated AKS clusters', 'azure/aks/concepts-network-isolated'),
  virtualNodes: learn('Virtual nodes in AKS', 'azure/aks/virtual-nodes'),
  regional: learn('Regional endpoints', 'azure/container-registry/container-registry-regional-endpoints'),
} as const satisfies Readonly<Record<string, Source>>;
