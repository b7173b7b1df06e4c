/** What tests add to the contoso estate: through the emulator's own requests, so that side effects are Azure's. */
import { randomUUID } from 'node:crypto';
import type { Core } from '../../../emulator/src/core';
import { replay } from '../../../emulator/src/scenario';
import { seedCluster } from '../../../emulator/src/scenarioCluster';
import { contoso } from './contoso';

type Id = `/${string}`;

/** A subscription of its own, which the signed-in person owns. */
export function addSubscription(core: Core, displayName: string): string {
  const id = randomUUID();
  const like = core.estate.get(`/subscriptions/${contoso('apps')}`)!;
  core.estate.put({
    ...like,
    id: `/subscriptions/${id}`,
    name: displayName,
    properties: { ...like.properties, subscriptionId: id, displayName },
  });
  for (const provider of core.estate.ofType('Microsoft.Resources/providers')) {
    if (!provider.id.includes(contoso('apps'))) continue;
    core.estate.put({ ...provider, id: provider.id.replace(contoso('apps'), id) });
  }
  const owner = core.estate
    .ofType('Microsoft.Authorization/roleAssignments')
    .find(({ id: at }) =>
      at.startsWith(`/subscriptions/${contoso('apps')}/providers/Microsoft.Authorization`),
    )!;
  core.estate.put({
    ...owner,
    id: owner.id.replace(contoso('apps'), id),
    properties: { ...owner.properties, scope: `/subscriptions/${id}` },
  });
  return id;
}

export function addGroup(core: Core, subscription: string, name: string, location = 'westeurope'): Id {
  const id: Id = `/subscriptions/${subscription}/resourceGroups/${name}`;
  replay(core, 'PUT', id, { location });
  return id;
}

export function addNetwork(
  core: Core,
  group: string,
  name: string,
  ranges: {
    readonly prefix: string;
    /** Names with their ranges. */
    readonly subnets?: Readonly<Record<string, string>>;
    readonly dnsServers?: readonly string[];
    readonly location?: string;
  },
): Id {
  const id: Id = `${group as Id}/providers/Microsoft.Network/virtualNetworks/${name}`;
  replay(core, 'PUT', id, {
    location: ranges.location ?? 'westeurope',
    properties: {
      addressSpace: { addressPrefixes: [ranges.prefix] },
      subnets: Object.entries(ranges.subnets ?? {}).map(([subnet, addressPrefix]) => ({
        name: subnet,
        properties: { addressPrefix },
      })),
      ...(ranges.dnsServers ? { dhcpOptions: { dnsServers: ranges.dnsServers } } : {}),
    },
  });
  return id;
}

/** A cluster with a pool in each of the subnets; without any, in a network that AKS makes (10.224.0.0/12). */
export function addCluster(
  core: Core,
  group: string,
  name: string,
  subnets: readonly string[] = [],
  location = 'westeurope',
): Id {
  const id: Id = `${group as Id}/providers/Microsoft.ContainerService/managedClusters/${name}`;
  const pools = subnets.map((subnet, index) => ({ name: `pool${index}`, subnet }));
  const cluster = {
    id,
    location,
    kubernetesVersion: '1.34.2',
    powerState: 'Running' as const,
    kubelet: randomUUID(),
    controlPlane: randomUUID(),
    outboundAddress: '203.0.113.99',
    tags: {},
    pools: (pools.length > 0 ? pools : [{ name: 'agentpool' }]).map((pool) => ({
      ...pool,
      mode: 'System' as const,
      count: 2,
      vmSize: 'Standard_D4ds_v5',
      powerState: 'Running' as const,
    })),
  };
  for (const principal of seedCluster(core, cluster, contoso('tenant'))) addPrincipal(core, principal);
  if (pools.length === 0) {
    const [, subscription = '', groupName = ''] = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/.exec(
      id,
    )!;
    const nodeGroup = `/subscriptions/${subscription}/resourceGroups/MC_${groupName}_${name}_${location}`;
    addNetwork(core, nodeGroup, `aks-vnet-${name}`, {
      prefix: '10.224.0.0/12',
      subnets: { 'aks-subnet': '10.224.0.0/16' },
      location,
    });
  }
  return id;
}

/** Changes properties at once, also those that nobody can send: AKS or Azure itself sets them. */
export function changeProperties(
  core: Core,
  id: string,
  properties: object,
  without: readonly string[] = [],
): void {
  const resource = core.estate.get(id)!;
  const kept = Object.entries(resource.properties).filter(([member]) => !without.includes(member));
  core.estate.put({ ...resource, properties: { ...Object.fromEntries(kept), ...properties } });
}

/** Another cluster like this one, in the same network, with a kubelet identity of its own. */
export function addTwin(core: Core, clusterId: string, objectId: string, name = 'aks-twin'): string {
  const original = core.estate.get(clusterId)!;
  const id = clusterId.replace(/[^/]+$/, name);
  const twin = JSON.parse(JSON.stringify(original).replaceAll(clusterId, id)) as typeof original;
  const identity = { kubeletidentity: { objectId, clientId: objectId, resourceId: `${id}-kubelet` } };
  core.estate.put({ ...twin, id, name, properties: { ...twin.properties, identityProfile: identity } });
  addPrincipal(core, { id: objectId, type: 'ServicePrincipal', name: `${name}-agentpool` });
  return id;
}

