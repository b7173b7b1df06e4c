/** A registry and a cluster that pulls from it privately, as the model of reachability sees them; each part can be changed. */
import { nameOf, sameId } from '../../src/model/armId';
import { contains } from '../../src/model/addressRange';
import { roleIds } from '../../src/model/roles';
import type {
  Fact,
  ObservedCluster,
  ObservedPeering,
  ObservedRecord,
  ObservedRegistry,
  ObservedRouteTable,
  ObservedSecurityGroup,
  ObservedSubnet,
  ObservedZoneLink,
} from '../../src/provisioning/observed/observed';
import { reachOf, type Reach } from '../../src/reachability/reach';
import type { SeenEndpoint, SeenNetwork, SeenRoles, World } from '../../src/reachability/world';
import { cluster, idOf, registry } from './estates';

export const known = <T>(value: T): Fact<T> => ({ state: 'known', value });
export const unreadable = {
  state: 'unreadable' as const,
  reason: 'You may not read it.',
  missingAction: 'Microsoft.Network/virtualNetworks/read',
};

const network = (name: string) => idOf('Microsoft.Network/virtualNetworks', name);
export const ids = {
  nodes: `${network('vnet-nodes')}/subnets/snet-nodes`,
  nodesNetwork: network('vnet-nodes'),
  endpoint: idOf('Microsoft.Network/privateEndpoints', 'pe-contoso'),
  endpointSubnet: `${network('vnet-contoso')}/subnets/snet-endpoints`,
  endpointNetwork: network('vnet-contoso'),
  hub: network('vnet-hub'),
  group: idOf('Microsoft.Network/networkSecurityGroups', 'nsg-nodes'),
  table: idOf('Microsoft.Network/routeTables', 'rt-nodes'),
};

export function subnet(id: string, range: string, changes: Partial<ObservedSubnet> = {}): ObservedSubnet {
  return {
    id,
    name: nameOf(id),
    addressPrefixes: [range],
    delegations: [],
    privateEndpointNetworkPolicies: 'Disabled',
    usedAddresses: 0,
    ...changes,
  };
}

export function peering(
  from: string,
  to: string,
  remote: string,
  changes: Partial<ObservedPeering> = {},
): ObservedPeering {
  return {
    id: `${from}/virtualNetworkPeerings/to-${nameOf(to)}`,
    name: `to-${nameOf(to)}`,
    remoteNetworkId: to,
    state: 'Connected',
    syncLevel: 'FullyInSync',
    allowVirtualNetworkAccess: true,
    remoteAddressPrefixes: [remote],
    raw: {},
    ...changes,
  };
}

interface MadeZone {
  readonly name: string;
  readonly records: Fact<readonly ObservedRecord[]>;
  /** Networks with the state and policy of their links. */
  readonly links: readonly (Pick<ObservedZoneLink, 'networkId'> & Partial<ObservedZoneLink>)[];
}

export interface Made {
  registry: ObservedRegistry;
  cluster: ObservedCluster;
  networks: Fact<SeenNetwork>[];
  endpoints: { id: string; endpoint: Fact<SeenEndpoint> }[];
  zones: MadeZone[];
  groups: Fact<ObservedSecurityGroup>;
  tables: Fact<ObservedRouteTable>;
  roles: SeenRoles;
  unreadZones: World['unreadZones'];
  tenants: Record<string, string>;
}

export const records: readonly ObservedRecord[] = [
  { name: 'contoso', addresses: ['10.2.0.5'] },
  { name: 'contoso.westeurope.data', addresses: ['10.2.0.4'] },
];

export const nodesNetwork = (changes: Partial<SeenNetwork> = {}): Fact<SeenNetwork> =>
  known({
    id: ids.nodesNetwork,
    addressPrefixes: ['10.1.0.0/16'],
    dnsServers: [],
    subnets: [subnet(ids.nodes, '10.1.0.0/24')],
    peerings: [peering(ids.nodesNetwork, ids.endpointNetwork, '10.2.0.0/16')],
    ...changes,
  });

export const endpointNetwork = (changes: Partial<SeenNetwork> = {}): Fact<SeenNetwork> =>
  known({
    id: ids.endpointNetwork,
    addressPrefixes: ['10.2.0.0/16'],
    dnsServers: [],
    subnets: [subnet(ids.endpointSubnet, '10.2.0.0/27')],
    peerings: [peering(ids.endpointNetwork, ids.nodesNetwork, '10.1.0.0/16')],
    ...changes,
  });

export const endpoint = (changes: Partial<SeenEndpoint> = {}): Fact<SeenEndpoint> =>
  known({
    id: ids.endpoint,
    subnetId: ids.endpointSubnet,
    targetId: registry('contoso').id,
    status: 'Approved',
    provisioningState: 'Succeeded',
    addresses: [
      { fqdn: 'contoso.azurecr.io', address: '10.2.0.5' },
      { fqdn: 'contoso.westeurope.data.azurecr.io', address: '10.2.0.4' },
    ],
    ...changes,
  });

/** Everything in place, and public access off. */
function linked(): Made {
  const [pool] = cluster('shop').pools;
  return {
    registry: registry('contoso', {
      publicNetworkAccess: 'Disabled',
      connections: [{ id: 'connection', endpointId: ids.endpoint, status: 'Approved' }],
    }),
    cluster: cluster('shop', {
      networkId: ids.nodesNetwork,
      httpProxy: 'none',
      pools: pool === undefined ? [] : [{ ...pool, subnetId: ids.nodes }],
    }),
    networks: [nodesNetwork(), endpointNetwork()],
    endpoints: [{ id: ids.endpoint, endpoint: endpoint() }],
    zones: [
      { name: 'privatelink.azurecr.io', records: known(records), links: [{ networkId: ids.nodesNetwork }] },
    ],
    groups: known({ id: ids.group, rules: [] }),
    tables: known({ id: ids.table, routes: [] }),
    roles: {
      own: [
        {
          scope: registry('contoso').id,
          roleId: roleIds.acrPull,
          permissions: undefined,
          condition: undefined,
        },
      ],
      unseen: [],
    },
    unreadZones: [],
    tenants: {},
  };
}

function worldOfMade(made: Made): World {
  const networks = made.networks.flatMap((fact) => (fact.state === 'known' ? [fact.value] : []));
  return {
    network: (id) => {
      const found = networks.find((each) => sameId(each.id, id));
      return found === undefined ? unreadable : known(found);
    },
    networksAt: (address) =>
      networks.filter(({ addressPrefixes }) => contains(addressPrefixes, address)).map(({ id }) => id),
    endpointsOf: () => made.endpoints,
    zonesOf: (networkId) =>
      made.zones.flatMap(({ name, records: of, links }) =>
        links
          .filter((link) => sameId(link.networkId, networkId))
          .map((link) => ({
            id: idOf('Microsoft.Network/privateDnsZones', name),
            name,
            records: of,
            link: {
              id: 'link',
              name: 'link',
              state: 'Completed',
              resolutionPolicy: 'Default' as const,
              ...link,
            },
          })),
      ),
    unreadZones: made.unreadZones,
    securityGroup: () => made.groups,
    routeTable: () => made.tables,
    roles: () => made.roles,
    tenantOf: (subscriptionId) => made.tenants[subscriptionId],
  };
}

export type Change = (made: Made) => void;

/** What the model says of the linked pair after that was changed. */
export function reach(...changes: readonly Change[]): Reach {
  const made = linked();
  for (const change of changes) change(made);
  return reachOf(worldOfMade(made), made.registry, made.cluster);
}
