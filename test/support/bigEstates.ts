/** Made estates of hundreds of subscriptions, for counting and measuring what everything over an inventory costs. */
import { childId, idKey, nameOf, resourceId } from '../../src/model/armId';
import { roleIds } from '../../src/model/roles';
import type { Inventory, Subscription } from '../../src/provisioning/observed/inventory';
import type {
  Fact,
  Observed,
  ObservedCluster,
  ObservedNetwork,
  ObservedPeering,
  ObservedRecord,
  ObservedRegistry,
} from '../../src/provisioning/observed/observed';
import { cluster, network, registry } from './observed';

export interface Size {
  readonly subscriptions: number;
  /** In each subscription. */
  readonly registries: number;
  readonly clusters: number;
  /** Role assignments to groups in each subscription, a fortieth of them to pull. */
  readonly groupRoles: number;
}

/** Ten registries and three clusters a subscription, as many roles of groups as there are in large companies. */
export const sizes = {
  S: { subscriptions: 5, registries: 2, clusters: 1, groupRoles: 4 },
  M: { subscriptions: 100, registries: 10, clusters: 3, groupRoles: 4 },
  L: { subscriptions: 500, registries: 10, clusters: 3, groupRoles: 4 },
} as const satisfies Readonly<Record<string, Size>>;

const zoneName = 'privatelink.azurecr.io';

/**
 * Half of the registries have an endpoint in the subscription's hub, with which two clusters of three are peered; seven
 * networks of ten are linked to the hub's zone; two clusters of three have AcrPull on a registry.
 */
export function bigInventory(size: Size): Inventory {
  const parts = Array.from({ length: size.subscriptions }, (_, index) => subscriptionPart(index, size));
  return {
    registries: parts.flatMap((part) => part.registries),
    clusters: parts.flatMap((part) => part.clusters),
    networks: parts.flatMap((part) => part.networks),
    endpoints: parts.flatMap((part) => part.endpoints),
    zoneLinks: parts.flatMap((part) => part.zoneLinks),
    zoneRecords: Object.fromEntries(parts.map(({ zoneId, records }) => [idKey(zoneId), records])),
    securityGroups: {},
    routeTables: {},
    roleAssignments: parts.flatMap((part) => part.roles),
  };
}

export function bigSubscriptions({ subscriptions }: Pick<Size, 'subscriptions'>): readonly Subscription[] {
  return Array.from({ length: subscriptions }, (_, index) => ({
    id: guid(1, index),
    name: `Subscription ${index}`,
    tenantId: guid(9, 0),
  }));
}

/** The endpoints of all registries are in one network, with which the networks of all clusters are peered. */
export function hubAndSpokes(registries: number, clusters: number): Inventory {
  const one = subscriptionPart(0, { subscriptions: 1, registries: registries * 2, clusters, groupRoles: 0 });
  return { ...one, zoneRecords: { [idKey(one.zoneId)]: one.records }, roleAssignments: one.roles };
}

/** What `observe` tells of a registry and the first clusters of an inventory, everything else as neighbours. */
export function bigObservation(inventory: Inventory, clusterCount: number): Observed {
  const [own] = inventory.registries;
  if (own === undefined) throw new Error('An estate without a registry.');
  const clusters = inventory.clusters.slice(0, clusterCount);
  const networkIds = new Set(clusters.map(({ networkId = '' }) => idKey(networkId)));
  const networks = inventory.networks.filter(({ id }) => networkIds.has(idKey(id))) as ObservedNetwork[];
  return {
    at: '2026-01-01T00:00:00Z',
    registry: known({ ...own, connections: [] }),
    clusters: byId(clusters),
    networks: byId(networks),
    resourceGroups: {},
    endpoints: {},
    zones: {},
    roleAssignments: Object.fromEntries(clusters.map(({ id }) => [idKey(id), known([])])),
    groupContents: {},
    securityGroups: {},
    routeTables: {},
    neighbours: known({
      pullPrincipals: [],
      networks: inventory.networks.map(({ id, addressPrefixes, dnsServers = [] }) => ({
        id,
        addressPrefixes,
        dnsServers,
      })),
      privateRegistries: inventory.registries
        .filter(({ id, connections }) => id !== own.id && connections.length > 0)
        .map(({ id, loginServer }) => ({ id, loginServer, pullPrincipals: [] })),
      clusters: inventory.clusters.map(({ id, name, networkId, kubeletIdentity }) => ({
        id,
        name,
        networkId,
        kubeletObjectId: kubeletIdentity?.objectId,
      })),
    }),
  };
}

