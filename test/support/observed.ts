/**
 * Observations to plan from. `pair()` is a Premium registry without any endpoint and a cluster in a network of its own,
 * everything readable; each variation below changes one thing of an observation.
 */
import { childId, extensionId, groupIdOf, idKey, resourceId } from '../../src/model/armId';
import { roleIds } from '../../src/model/roles';
import type { JsonObject } from '../../src/model/json';
import type {
  Fact,
  Neighbours,
  Observed,
  ObservedCluster,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedPeering,
  ObservedRecord,
  ObservedRegistry,
  ObservedRoleAssignment,
  ObservedZone,
} from '../../src/provisioning/observed/observed';

const subscription = 'aaaaaaaa-0000-4000-8000-000000000001';

export const ids = {
  subscription,
  registryGroup: `/subscriptions/${subscription}/resourceGroups/rg-registry`,
  registry: resourceId(subscription, 'rg-registry', 'Microsoft.ContainerRegistry/registries', 'contoso'),
  cluster: resourceId(subscription, 'rg-shop', 'Microsoft.ContainerService/managedClusters', 'aks-shop'),
  clusterNetwork: resourceId(subscription, 'rg-shop', 'Microsoft.Network/virtualNetworks', 'vnet-shop'),
  registryNetwork: resourceId(
    subscription,
    'rg-registry',
    'Microsoft.Network/virtualNetworks',
    'vnet-contoso',
  ),
  subnet: resourceId(
    subscription,
    'rg-registry',
    'Microsoft.Network/virtualNetworks/subnets',
    'vnet-contoso',
    'snet-private-endpoints',
  ),
  endpoint: resourceId(subscription, 'rg-registry', 'Microsoft.Network/privateEndpoints', 'pe-contoso'),
  zone: zoneIdIn('rg-registry'),
  kubelet: 'bbbbbbbb-0000-4000-8000-000000000002',
} as const;

export function networkId(name: string, group = 'rg-other'): string {
  return resourceId(subscription, group, 'Microsoft.Network/virtualNetworks', name);
}

export function zoneIdIn(group: string, name = 'privatelink.azurecr.io'): string {
  return resourceId(subscription, group, 'Microsoft.Network/privateDnsZones', name);
}

export function knownAs<T>(value: T): Fact<T> {
  return { state: 'known', value };
}

export const absent = { state: 'absent' } as const;

export function unreadable(missingAction?: string): Fact<never> {
  return { state: 'unreadable', reason: 'Access was denied.', ...(missingAction ? { missingAction } : {}) };
}

export function registry(changes: Partial<ObservedRegistry> = {}): ObservedRegistry {
  return {
    id: ids.registry,
    name: 'contoso',
    location: 'westeurope',
    loginServer: 'contoso.azurecr.io',
    sku: 'Premium',
    provisioningState: 'Succeeded',
    publicNetworkAccess: 'Enabled',
    defaultAction: 'Allow',
    dataEndpointEnabled: false,
    dataEndpointHostNames: [],
    roleAssignmentMode: 'legacy',
    replicaLocations: [],
    connections: [],
    ...changes,
  };
}

export function cluster(changes: Partial<ObservedCluster> = {}): ObservedCluster {
  return {
    id: ids.cluster,
    name: 'aks-shop',
    location: 'westeurope',
    provisioningState: 'Succeeded',
    powerState: 'Running',
    kubernetesVersion: '1.33.1',
    nodeResourceGroup: 'MC_rg-shop_aks-shop_westeurope',
    nodeResourceGroupReadOnly: false,
    kubeletIdentity: { objectId: ids.kubelet, clientId: 'client', resourceId: 'identity' },
    pools: [
      {
        name: 'system',
        mode: 'System',
        count: 3,
        osType: 'Linux',
        vmSize: 'Standard_D4s_v5',
        subnetId: `${ids.clusterNetwork}/subnets/snet-nodes`,
      },
    ],
    httpProxy: 'none',
    networkId: ids.clusterNetwork,
    networkManagedByAks: false,
    serviceCidrs: ['10.0.0.0/16'],
    podCidrs: ['10.244.0.0/16'],
    ...changes,
  };
}

