/** What can be taken from a pair of the contoso estate that pulls privately: each by itself breaks the pull, or makes it another one. */
import type { ArmResource, Estate, JsonObject } from '../../../emulator/src/estate';
import { contoso } from './contoso';

export interface Taking {
  readonly title: string;
  readonly take: (estate: Estate) => void;
}

export const shop = {
  cluster: contoso('shopCluster'),
  network: contoso('shopNetwork'),
  nodes: `${contoso('shopNetwork')}/subnets/snet-nodes`,
};
export const core = {
  registry: contoso('coreRegistry'),
  network: contoso('coreNetwork'),
  endpoint: contoso('coreEndpoint'),
  zone: contoso('coreZone'),
};

export function change(
  estate: Estate,
  id: string,
  properties: JsonObject,
  members: Partial<ArmResource> = {},
): void {
  const resource = estate.get(id);
  if (resource === undefined) return;
  estate.put({ ...resource, ...members, properties: { ...resource.properties, ...properties } });
}

/** One that no request of the tests makes: a security group, a route table, a zone. */
export function add(estate: Estate, id: string, type: string, properties: JsonObject): string {
  estate.put({ id, name: id.split('/').at(-1) ?? '', type, location: 'westeurope', properties });
  return id;
}

export const beside = (resource: string, type: string, name: string) =>
  `${resource.replace(/\/providers\/.*$/, '')}/providers/${type}/${name}`;