function known<T>(value: T): Fact<T> {
  return { state: 'known', value };
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Readonly<Record<string, Fact<T>>> {
  return Object.fromEntries(items.map((item) => [idKey(item.id), known(item)]));
}

function guid(kind: number, index: number): string {
  return `${kind}0000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

function subscriptionPart(at: number, size: Size) {
  const subscription = guid(1, at);
  const idOf = (type: string, ...names: string[]) => resourceId(subscription, 'rg-apps', type, ...names);
  const range = (index: number) => `10.${(at * 4 + index) % 250}.${index % 250}.0/24`;
  const hubId = idOf('Microsoft.Network/virtualNetworks', `hub-${at}`);
  const zoneId = idOf('Microsoft.Network/privateDnsZones', zoneName);
  const clusters = Array.from({ length: size.clusters }, (_, index): ObservedCluster => {
    const name = `aks-${at}-${index}`;
    const networkId = idOf('Microsoft.Network/virtualNetworks', `vnet-${name}`);
    return cluster({
      id: idOf('Microsoft.ContainerService/managedClusters', name),
      name,
      networkId,
      kubeletIdentity: {
        objectId: guid(2, at * size.clusters + index),
        clientId: guid(3, index),
        resourceId: idOf('Microsoft.ManagedIdentity/userAssignedIdentities', name),
      },
      pools: [
        {
          name: 'system',
          mode: 'System',
          count: 3,
          osType: 'Linux',
          vmSize: 'Standard_D4s_v5',
          subnetId: childId(networkId, 'subnets', 'nodes'),
        },
      ],
    });
  });
  const isPeered = (index: number) => size.clusters > 3 || index % 3 !== 2;
  const peering = (from: string, to: string, remote: string): ObservedPeering => ({
    id: childId(from, 'virtualNetworkPeerings', `peer-${nameOf(to)}`),
    name: `peer-${nameOf(to)}`,
    remoteNetworkId: to,
    state: 'Connected',
    syncLevel: 'FullyInSync',
    allowVirtualNetworkAccess: true,
    remoteAddressPrefixes: [remote],
    raw: {},
  });
  const spokes = clusters.map(({ networkId = '' }, index): ObservedNetwork => {
    const peerings = isPeered(index) ? [peering(networkId, hubId, range(0))] : [];
    // Every tenth asks DNS servers of its own, which stand in the hub.
    const dnsServers = (at * size.clusters + index) % 10 === 9 ? [range(0).replace('0/24', '4')] : [];
    return {
      ...network(networkId, range(index + 1), { peerings, dnsServers }),
      subnets: [subnet(networkId, 'nodes')],
    };
  });
  const hub = {
    ...network(hubId, range(0), {
      peerings: spokes.flatMap(({ id }, index) =>
        isPeered(index) ? [peering(hubId, id, range(index + 1))] : [],
      ),
    }),
    subnets: [subnet(hubId, 'endpoints')],
  };
  const registries = Array.from({ length: size.registries }, (_, index): ObservedRegistry => {
    const name = `registry${at}x${index}`;
    const id = idOf('Microsoft.ContainerRegistry/registries', name);
    const endpointId = idOf('Microsoft.Network/privateEndpoints', `pe-${name}`);
    const connections =
      index % 2 === 0
        ? [
            {
              id: childId(id, 'privateEndpointConnections', 'c'),
              endpointId,
              status: 'Approved' as const,
            },
          ]
        : [];
    return registry({ id, name, loginServer: `${name}.azurecr.io`, connections });
  });
  const isPrivate = registries.filter(({ connections }) => connections.length > 0);
  const address = (index: number) => range(0).replace('0/24', `${(index % 200) + 10}`);
  const linked = [...spokes, hub].filter((_, index) => (at + index) % 10 < 7);
  return {
    registries,
    clusters,
    networks: [...spokes, hub],
    endpoints: isPrivate.map(({ id, name, location, loginServer, connections }, index) => ({
      id: connections[0]?.endpointId ?? '',
      name: `pe-${name}`,
      location,
      subnetId: childId(hubId, 'subnets', 'endpoints'),
      targetId: id,
      status: 'Approved' as const,
      provisioningState: 'Succeeded',
      addresses: [
        { fqdn: loginServer, address: address(index) },
        { fqdn: `${name}.westeurope.data.azurecr.io`, address: address(index) },
      ],
    })),
    zoneLinks: linked.map(({ id, name }) => ({
      id: childId(zoneId, 'virtualNetworkLinks', name),
      name,
      networkId: id,
      state: 'Completed',
      resolutionPolicy: 'Default' as const,
      zoneId,
      zoneName,
    })),
    zoneId,
    records: known<readonly ObservedRecord[]>(
      isPrivate.flatMap(({ name }, index) =>
        [name, `${name}.westeurope.data`].map((record) => ({ name: record, addresses: [address(index)] })),
      ),
    ),
    roles: [
      ...clusters.flatMap(({ kubeletIdentity }, index) =>
        index % 3 === 2
          ? []
          : [
              {
                scope: registries[index % registries.length]?.id ?? '',
                principalId: kubeletIdentity?.objectId ?? '',
                roleId: roleIds.acrPull,
              },
            ],
      ),
      ...Array.from({ length: size.groupRoles }, (_, index) => ({
        scope:
          (at * size.groupRoles + index) % 40 === 39
            ? (registries[0]?.id ?? '')
            : `/subscriptions/${subscription}`,
        principalId: guid(4, at * size.groupRoles + index),
        roleId: (at * size.groupRoles + index) % 40 === 39 ? roleIds.acrPull : roleIds.reader,
        toGroup: true,
      })),
    ],
  };
}

function subnet(networkId: string, name: string): ObservedNetwork['subnets'][number] {
  return {
    id: childId(networkId, 'subnets', name),
    name,
    addressPrefixes: [],
    delegations: [],
    privateEndpointNetworkPolicies: 'Disabled',
    usedAddresses: 90,
  };
}