export function network(id: string, prefix: string, changes: Partial<ObservedNetwork> = {}): ObservedNetwork {
  return {
    id,
    name: id.split('/').at(-1) ?? id,
    location: 'westeurope',
    provisioningState: 'Succeeded',
    addressPrefixes: [prefix],
    dnsServers: [],
    // Without ranges, so that none of the network's is taken.
    subnets:
      id === ids.clusterNetwork
        ? [
            {
              id: `${id}/subnets/snet-nodes`,
              name: 'snet-nodes',
              addressPrefixes: [],
              delegations: [],
              privateEndpointNetworkPolicies: 'Disabled',
              usedAddresses: 0,
            },
          ]
        : [],
    peerings: [],
    ...changes,
  };
}

export function peering(
  fromId: string,
  toId: string,
  remotePrefix: string,
  changes: Partial<ObservedPeering> = {},
): ObservedPeering {
  const name = changes.name ?? `peer-${toId.split('/').at(-1) ?? ''}`;
  const id = childId(fromId, 'virtualNetworkPeerings', name);
  const raw: JsonObject = {
    id,
    name,
    etag: 'W/"1"',
    properties: {
      provisioningState: 'Succeeded',
      peeringState: changes.state ?? 'Connected',
      peeringSyncLevel: changes.syncLevel ?? 'FullyInSync',
      resourceGuid: 'guid',
      remoteVirtualNetwork: { id: toId },
      remoteAddressSpace: { addressPrefixes: [remotePrefix] },
      allowVirtualNetworkAccess: changes.allowVirtualNetworkAccess ?? true,
      allowForwardedTraffic: true,
      somethingNew: 'kept',
    },
  };
  return {
    id,
    name,
    remoteNetworkId: toId,
    state: 'Connected',
    syncLevel: 'FullyInSync',
    allowVirtualNetworkAccess: true,
    remoteAddressPrefixes: [remotePrefix],
    raw,
    ...changes,
  };
}

export function zone(
  id: string,
  linkedNetworks: readonly string[] = [],
  changes: Partial<ObservedZone> = {},
): ObservedZone {
  return {
    id,
    name: id.split('/').at(-1) ?? id,
    links: linkedNetworks.map((networkId) => {
      const name = `link-${networkId.split('/').at(-1) ?? ''}`;
      const link = childId(id, 'virtualNetworkLinks', name);
      return { id: link, name, networkId, state: 'Completed', resolutionPolicy: 'Default' };
    }),
    records: knownAs([]),
    ...changes,
  };
}

export function endpoint(
  zoneIds: readonly string[],
  changes: Partial<ObservedEndpoint> = {},
): ObservedEndpoint {
  const id = changes.id ?? ids.endpoint;
  const group = {
    id: childId(id, 'privateDnsZoneGroups', 'default'),
    name: 'default',
    zoneIds,
    raw: {
      name: 'default',
      etag: 'W/"2"',
      properties: {
        provisioningState: 'Succeeded',
        privateDnsZoneConfigs: zoneIds.map((privateDnsZoneId) => ({
          name: 'privatelink-azurecr-io',
          id: 'config',
          properties: { privateDnsZoneId, recordSets: [{ recordType: 'A' }] },
        })),
      },
    },
  };
  return {
    id,
    name: id.split('/').at(-1) ?? id,
    location: 'westeurope',
    provisioningState: 'Succeeded',
    subnetId: ids.subnet,
    targetId: ids.registry,
    groupIds: ['registry'],
    status: 'Approved',
    addresses: [
      { fqdn: 'contoso.azurecr.io', address: '10.90.0.5' },
      { fqdn: 'contoso.westeurope.data.azurecr.io', address: '10.90.0.4' },
    ],
    zoneGroup: zoneIds.length === 0 ? absent : knownAs(group),
    ...changes,
  };
}

export function assignment(changes: Partial<ObservedRoleAssignment> = {}): ObservedRoleAssignment {
  const scope = changes.scope ?? ids.registry;
  return {
    id: extensionId(scope, 'Microsoft.Authorization/roleAssignments', 'cccccccc-0000-4000-8000-000000000003'),
    scope,
    principalId: ids.kubelet,
    roleId: roleIds.acrPull,
    roleName: 'AcrPull',
    condition: undefined,
    permissions: [
      {
        actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
        notActions: [],
        dataActions: [],
        notDataActions: [],
      },
    ],
    ...changes,
  };
}

/** What counts in a registry with permissions by repository. */
export const reader = {
  roleId: roleIds.repositoryReader,
  roleName: 'Container Registry Repository Reader',
  permissions: [
    {
      actions: [],
      notActions: [],
      dataActions: ['Microsoft.ContainerRegistry/registries/repositories/content/read'],
      notDataActions: [],
    },
  ],
} as const satisfies Partial<ObservedRoleAssignment>;

