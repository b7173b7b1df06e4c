import { randomUUID } from 'node:crypto';
import { shortRegion } from '../../arm/clouds';
import { invalidResourceReference, networkError } from '../../arm/errors';
import { parseArmId } from '../../arm/armId';
import { listAt, objectAt, same, textAt, textsAt, without } from '../../arm/json';
import type { ArmRequest } from '../../arm/provider';
import { locationOf, tagsOf } from '../../arm/tracked';
import type { ArmResource, JsonObject } from '../../estate';
import { requireRegistered } from '../providerRegistrations';
import { checkName, ENDPOINT, newEtag, SUBNET } from './common';
import { linkOf, registryIdOf } from './connections';
import { REGISTRY } from './registryMembers';
import { networkOf } from './subnetRules';

/** What a private endpoint refers to, found in the estate. */
export interface EndpointParts {
  readonly network: ArmResource;
  readonly subnet: ArmResource;
  readonly registry: ArmResource;
  readonly link: JsonObject;
  readonly isManual: boolean;
  readonly location: string;
}

/** Checks what a PUT of a private endpoint says, and finds what it names. */
export function readEndpoint(request: ArmRequest, existing: ArmResource | undefined): EndpointParts {
  const { estate, id, body } = request;
  // Both providers have to be registered where the endpoint is, wherever the registry is (from the documentation).
  for (const namespace of ['Microsoft.Network', 'Microsoft.ContainerRegistry']) {
    requireRegistered(estate, id.subscriptionId, namespace);
  }
  const location = locationOf(request, existing);
  const subnetId = textAt(body, 'properties', 'subnet', 'id') ?? '';
  const subnet = estate.get(subnetId);
  const network = subnet?.type === SUBNET ? networkOf(estate, subnet.id) : undefined;
  if (subnet === undefined || network === undefined) throw invalidResourceReference(subnetId, id.path);
  // An endpoint is in the region and in the subscription of its network (from the endpoint's documentation).
  const isSameSubscription = same(parseArmId(network.id)?.subscriptionId, id.subscriptionId);
  if (shortRegion(network.location ?? '') !== location || !isSameSubscription) {
    throw invalidResourceReference(network.id, id.path);
  }
  const { link, isManual } = readLink(request);
  const registryId = textAt(link, 'properties', 'privateLinkServiceId') ?? '';
  const registry = estate.get(registryId);
  if (registry?.type !== REGISTRY) throw invalidResourceReference(registryId, id.path);
  const parts = { network, subnet, registry, link, isManual, location };
  if (existing !== undefined) checkUnchanged(existing, parts);
  const customName = textAt(body, 'properties', 'customNetworkInterfaceName') ?? '';
  if (customName !== '') checkName(customName, 1, 80);
  return parts;
}

function readLink({ id, body }: ArmRequest): { link: JsonObject; isManual: boolean } {
  const automatic = listAt(body, 'properties', 'privateLinkServiceConnections') as JsonObject[];
  const manual = listAt(body, 'properties', 'manualPrivateLinkServiceConnections') as JsonObject[];
  const [link, ...others] = [...automatic, ...manual];
  if (link === undefined || others.length > 0) {
    throw networkError(
      400,
      'PrivateEndpointMustHaveOneConnection',
      `Private endpoint ${id.path} must have exactly one private link service connection.`,
    );
  }
  // Microsoft's own examples leave the name out; the endpoint's stands for it then.
  const name = textAt(link, 'name') ?? id.name;
  checkName(name, 1, 80);
  const groups = textsAt(link, 'properties', 'groupIds');
  if (groups.length !== 1 || groups[0] !== 'registry') {
    throw networkError(
      400,
      'PrivateEndpointInvalidGroupId',
      `Private endpoint ${id.path} has the group ids '${groups.join(', ')}'; a registry has the group id 'registry'.`,
    );
  }
  return { link: { ...link, name }, isManual: manual.length > 0 };
}

function checkUnchanged(existing: ArmResource, { subnet, registry }: EndpointParts): void {
  const isSameSubnet = same(textAt(existing.properties, 'subnet', 'id'), subnet.id);
  if (isSameSubnet && same(registryIdOf(existing), registry.id)) return;
  throw networkError(
    400,
    'PrivateEndpointCannotBeMoved',
    `Private endpoint ${existing.id} keeps its subnet and its registry. Delete it and create it again.`,
  );
}

/** The endpoint as its first answer shows it: interface and connection named, names and addresses still to come. */
export function endpointFrom(
  request: ArmRequest,
  existing: ArmResource | undefined,
  { subnet, registry, link, isManual, location }: EndpointParts,
): ArmResource {
  const { id, body } = request;
  const etag = newEtag();
  const customName = textAt(body, 'properties', 'customNetworkInterfaceName') ?? '';
  const nicName = customName === '' ? `${id.name}.nic.${randomUUID()}` : customName;
  const nicId = `${id.scope.path}/providers/Microsoft.Network/networkInterfaces/${nicName}`;
  const list = isManual ? 'manualPrivateLinkServiceConnections' : 'privateLinkServiceConnections';
  const linkName = textAt(link, 'name') ?? '';
  const connection: JsonObject = {
    name: linkName,
    id: `${id.path}/${list}/${linkName}`,
    etag,
    type: `${ENDPOINT}/${list}`,
    properties: {
      provisioningState: 'Succeeded',
      privateLinkServiceId: registry.id,
      groupIds: ['registry'],
      ...requestMessage(link),
      privateLinkServiceConnectionState: linkState(existing, isManual),
    },
  };
  return {
    name: id.name,
    id: id.path,
    etag,
    type: ENDPOINT,
    location,
    ...tagsOf(request),
    properties: {
      ...without(objectAt(body, 'properties'), 'customDnsConfigs', 'networkInterfaces'),
      provisioningState: 'Updating',
      resourceGuid: textAt(existing?.properties, 'resourceGuid') ?? randomUUID(),
      privateLinkServiceConnections: isManual ? [] : [connection],
      manualPrivateLinkServiceConnections: isManual ? [connection] : [],
      customNetworkInterfaceName: customName,
      subnet: { id: subnet.id },
      ipConfigurations: listAt(body, 'properties', 'ipConfigurations') as JsonObject[],
      networkInterfaces: existing === undefined ? [{ id: nicId }] : interfacesOf(existing),
      customDnsConfigs:
        existing === undefined ? [] : (listAt(existing.properties, 'customDnsConfigs') as JsonObject[]),
    },
  };
}

function interfacesOf(existing: ArmResource): JsonObject[] {
  return listAt(existing.properties, 'networkInterfaces') as JsonObject[];
}

function requestMessage(link: JsonObject): JsonObject {
  const message = textAt(link, 'properties', 'requestMessage');
  return message === undefined ? {} : { requestMessage: message };
}

function linkState(existing: ArmResource | undefined, isManual: boolean): JsonObject {
  const known =
    existing === undefined
      ? {}
      : objectAt(linkOf(existing), 'properties', 'privateLinkServiceConnectionState');
  if (Object.keys(known).length > 0) return known;
  return isManual
    ? { status: 'Pending', description: 'Awaiting Approval', actionsRequired: 'None' }
    : { status: 'Approved', description: 'Auto-Approved', actionsRequired: 'None' };
}