interface Principal {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

function addPrincipal({ estate }: Core, { id, type, name }: Principal): void {
  estate.put({
    id: `/directoryObjects/${id}`,
    name: id,
    type: 'Microsoft.Graph/directoryObjects',
    properties: { principalType: type, displayName: name },
  });
}

export function addRegistry(core: Core, group: string, name: string, properties: object = {}): Id {
  const id: Id = `${group as Id}/providers/Microsoft.ContainerRegistry/registries/${name}`;
  replay(core, 'PUT', id, { location: 'westeurope', sku: { name: 'Premium' }, properties });
  return id;
}

export function addReplica(core: Core, registryId: string, location: string): void {
  replay(core, 'PUT', `${registryId}/replications/${location}`, { location, properties: {} });
}

/** A zone in the group, linked to the networks. */
export function addZone(
  core: Core,
  group: string,
  networkIds: readonly string[],
  resolutionPolicy?: 'NxDomainRedirect',
): Id {
  const id: Id = `${group as Id}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;
  if (core.estate.get(id) === undefined) replay(core, 'PUT', id, { location: 'global' });
  for (const networkId of networkIds) {
    replay(core, 'PUT', `${id}/virtualNetworkLinks/link-${networkId.split('/').at(-1)!}`, {
      location: 'global',
      properties: {
        virtualNetwork: { id: networkId },
        registrationEnabled: false,
        ...(resolutionPolicy ? { resolutionPolicy } : {}),
      },
    });
  }
  return id;
}

export function peer(core: Core, a: string, b: string): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    replay(core, 'PUT', `${from}/virtualNetworkPeerings/to-${to.split('/').at(-1)!}`, {
      properties: { remoteVirtualNetwork: { id: to }, allowVirtualNetworkAccess: true },
    });
  }
}

/** An endpoint of a registry in a subnet, writing to the zone if one is given. */
export function addEndpoint(
  core: Core,
  name: string,
  registryId: string,
  subnetId: string,
  zoneId?: string,
): Id {
  const group = /^.*?\/resourceGroups\/[^/]+/.exec(subnetId)![0];
  const id: Id = `${group as Id}/providers/Microsoft.Network/privateEndpoints/${name}`;
  replay(core, 'PUT', id, {
    location: 'westeurope',
    properties: {
      subnet: { id: subnetId },
      privateLinkServiceConnections: [
        { name, properties: { privateLinkServiceId: registryId, groupIds: ['registry'] } },
      ],
    },
  });
  if (zoneId !== undefined) {
    replay(core, 'PUT', `${id}/privateDnsZoneGroups/default`, {
      properties: {
        privateDnsZoneConfigs: [{ name: 'privatelink-azurecr-io', properties: { privateDnsZoneId: zoneId } }],
      },
    });
  }
  return id;
}

/** The role that lets a cluster pull, as an owner assigns it. */
export function addPull(core: Core, registryId: string, clusterId: string): void {
  assign(core, registryId, clusterId, '7f951dda-4ed3-4680-a7ca-43fe172d538d');
}

/** The role that counts in a registry with permissions by repository, under a condition; in place of an earlier one. */
export function addReader(core: Core, registryId: string, clusterId: string, condition: string): void {
  const role = 'b93aa761-3e63-49ed-ac28-beffa264f7ac';
  for (const { id, properties } of core.estate.below(registryId, 'Microsoft.Authorization/roleAssignments')) {
    const definition = properties['roleDefinitionId'];
    if (typeof definition === 'string' && definition.endsWith(role)) core.estate.delete(id);
  }
  assign(core, registryId, clusterId, role, { condition, conditionVersion: '2.0' });
}

/** A security group that lets a subnet out to the destinations only: ranges or service tags. */
export function allowOnly(core: Core, subnetId: string, destinations: readonly string[]): void {
  const group = `${/^.*?\/resourceGroups\/[^/]+/.exec(subnetId)![0]}/providers/Microsoft.Network/networkSecurityGroups/nsg-egress`;
  const rule = (name: string, priority: number, access: string, destination: string) => ({
    name,
    properties: {
      priority,
      direction: 'Outbound',
      access,
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: destination,
      destinationPortRange: '*',
    },
  });
  replay(core, 'PUT', group, {
    location: 'westeurope',
    properties: {
      securityRules: [
        ...destinations.map((destination, index) => rule(`allow${index}`, 100 + index, 'Allow', destination)),
        rule('deny', 4000, 'Deny', '*'),
      ],
    },
  });
  const { addressPrefix, addressPrefixes } = core.estate.get(subnetId)!.properties;
  replay(core, 'PUT', subnetId, {
    properties: {
      ...(addressPrefix === undefined ? { addressPrefixes } : { addressPrefix }),
      networkSecurityGroup: { id: group },
    },
  });
}

function assign(core: Core, registryId: string, clusterId: string, role: string, more: object = {}): void {
  const profile = core.estate.get(clusterId)!.properties['identityProfile'] as {
    kubeletidentity: { objectId: string };
  };
  const subscription = /^\/subscriptions\/[^/]+/.exec(registryId)![0];
  replay(core, 'PUT', `${registryId}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`, {
    properties: {
      principalId: profile.kubeletidentity.objectId,
      principalType: 'ServicePrincipal',
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      ...more,
    },
  });
}