export const registryWithEndpoint = () =>
  registry({ connections: [{ id: 'connection', endpointId: ids.endpoint, status: 'Approved' }] });

/** Lists instead of keyed facts; whatever the plan may look for and isn't in them is absent. */
export interface Estate {
  readonly registry?: Fact<ObservedRegistry> | ObservedRegistry;
  readonly cluster?: Fact<ObservedCluster> | ObservedCluster;
  readonly networks?: readonly ObservedNetwork[];
  readonly endpoints?: readonly ObservedEndpoint[];
  readonly zones?: readonly ObservedZone[];
  /** Groups that do not exist, besides those of all other things, which do. */
  readonly missingGroups?: readonly string[];
  readonly roleAssignments?: Fact<readonly ObservedRoleAssignment[]> | readonly ObservedRoleAssignment[];
  readonly neighbours?: Neighbours;
}

/** A registry without endpoint, and a cluster; each argument replaces that part. */
export function pair(estate: Estate = {}): Observed {
  const networks = estate.networks ?? [network(ids.clusterNetwork, '10.20.0.0/16')];
  const things = [...networks, ...(estate.endpoints ?? []), ...(estate.zones ?? [])];
  const groups = [ids.registryGroup, groupIdOf(ids.cluster), ...things.map(({ id }) => groupIdOf(id))];
  const roles = estate.roleAssignments ?? [];
  return {
    at: '2026-01-01T00:00:00Z',
    registry: factOf(estate.registry ?? registry()),
    clusters: { [idKey(ids.cluster)]: factOf(estate.cluster ?? cluster()) },
    networks: { [idKey(ids.registryNetwork)]: absent, ...keyed(networks) },
    endpoints: { [idKey(ids.endpoint)]: absent, ...keyed(estate.endpoints ?? []) },
    zones: { [idKey(ids.zone)]: absent, ...keyed(estate.zones ?? []) },
    resourceGroups: {
      ...keyed(groups.map((id) => ({ id, location: 'westeurope' }))),
      ...Object.fromEntries((estate.missingGroups ?? []).map((id) => [idKey(id), absent])),
    },
    roleAssignments: {
      [idKey(ids.cluster)]: 'state' in roles ? roles : knownAs(roles),
    },
    neighbours: knownAs(estate.neighbours ?? { privateRegistries: [], clusters: [] }),
  };
}

/** The same pair after a link: everything in place, named as `proposeSpec` names it. */
export function linkedPair(estate: Estate = {}): Observed {
  return pair({
    registry: registryWithEndpoint(),
    networks: linkedNetworks(),
    endpoints: [endpoint([ids.zone])],
    zones: [linkedZone()],
    roleAssignments: [assignment()],
    ...estate,
  });
}

export function linkedNetworks(
  out: Partial<ObservedPeering> = {},
  back: Partial<ObservedPeering> = {},
): ObservedNetwork[] {
  return [
    registryNetwork([peering(ids.registryNetwork, ids.clusterNetwork, '10.20.0.0/16', out)]),
    network(ids.clusterNetwork, '10.20.0.0/16', {
      peerings: [peering(ids.clusterNetwork, ids.registryNetwork, '10.90.0.0/26', back)],
    }),
  ];
}

export function registryNetwork(peerings: readonly ObservedPeering[] = []): ObservedNetwork {
  return network(ids.registryNetwork, '10.90.0.0/26', {
    subnets: [
      {
        id: ids.subnet,
        name: 'snet-private-endpoints',
        addressPrefixes: ['10.90.0.0/27'],
        delegations: [],
        privateEndpointNetworkPolicies: 'Disabled',
        usedAddresses: 2,
      },
    ],
    peerings,
  });
}

export function linkedZone(
  networks: readonly string[] = [ids.registryNetwork, ids.clusterNetwork],
  records: readonly ObservedRecord[] = [
    { name: 'contoso', addresses: ['10.90.0.5'] },
    { name: 'contoso.westeurope.data', addresses: ['10.90.0.4'] },
  ],
): ObservedZone {
  return zone(ids.zone, networks, { records: knownAs(records) });
}

function factOf<T extends object>(value: Fact<T> | T): Fact<T> {
  return 'state' in value ? value : knownAs(value);
}

function keyed<T extends { readonly id: string }>(values: readonly T[]): Record<string, Fact<T>> {
  return Object.fromEntries(values.map((value) => [idKey(value.id), knownAs(value)]));
}
