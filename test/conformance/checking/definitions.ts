import { join } from 'node:path';

/**
 * Files of Microsoft's definitions that cover what is emulated, below a folder that holds `specification/` (Microsoft's
 * own, word for word) and `derived/specification/` (the api-versions of today's SDK: the same files with what the SDK's
 * models add).
 */
const FILES = [
  'derived/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/stable/2025-11-01/containerregistry.json',
  'derived/specification/network/resource-manager/Microsoft.Network/stable/2026-01-01/virtualNetwork.json',
  'derived/specification/network/resource-manager/Microsoft.Network/stable/2026-01-01/privateEndpoint.json',
  'derived/specification/network/resource-manager/Microsoft.Network/stable/2026-01-01/networkInterface.json',
  'derived/specification/privatedns/resource-manager/Microsoft.Network/stable/2024-06-01/privatedns.json',
  'derived/specification/containerservice/resource-manager/Microsoft.ContainerService/aks/stable/2026-06-01/managedClusters.json',
  'derived/specification/containerservice/resource-manager/Microsoft.ContainerService/aks/stable/2026-04-01/managedClusters.json',
  'derived/specification/resources/resource-manager/Microsoft.Resources/stable/2025-04-01/resources.json',
  'derived/specification/resourcegraph/resource-manager/Microsoft.ResourceGraph/stable/2024-04-01/resourcegraph.json',
  'specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/stable/2023-07-01/containerregistry.json',
  'specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/preview/2023-11-01-preview/containerregistry.json',
  'specification/network/resource-manager/Microsoft.Network/stable/2024-01-01/virtualNetwork.json',
  'specification/network/resource-manager/Microsoft.Network/stable/2024-01-01/privateEndpoint.json',
  'specification/network/resource-manager/Microsoft.Network/stable/2024-01-01/networkInterface.json',
  'specification/network/resource-manager/Microsoft.Network/stable/2024-01-01/networkSecurityGroup.json',
  'specification/network/resource-manager/Microsoft.Network/stable/2024-01-01/publicIpAddress.json',
  'specification/network/resource-manager/Microsoft.Network/stable/2024-01-01/routeTable.json',
  'specification/privatedns/resource-manager/Microsoft.Network/stable/2020-06-01/privatedns.json',
  'specification/containerservice/resource-manager/Microsoft.ContainerService/aks/stable/2024-02-01/managedClusters.json',
  'specification/resources/resource-manager/Microsoft.Resources/stable/2024-03-01/resources.json',
  'specification/resources/resource-manager/Microsoft.Resources/stable/2022-12-01/subscriptions.json',
  'specification/resourcegraph/resource-manager/Microsoft.ResourceGraph/stable/2022-10-01/resourcegraph.json',
  'specification/authorization/resource-manager/Microsoft.Authorization/stable/2022-04-01/authorization-RoleAssignmentsCalls.json',
  'specification/authorization/resource-manager/Microsoft.Authorization/stable/2022-04-01/authorization-RoleDefinitionsCalls.json',
];

/** The api-versions that Microsoft's own files describe, by what a path names. */
const OWN: readonly (readonly [path: RegExp, version: string, preview?: string])[] = [
  [/\/Microsoft\.Authorization\/(roleAssignments|roleDefinitions|permissions)(\/[^/]+)?$/i, '2022-04-01'],
  [/\/Microsoft\.ContainerRegistry\//i, '2023-07-01', '2023-11-01-preview'],
  [/\/Microsoft\.Network\/privateDnsZones/i, '2020-06-01'],
  [/\/Microsoft\.Network\//i, '2024-01-01'],
  [/\/Microsoft\.ContainerService\//i, '2024-02-01'],
  [/\/Microsoft\.ResourceGraph\//i, '2022-10-01'],
  [/^(\/subscriptions(\/[^/]+)?(\/locations)?|\/tenants)$/i, '2022-12-01'],
  [/^(\/subscriptions\/[^/]+\/(resourceGroups|providers|resources)|\/providers\/[^/]+$)/i, '2024-03-01'],
];

/** Those of them that are Microsoft's word for word, and have examples. */
export function ownDefinitionFiles(folder: string): string[] {
  return definitionFiles(folder).filter((file) => !file.includes('derived'));
}

export function definitionFiles(folder: string): string[] {
  return FILES.map((file) => join(folder, file));
}

/**
 * The api-version that Microsoft's own file in the folder describes and that is nearest to the asked one; for previews
 * another preview where there is one.
 */
export function nearestVersion(path: string, asked: string): string | undefined {
  const [, stable, preview] = OWN.find(([pattern]) => pattern.test(path)) ?? [];
  return asked.endsWith('-preview') ? (preview ?? stable) : stable;
}