function peering(estate: Estate, from: string, to: string): ArmResource | undefined {
  return estate
    .below(from, 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings')
    .find(({ properties }) => JSON.stringify(properties).toLowerCase().includes(`"${to.toLowerCase()}"`));
}

export const onPeering = (
  title: string,
  properties: JsonObject,
  [from, to]: readonly [string, string] = [shop.network, core.network],
): Taking => ({
  title,
  take: (estate) => {
    change(estate, peering(estate, from, to)?.id ?? '', properties);
  },
});

export const guarded = (title: string, ...rules: readonly JsonObject[]): Taking => ({
  title,
  take: (estate) => {
    const id = beside(shop.network, 'Microsoft.Network/networkSecurityGroups', 'nsg-shop');
    const securityRules = rules.map((properties, index) => ({
      id: `${id}/securityRules/rule-${index}`,
      name: `rule-${index}`,
      properties: {
        priority: 100 + index,
        direction: 'Outbound',
        access: 'Deny',
        protocol: '*',
        sourceAddressPrefix: '*',
        sourcePortRange: '*',
        destinationAddressPrefix: '*',
        destinationPortRange: '*',
        ...properties,
      },
    }));
    add(estate, id, 'Microsoft.Network/networkSecurityGroups', { securityRules });
    change(estate, shop.nodes, { networkSecurityGroup: { id } });
  },
});

/** Routes of the nodes' subnet, each a destination and a next hop. */
export const routed = (title: string, ...to: readonly (readonly [string, string])[]): Taking => ({
  title,
  take: (estate) => {
    const id = beside(shop.network, 'Microsoft.Network/routeTables', 'rt-shop');
    const routes = to.map(([addressPrefix, nextHopType], index) => ({
      id: `${id}/routes/r${index}`,
      name: `r${index}`,
      properties: {
        addressPrefix,
        nextHopType,
        ...(nextHopType === 'VirtualAppliance' ? { nextHopIpAddress: '10.0.3.4' } : {}),
      },
    }));
    add(estate, id, 'Microsoft.Network/routeTables', { routes });
    change(estate, shop.nodes, { routeTable: { id } });
  },
});

const servers = (title: string, ...dnsServers: readonly string[]): Taking => ({
  title,
  take: (estate) => {
    change(estate, shop.network, { dhcpOptions: { dnsServers: [...dnsServers] } });
  },
});

export const zoneLinks = (estate: Estate) =>
  estate
    .below(core.zone, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks')
    .filter(({ properties }) =>
      JSON.stringify(properties).toLowerCase().includes(shop.network.toLowerCase()),
    );

export const onLink = (title: string, properties: JsonObject): Taking => ({
  title,
  take: (estate) => {
    for (const { id } of zoneLinks(estate)) change(estate, id, properties);
  },
});

export const zoneBefore = (title: string, name: string): Taking => ({
  title,
  take: (estate) => {
    const id = add(
      estate,
      beside(core.zone, 'Microsoft.Network/privateDnsZones', name),
      'Microsoft.Network/privateDnsZones',
      {},
    );
    add(estate, `${id}/virtualNetworkLinks/shop`, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks', {
      virtualNetwork: { id: shop.network },
      registrationEnabled: false,
      virtualNetworkLinkState: 'Completed',
      resolutionPolicy: 'Default',
    });
  },
});

export const onRegistry = (
  title: string,
  properties: JsonObject,
  members: Partial<ArmResource> = {},
): Taking => ({
  title,
  take: (estate) => {
    change(estate, core.registry, properties, members);
  },
});

export const onCluster = (title: string, properties: JsonObject): Taking => ({
  title,
  take: (estate) => {
    change(estate, shop.cluster, properties);
  },
});

const rolesOf = (estate: Estate) =>
  estate
    .ofType('Microsoft.Authorization/roleAssignments')
    .filter(({ properties }) => properties['principalId'] === contoso('shopKubelet'))
    .map(({ id }) => id);

const onRoles = (title: string, take: (estate: Estate, id: string) => void): Taking => ({
  title,
  take: (estate) => {
    for (const id of rolesOf(estate)) take(estate, id);
  },
});

/** The registry decides by repository, and lets the cluster read those that the condition allows. */
export function onlyUnderCondition(estate: Estate, condition: string): void {
  change(estate, core.registry, { roleAssignmentMode: 'AbacRepositoryPermissions' });
  const roleDefinitionId =
    '/providers/Microsoft.Authorization/roleDefinitions/b93aa761-3e63-49ed-ac28-beffa264f7ac';
  for (const id of rolesOf(estate))
    change(estate, id, { roleDefinitionId, condition, conditionVersion: '2.0' });
}

export const takings: readonly Taking[] = [
  {
    title: 'the record of the login server is gone',
    take: (estate) => void estate.delete(`${core.zone}/A/contosocore`),
  },
  {
    title: 'the record of the data endpoint is gone',
    take: (estate) => void estate.delete(`${core.zone}/A/contosocore.westeurope.data`),
  },
  {
    title: 'the record says another address',
    take: (estate) => {
      change(estate, `${core.zone}/A/contosocore`, { aRecords: [{ ipv4Address: '10.50.0.99' }] });
    },
  },
  {
    title: 'the zone isn’t linked',
    take: (estate) => {
      for (const { id } of zoneLinks(estate)) estate.delete(id);
    },
  },
  onLink('the zone’s link is under way', { virtualNetworkLinkState: 'InProgress' }),
  onLink('the zone’s link falls back', { resolutionPolicy: 'NxDomainRedirect' }),
  zoneBefore('a zone azurecr.io answers before', 'azurecr.io'),
  zoneBefore('a zone of the registry’s name answers before', 'contosocore.azurecr.io'),
  zoneBefore(
    'a zone of the region’s data endpoints answers before',
    'westeurope.data.privatelink.azurecr.io',
  ),
  servers('the only DNS server stands nowhere', '192.168.5.4'),
  servers('one of two DNS servers stands nowhere', '168.63.129.16', '192.168.5.4'),
  onPeering('the nodes’ side of the peering is Disconnected', { peeringState: 'Disconnected' }),
  onPeering('the endpoint’s side of the peering is Initiated', { peeringState: 'Initiated' }, [
    core.network,
    shop.network,
  ]),
  onPeering('the peering denies access', { allowVirtualNetworkAccess: false }),
  onPeering('the peering doesn’t know the endpoint’s range', {
    remoteAddressSpace: { addressPrefixes: ['10.59.0.0/24'] },
    remoteVirtualNetworkAddressSpace: { addressPrefixes: ['10.59.0.0/24'] },
  }),
  {
    title: 'the nodes’ side of the peering is gone',
    take: (estate) => void estate.delete(peering(estate, shop.network, core.network)?.id ?? ''),
  },
  guarded('a security group denies everything', {}),
  guarded('a security group denies the endpoint', {
    destinationAddressPrefix: '10.50.0.0/24',
    destinationPortRange: '443',
  }),
  guarded('a security group denies the internet', { destinationAddressPrefix: 'Internet' }),
  guarded(
    'a security group allows networks before it denies',
    { access: 'Allow', destinationAddressPrefix: 'VirtualNetwork' },
    {},
  ),
  routed('a route drops the endpoint’s address', ['10.50.0.5/32', 'None']),
  routed('a route takes the endpoint’s addresses to an appliance', ['10.50.0.4/32', 'VirtualAppliance']),
  routed('everything goes to an appliance', ['0.0.0.0/0', 'VirtualAppliance']),
  routed('nothing goes out', ['0.0.0.0/0', 'None']),
  onRegistry('public access is off', { publicNetworkAccess: 'Disabled' }),
  onRegistry('public access is off or limited', {
    publicNetworkAccess: 'Enabled',
    networkRuleSet: { defaultAction: 'Deny', ipRules: [] },
  }),
  onRegistry('public access is on', {
    publicNetworkAccess: 'Enabled',
    networkRuleSet: { defaultAction: 'Allow', ipRules: [] },
  }),
  onRegistry('the registry takes no tokens for Resource Manager', {
    policies: { azureADAuthenticationAsArmPolicy: { status: 'disabled' } },
  }),
  onRegistry('everybody may pull', { anonymousPullEnabled: true }),
  onRegistry('the registry honours other roles', { roleAssignmentMode: 'AbacRepositoryPermissions' }),
  onCluster('a proxy is asked', {
    httpProxyConfig: {
      httpProxy: 'http://proxy.contoso.com:3128',
      httpsProxy: 'http://proxy.contoso.com:3128',
      noProxy: ['localhost'],
    },
  }),
  onCluster('a proxy is asked for layers', {
    httpProxyConfig: {
      httpProxy: 'http://proxy.contoso.com:3128',
      httpsProxy: 'http://proxy.contoso.com:3128',
      noProxy: ['contosocore.azurecr.io'],
    },
  }),
  onCluster('a proxy isn’t asked', {
    httpProxyConfig: { httpsProxy: 'http://proxy.contoso.com:3128', noProxy: ['.azurecr.io'] },
  }),
  {
    title: 'the cluster has no way out',
    take: (estate) => {
      const networkProfile = estate.get(shop.cluster)?.properties['networkProfile'] as JsonObject;
      change(estate, shop.cluster, { networkProfile: { ...networkProfile, outboundType: 'none' } });
    },
  },
  {
    title: 'the cluster is in another directory',
    take: (estate) => {
      change(estate, `/subscriptions/${contoso('apps')}`, {
        tenantId: 'b0000000-0000-4000-8000-00000000000b',
      });
    },
  },
  onRoles('the role is gone', (estate, id) => void estate.delete(id)),
  onRoles('the role has a condition', (estate, id) => {
    change(estate, id, {
      condition:
        "((@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEquals 'other'))",
    });
  }),
];

export const pair = { registryId: core.registry, clusterId: shop.cluster };
