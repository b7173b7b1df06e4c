/** Other instances of what `takings` take: what the model has to say of each is told, and never contradicts the oracle. */
import type { Estate, JsonObject } from '../../../emulator/src/estate';
import {
  add,
  beside,
  change,
  core,
  guarded,
  onCluster,
  onLink,
  onPeering,
  onRegistry,
  routed,
  shop,
  zoneBefore,
  zoneLinks,
  type Taking,
} from './takings';

export interface Variation extends Taking {
  /** What the model says of the pair with all facts. */
  readonly state: 'ok' | 'broken' | 'unknown';
}

const ZONE = 'Microsoft.Network/privateDnsZones';
const REPLICA = 'Microsoft.ContainerRegistry/registries/replications';

const expect = (state: Variation['state'], taking: Taking): Variation => ({ ...taking, state });

/** The public way, with these rules of the registry's firewall, if any. */
function open(estate: Estate, networkRuleSet: JsonObject = { defaultAction: 'Allow', ipRules: [] }): void {
  for (const { id } of zoneLinks(estate)) estate.delete(id);
  change(estate, core.registry, { publicNetworkAccess: 'Enabled', networkRuleSet });
}

/** Open to the address of the cluster's load balancer alone. */
const openToCluster = (estate: Estate) => {
  open(estate, { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '203.0.113.10' }] });
};

const inPublic = (taking: Taking, opened: (estate: Estate) => void = open): Taking => ({
  title: taking.title,
  take: (estate) => {
    opened(estate);
    taking.take(estate);
  },
});

const onNodes = (title: string, properties: JsonObject): Taking => ({
  title,
  take: (estate) => {
    change(estate, shop.nodes, properties);
  },
});

const onPools = (title: string, members: JsonObject): Taking => ({
  title,
  take: (estate) => {
    const pools = estate.get(shop.cluster)?.properties['agentPoolProfiles'] as JsonObject[];
    change(estate, shop.cluster, { agentPoolProfiles: pools.map((pool) => ({ ...pool, ...members })) });
  },
});

/** A zone azurecr.io with aliases of the login server and, unless left out, of the data endpoint. */
const aliased = (title: string, ...targets: readonly string[]): Taking => ({
  title,
  take: (estate) => {
    zoneBefore('', 'azurecr.io').take(estate);
    const zone = beside(core.zone, ZONE, 'azurecr.io');
    for (const [index, cname] of targets.entries()) {
      const name = index === 0 ? 'contosocore' : 'contosocore.westeurope.data';
      const properties = { fqdn: `${name}.azurecr.io.`, ttl: 10, cnameRecord: { cname } };
      add(estate, `${zone}/CNAME/${name}`, `${ZONE}/CNAME`, properties);
    }
  },
});

const wildcard = (title: string, instead: string, name: string, ipv4Address: string): Taking => ({
  title,
  take: (estate) => {
    estate.delete(`${core.zone}/A/${instead}`);
    const properties = { fqdn: `${name}.`, ttl: 10, aRecords: [{ ipv4Address }] };
    add(estate, `${core.zone}/A/${name}`, `${ZONE}/A`, properties);
  },
});

/** The cluster is where the replica is. */
const replica = (title: string, properties: JsonObject): Taking => ({
  title,
  take: (estate) => {
    change(estate, shop.cluster, {}, { location: 'northeurope' });
    const id = add(estate, `${core.registry}/replications/northeurope`, REPLICA, {
      provisioningState: 'Succeeded',
      regionEndpointEnabled: true,
      zoneRedundancy: 'Disabled',
      ...properties,
    });
    change(estate, id, {}, { location: 'northeurope' });
  },
});

const proxied = (title: string, httpProxyConfig: JsonObject): Taking =>
  onCluster(title, { httpProxyConfig: { httpProxy: 'http://proxy.contoso.com:3128', ...httpProxyConfig } });

const allow = { access: 'Allow' };
const elsewhere = '10.22.0.0/24';

/** The nodes' network and subnet have these ranges besides, of which the other side of the peering doesn't know. */
const widened = (title: string, network: string, subnet: string): Taking => ({
  title,
  take: (estate) => {
    const { addressPrefixes } = estate.get(shop.network)?.properties['addressSpace'] as {
      addressPrefixes: string[];
    };
    change(estate, shop.network, { addressSpace: { addressPrefixes: [...addressPrefixes, network] } });
    change(estate, shop.nodes, { addressPrefix: null, addressPrefixes: ['10.20.0.0/20', subnet] });
  },
});

