import { listAt, objectAt, same, textAt, without } from '../../arm/json';
import type { ArmResource, Estate, Json, JsonObject } from '../../estate';
import { CONNECTION, dataHosts } from '../network/registryMembers';

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
export function registryView(estate: Estate, registry: ArmResource, apiVersion = ''): ArmResource {
  const connections = connectionsOf(estate, registry.id);
  const hasDataEndpoints =
    registry.properties['dataEndpointEnabled'] === true || connections.some(isApproved);
  const isPreview = apiVersion.endsWith('-preview');
  const properties: JsonObject = {
    ...registry.properties,
    networkRuleSet: rulesView(objectAt(registry.properties, 'networkRuleSet'), isPreview),
    dataEndpointHostNames: hasDataEndpoints ? dataHosts(estate, registry) : [],
    privateEndpointConnections: connections.map(({ id, name, type, properties: own }): Json => ({
      id,
      name,
      type,
      properties: own,
    })),
  };
  return { ...registry, properties };
}

/** Rules for subnets are shown by previews only, as recorded. */
function rulesView(rules: JsonObject, isPreview: boolean): JsonObject {
  const virtualNetworkRules = rules['virtualNetworkRules'] ?? [];
  return { ...without(rules, 'virtualNetworkRules'), ...(isPreview ? { virtualNetworkRules } : {}) };
}

export function hasNetworkRules(properties: JsonObject): boolean {
  return (
    same(textAt(properties, 'networkRuleSet', 'defaultAction'), 'Deny') ||
    listAt(properties, 'networkRuleSet', 'ipRules').length > 0 ||
    listAt(properties, 'networkRuleSet', 'virtualNetworkRules').length > 0
  );
}

function isApproved(connection: ArmResource): boolean {
  return same(textAt(connection.properties, 'privateLinkServiceConnectionState', 'status'), 'Approved');
}

function suffix(registry: ArmResource): string {
  const server = textAt(registry.properties, 'loginServer') ?? '';
  return server.slice(server.indexOf('.') + 1);
}
