import { listAt, same, textAt } from '../../arm/json';
import { shortRegion } from '../../arm/tracked';
import type { ArmResource, Estate, Json, JsonObject } from '../../estate';

export const REGISTRY = 'Microsoft.ContainerRegistry/registries';
export const CONNECTION = 'Microsoft.ContainerRegistry/registries/privateEndpointConnections';
export const REPLICATION = 'Microsoft.ContainerRegistry/registries/replications';

/** Versions of Microsoft.ContainerRegistry that the Azure CLI and the SDKs of the last years send. */
export const registryVersions = [
  '2025-11-01',
  '2025-06-01-preview',
  '2025-05-01-preview',
  '2025-04-01',
  '2025-03-01-preview',
  '2024-11-01-preview',
  '2023-11-01-preview',
  '2023-08-01-preview',
  '2023-07-01',
  '2023-06-01-preview',
  '2023-01-01-preview',
  '2022-12-01',
  '2022-02-01-preview',
  '2021-09-01',
  '2021-08-01-preview',
  '2020-11-01-preview',
  '2019-05-01',
];

export interface EndpointMember {
  /** As a private endpoint's address configuration names it. */
  readonly name: string;
  readonly fqdn: string;
}

/**
 * What a private endpoint of the registry has an address for: the login server, and the data endpoint of its own
 * region and of each geo-replica's (Microsoft's private link article for registries).
 */
export function endpointMembers(estate: Estate, registry: ArmResource): EndpointMember[] {
  return [
    { name: 'registry', fqdn: loginServer(registry) },
    ...dataRegions(estate, registry).map((region) => ({
      name: `registry_data_${region}`,
      fqdn: dataHost(registry, region),
    })),
  ];
}

export function privateZoneName(registry: ArmResource): string {
  return `privatelink.${suffix(registry)}`;
}

export function connectionsOf(estate: Estate, registryId: string): ArmResource[] {
  return estate.below(registryId, CONNECTION);
}

export function skuOf(registry: ArmResource): string {
  return textAt(registry['sku'], 'name') ?? 'Basic';
}

/** A registry as GET and Resource Graph show it: with its connections, and the data endpoints that it has. */
export function registryView(estate: Estate, registry: ArmResource): ArmResource {
  const connections = connectionsOf(estate, registry.id);
  const hasDataEndpoints =
    registry.properties['dataEndpointEnabled'] === true || connections.some(isApproved);
  const properties: JsonObject = {
    ...registry.properties,
    dataEndpointHostNames: hasDataEndpoints
      ? dataRegions(estate, registry).map((region) => dataHost(registry, region))
      : [],
    privateEndpointConnections: connections.map(({ id, name, type, properties: own }): Json => ({
      id,
      name,
      type,
      properties: own,
    })),
  };
  return { ...registry, properties };
}

export function hasNetworkRules(properties: JsonObject): boolean {
  return (
    same(textAt(properties, 'networkRuleSet', 'defaultAction'), 'Deny') ||
    listAt(properties, 'networkRuleSet', 'ipRules').length > 0
  );
}

function isApproved(connection: ArmResource): boolean {
  return same(textAt(connection.properties, 'privateLinkServiceConnectionState', 'status'), 'Approved');
}

function dataRegions(estate: Estate, registry: ArmResource): string[] {
  const replicas = estate.below(registry.id, REPLICATION).map((replica) => replica.location ?? '');
  return [...new Set([registry.location ?? '', ...replicas].map(shortRegion))];
}

function dataHost(registry: ArmResource, region: string): string {
  const server = loginServer(registry);
  return `${server.slice(0, server.indexOf('.'))}.${region}.data.${suffix(registry)}`;
}

function loginServer(registry: ArmResource): string {
  return textAt(registry.properties, 'loginServer') ?? `${registry.name.toLowerCase()}.azurecr.io`;
}

function suffix(registry: ArmResource): string {
  const server = loginServer(registry);
  return server.slice(server.indexOf('.') + 1);
}