export const variations: readonly Variation[] = [
  expect(
    'ok',
    aliased(
      'aliases of a zone azurecr.io lead on',
      'contosocore.privatelink.azurecr.io',
      'ContosoCore.westeurope.data.privatelink.azurecr.io.',
    ),
  ),
  expect(
    'broken',
    aliased('a zone azurecr.io has an alias of the login server alone', 'contosocore.privatelink.azurecr.io'),
  ),
  expect(
    'unknown',
    aliased(
      'an alias leads elsewhere',
      'registry.contoso.example',
      'contosocore.westeurope.data.privatelink.azurecr.io',
    ),
  ),
  expect(
    'unknown',
    aliased(
      'an alias leads to itself',
      'contosocore.azurecr.io',
      'contosocore.westeurope.data.privatelink.azurecr.io',
    ),
  ),
  expect('unknown', {
    title: 'a DNS server that may forward, or not, stands in a network without the zone',
    take: (estate) => {
      change(estate, shop.network, { dhcpOptions: { dnsServers: ['10.0.2.4'] } });
      for (const { id } of zoneLinks(estate)) estate.delete(id);
    },
  }),
  expect('ok', wildcard('a wildcard stands for the login server', 'contosocore', '*', '10.50.0.5')),
  expect(
    'ok',
    wildcard(
      'a wildcard stands for the data endpoint',
      'contosocore.westeurope.data',
      '*.westeurope.data',
      '10.50.0.4',
    ),
  ),
  expect('broken', {
    title: 'a wildcard stands for no data endpoint where another registry’s is in the zone',
    take: (estate) => {
      estate.delete(`${core.zone}/A/contosocore.westeurope.data`);
      for (const [name, ipv4Address] of [
        ['*', '10.50.0.4'],
        ['fabrikam.westeurope.data', '10.50.0.9'],
      ] as const) {
        const properties = { fqdn: `${name}.`, ttl: 10, aRecords: [{ ipv4Address }] };
        add(estate, `${core.zone}/A/${name}`, `${ZONE}/A`, properties);
      }
    },
  }),
  expect(
    'ok',
    wildcard(
      'a wildcard stands for all three labels of a data endpoint',
      'contosocore.westeurope.data',
      '*',
      '10.50.0.4',
    ),
  ),
  expect('broken', {
    title: 'a wildcard stands below a zone of the registry’s name, not for it',
    take: (estate) => {
      zoneBefore('', 'contosocore.azurecr.io').take(estate);
      const zone = beside(core.zone, ZONE, 'contosocore.azurecr.io');
      add(estate, `${zone}/A/*`, `${ZONE}/A`, { fqdn: '*.', aRecords: [{ ipv4Address: '10.50.0.5' }] });
    },
  }),
  expect(
    'ok',
    onLink('the state of the zone’s link is spelled otherwise', { virtualNetworkLinkState: 'completed' }),
  ),
  expect(
    'ok',
    onPeering('the state of the peering is spelled otherwise', { peeringState: 'connected' }, [
      core.network,
      shop.network,
    ]),
  ),
  expect(
    'broken',
    onRegistry('the mode for repositories is spelled otherwise', {
      roleAssignmentMode: 'abacRepositoryPermissions',
    }),
  ),
  expect('broken', {
    title: 'that public access is off is spelled otherwise',
    take: (estate) => {
      open(estate);
      change(estate, core.registry, { publicNetworkAccess: 'disabled' });
    },
  }),
  expect('broken', {
    title: 'that the firewall denies is spelled otherwise',
    take: (estate) => {
      open(estate, { defaultAction: 'deny', ipRules: [] });
    },
  }),
  expect(
    'ok',
    widened('the other side doesn’t know an IPv6 range of the nodes', 'fd00:20::/56', 'fd00:20::/64'),
  ),
  expect('unknown', widened('the other side doesn’t know one range of the nodes', '10.22.0.0/16', elsewhere)),
  expect(
    'ok',
    onPeering(
      'the peering of the nodes’ side names their subnet, in other letters',
      {
        peerCompleteVnets: false,
        localSubnetNames: ['Snet-Nodes'],
        remoteSubnetNames: ['snet-private-endpoints'],
      },
      [shop.network, core.network],
    ),
  ),
  expect(
    'broken',
    onPeering(
      'the peering of the endpoint’s side is of other subnets',
      { peerCompleteVnets: false, localSubnetNames: ['snet-other'], remoteSubnetNames: ['snet-nodes'] },
      [core.network, shop.network],
    ),
  ),
  expect(
    'ok',
    guarded(
      'both halves of the subnet are allowed',
      { ...allow, sourceAddressPrefix: null, sourceAddressPrefixes: ['10.20.0.0/21', '10.20.8.0/21'] },
      {},
    ),
  ),
  expect(
    'unknown',
    guarded(
      'one half of the subnet is allowed, and all denied',
      { ...allow, sourceAddressPrefix: '10.20.0.0/21' },
      {},
    ),
  ),
  expect(
    'unknown',
    guarded(
      'an application security group is allowed, and all denied',
      { ...allow, sourceAddressPrefix: null, sourceApplicationSecurityGroups: [{ id: '/asg' }] },
      {},
    ),
  ),
  expect(
    'ok',
    guarded(
      'a range of ports is allowed, and all denied',
      { ...allow, destinationPortRange: null, destinationPortRanges: ['80', '400-500'] },
      {},
    ),
  ),
  expect(
    'ok',
    guarded('IPv6 alone is denied', { destinationAddressPrefix: '::/0' }, { sourceAddressPrefix: '::/0' }),
  ),
  expect('broken', guarded('a later rule goes before', { ...allow, priority: 300 }, { priority: 200 })),
  expect(
    'broken',
    guarded(
      'service tags of registries alone are allowed',
      { ...allow, destinationAddressPrefix: 'AzureContainerRegistry' },
      {},
    ),
  ),
  expect(
    'unknown',
    inPublic(
      guarded(
        'ranges of the registry are allowed, and the internet denied',
        { ...allow, destinationAddressPrefix: '198.51.100.0/24' },
        { destinationAddressPrefix: 'Internet' },
      ),
    ),
  ),
  expect(
    'ok',
    inPublic(
      guarded(
        'service tags are allowed, and all denied',
        { ...allow, destinationAddressPrefix: 'AzureContainerRegistry.WestEurope' },
        { ...allow, destinationAddressPrefix: 'azurecloud' },
        {},
      ),
    ),
  ),
  expect(
    'broken',
    inPublic(routed('two routes for all let nothing out', ['0.0.0.0/1', 'None'], ['128.0.0.0/1', 'None'])),
  ),
  expect(
    'unknown',
    inPublic(
      routed(
        'two routes for all lead to an appliance',
        ['0.0.0.0/1', 'VirtualAppliance'],
        ['128.0.0.0/1', 'VirtualAppliance'],
      ),
      openToCluster,
    ),
  ),
  expect(
    'unknown',
    inPublic(routed('a route for public addresses lets nothing out', ['198.0.0.0/8', 'None'])),
  ),
  expect(
    'broken',
    inPublic(routed('a route for a service tag lets nothing out', ['AzureContainerRegistry', 'None'])),
  ),
  expect(
    'ok',
    inPublic(
      routed(
        'routes for service tags lead out where nothing else does',
        ['AzureContainerRegistry', 'Internet'],
        ['AzureCloud.westeurope', 'Internet'],
        ['0.0.0.0/0', 'None'],
      ),
    ),
  ),
  expect(
    'broken',
    routed(
      'a route drops the endpoint’s addresses, and counts there',
      ['10.50.0.4/31', 'None'],
      ['10.50.0.0/24', 'VnetLocal'],
      ['10.50.0.4/32', 'None'],
    ),
  ),
  expect(
    'unknown',
    inPublic(
      onPools('nodes have public addresses of their own', { enableNodePublicIP: true }),
      openToCluster,
    ),
  ),
  expect(
    'unknown',
    inPublic(onNodes('the subnet has a NAT gateway', { natGateway: { id: '/natGateway' } }), openToCluster),
  ),
  expect(
    'broken',
    inPublic(
      onNodes('the subnet has the service endpoint, and isn’t named', {
        serviceEndpoints: [{ service: 'Microsoft.ContainerRegistry' }],
      }),
      openToCluster,
    ),
  ),
  expect('ok', {
    title: 'the subnet has the service endpoint, and is named',
    take: (estate) => {
      open(estate, {
        defaultAction: 'Deny',
        ipRules: [],
        virtualNetworkRules: [{ id: shop.nodes.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions') }],
      });
      change(estate, shop.nodes, { serviceEndpoints: [{ service: 'microsoft.containerregistry' }] });
    },
  }),
  expect('ok', {
    title: 'Azure doesn’t tell which names the endpoint’s addresses have',
    take: (estate) => {
      const { networkInterfaces } = estate.get(core.endpoint)?.properties as {
        networkInterfaces: { id: string }[];
      };
      const id = networkInterfaces[0]?.id ?? '';
      const { ipConfigurations } = estate.get(id)?.properties as {
        ipConfigurations: { properties: JsonObject }[];
      };
      change(estate, id, {
        ipConfigurations: ipConfigurations.map((one) => ({
          ...one,
          properties: { ...one.properties, privateLinkConnectionProperties: null },
        })),
      });
      change(estate, core.endpoint, { customDnsConfigs: [] });
    },
  }),
  expect('ok', replica('a replica is being made', { provisioningState: 'Creating' })),
  expect('ok', replica('a replica is left out of the routing', { regionEndpointEnabled: false })),
  expect('unknown', replica('a replica failed', { provisioningState: 'Failed' })),
  expect('broken', replica('a replica has no record', {})),
  expect('unknown', proxied('a proxy for http alone is asked', { noProxy: [] })),
  expect('ok', proxied('a proxy isn’t enabled', { enabled: false, noProxy: [] })),
  expect('ok', proxied('a proxy’s exceptions are joined', { noProxy: ['localhost, .azurecr.io'] })),
  expect('ok', proxied('a proxy’s exception has the port', { noProxy: ['AzureCR.io:443'] })),
  expect('unknown', proxied('a proxy’s exception has another port', { noProxy: ['azurecr.io:8443'] })),
];
