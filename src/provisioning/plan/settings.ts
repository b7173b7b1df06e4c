/**
 * What of a resource is set by whoever writes it, and what Azure computes: the one place that tells them apart, for
 * bodies that write something back and for the question whether anybody has changed it.
 */
import { asObject, type Json, type JsonObject } from '../../model/json';
import type { StepKind } from './plan';

const envelope = ['id', 'name', 'type', 'etag', 'systemData', 'properties.provisioningState'];

/** Parts of a resource that have ids, states and etags of their own. */
function inner(list: string): string[] {
  return ['id', 'type', 'etag', 'properties.provisioningState'].map((member) => `${list}[].${member}`);
}

const subnet = [
  'privateEndpoints',
  'ipConfigurations',
  'ipConfigurationProfiles',
  'resourceNavigationLinks',
  'serviceAssociationLinks',
  'purpose',
];

/** Whose state is all that matters of a connection; its words and its own provisioning come and go. */
function connections(list: string): string[] {
  const state = `${list}[].properties.privateLinkServiceConnectionState`;
  return [...inner(list), `${state}.description`, `${state}.actionsRequired`];
}

const registry = [
  'sku.tier',
  'identity.principalId',
  'identity.tenantId',
  'properties.loginServer',
  'properties.creationDate',
  'properties.status',
  // The first private endpoint switches data endpoints on, and each replica has one of its own.
  'properties.dataEndpointEnabled',
  'properties.dataEndpointHostNames',
  'properties.encryption.keyVaultProperties.versionedKeyIdentifier',
  'properties.encryption.keyVaultProperties.lastKeyRotationTimestamp',
];

/**
 * Read-only members of Microsoft's definitions (azure-rest-api-specs), and what the service fills in besides. A
 * peering's address spaces come from the two networks: an old copy must not be written back.
 */
const computed: Readonly<Record<StepKind, readonly string[]>> = {
  resourceGroup: [],
  registry: [...registry, 'properties.privateEndpointConnections'],
  registrySku: [...registry, 'properties.privateEndpointConnections'],
  // By them clusters still pull when the public address is closed.
  publicAccess: [...registry, ...connections('properties.privateEndpointConnections')],
  replica: ['properties.status'],
  network: [
    'properties.resourceGuid',
    'properties.flowLogs',
    'properties.virtualNetworkPeerings',
    ...inner('properties.subnets'),
    ...subnet.map((member) => `properties.subnets[].properties.${member}`),
  ],
  subnet: subnet.map((member) => `properties.${member}`),
  zone: [
    'properties.internalId',
    'properties.maxNumberOfRecordSets',
    'properties.numberOfRecordSets',
    'properties.maxNumberOfVirtualNetworkLinks',
    'properties.numberOfVirtualNetworkLinks',
    'properties.maxNumberOfVirtualNetworkLinksWithRegistration',
    'properties.numberOfVirtualNetworkLinksWithRegistration',
  ],
  zoneLink: ['properties.virtualNetworkLinkState'],
  endpoint: [
    'properties.resourceGuid',
    'properties.networkInterfaces',
    'properties.customDnsConfigs',
    ...connections('properties.privateLinkServiceConnections'),
    ...connections('properties.manualPrivateLinkServiceConnections'),
  ],
  zoneGroup: [
    ...inner('properties.privateDnsZoneConfigs'),
    'properties.privateDnsZoneConfigs[].properties.recordSets',
  ],
  peering: [
    'properties.peeringState',
    'properties.peeringSyncLevel',
    'properties.resourceGuid',
    'properties.remoteVirtualNetworkEncryption',
    'properties.localAddressSpace',
    'properties.localVirtualNetworkAddressSpace',
    'properties.remoteAddressSpace',
    'properties.remoteVirtualNetworkAddressSpace',
  ],
  roleAssignment: [
    'properties.scope',
    'properties.createdOn',
    'properties.createdBy',
    'properties.updatedOn',
    'properties.updatedBy',
  ],
  connection: ['properties.groupIds', 'properties.privateLinkServiceConnectionState.actionsRequired'],
};

/** What tells a resource from another one that was made later under its name: members that Azure gives at creation. */
const identities: Readonly<Record<StepKind, readonly string[]>> = {
  resourceGroup: [],
  registry: ['properties.creationDate'],
  registrySku: ['properties.creationDate'],
  publicAccess: ['properties.creationDate'],
  replica: ['systemData.createdAt'],
  network: ['properties.resourceGuid'],
  subnet: [],
  zone: ['properties.internalId'],
  zoneLink: [],
  endpoint: ['properties.resourceGuid'],
  zoneGroup: [],
  peering: ['properties.resourceGuid'],
  roleAssignment: ['properties.createdOn', 'properties.createdBy'],
  // Its name holds a GUID.
  connection: [],
};

/** A resource as ARM answers it, without what Azure computes: what a PUT that changes nothing would send. */
export function settingsOf(kind: StepKind, resource: JsonObject): JsonObject {
  return asObject(withoutPaths(resource, [...envelope, ...computed[kind]]));
}

/** What tells the resource from a later one of its name, as members of it; empty where Azure gives nothing of the kind. */
export function identityOf(kind: StepKind, resource: JsonObject): JsonObject {
  return identities[kind].reduce<JsonObject>((identity, path) => {
    const value = valueAt(resource, path);
    return value === undefined || value === null ? identity : withValue(identity, path, value);
  }, {});
}

/** The member at a path such as `properties.networkRuleSet.ipRules`; undefined where there is none. */
export function valueAt(resource: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, member) => asObject(value)[member], resource);
}

/** The same with another value at a path, whose parents are made where they lack. */
export function withValue(resource: JsonObject, path: string, value: Json): JsonObject {
  const [first = '', ...rest] = path.split('.');
  const changed = rest.length === 0 ? value : withValue(asObject(resource[first]), rest.join('.'), value);
  return { ...resource, [first]: changed };
}

/** The same without the members at the paths, in which `[]` stands for each item of a list. */
export function withoutPaths(resource: Json, paths: readonly string[]): Json {
  return paths.reduce((rest, path) => without(rest, path.split('.')), resource);
}

function without(value: Json, [first = '', ...rest]: readonly string[]): Json {
  const name = first.replace(/\[\]$/, '');
  const object = asObject(value);
  const member = object[name];
  if (member === undefined) return value;
  if (rest.length === 0) {
    return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
  }
  if (!first.endsWith('[]')) return { ...object, [name]: without(member, rest) };
  if (!Array.isArray(member)) return value;
  return { ...object, [name]: (member as readonly Json[]).map((item) => without(item, rest)) };
}
