import { GROUP, NETWORK, REGISTRY, stepsOf, SUBSCRIPTION, type Step } from './step';

const { well, refused } = stepsOf('network');
const provider = `${GROUP}/providers/Microsoft.Network`;
const network = `${provider}/virtualNetworks/vnet-walk`;
const other = `${provider}/virtualNetworks/vnet-other`;
const overlapping = `${provider}/virtualNetworks/vnet-overlapping`;
const withRange = (prefix: string) => ({
  location: 'westeurope',
  properties: { addressSpace: { addressPrefixes: [prefix] } },
});
const peeringTo = (id: string) => ({
  properties: {
    remoteVirtualNetwork: { id },
    allowVirtualNetworkAccess: true,
    allowForwardedTraffic: false,
    allowGatewayTransit: false,
    useRemoteGateways: false,
  },
});
const everywhere = (kind: string): Step[] => [
  well(200, 'GET', `${provider}/${kind}`),
  well(200, 'GET', `${SUBSCRIPTION}/providers/Microsoft.Network/${kind}`),
];
const group = `${provider}/networkSecurityGroups/nsg-walk`;
const rule = {
  properties: {
    protocol: 'Tcp',
    access: 'Allow',
    direction: 'Inbound',
    priority: 100,
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '443',
  },
};
const table = `${provider}/routeTables/rt-walk`;
const route = {
  properties: {
    addressPrefix: '0.0.0.0/0',
    nextHopType: 'VirtualAppliance',
    nextHopIpAddress: '10.71.0.4',
  },
};

export const networkSteps: readonly Step[] = [
  well(201, 'PUT', network, { ...withRange('10.71.0.0/16'), tags: { purpose: 'walk' } }),
  well(200, 'PUT', network, withRange('10.71.0.0/16')),
  refused(400, 'InvalidRequestFormat', 'PUT', other, {
    location: 'westeurope',
    properties: { addresses: [] },
  }),
  refused(403, 'RequestDisallowedByPolicy', 'PUT', other, {
    ...withRange('10.72.0.0/16'),
    location: 'eastus',
  }),
  well(200, 'GET', network),
  refused(404, 'ResourceNotFound', 'GET', other),
  well(200, 'PATCH', network, { tags: { purpose: 'more walk' } }),
  refused(404, 'ResourceNotFound', 'PATCH', other, { tags: {} }),
  ...everywhere('virtualNetworks'),

  well(201, 'PUT', group, { location: 'westeurope', properties: { securityRules: [] } }),
  well(200, 'PUT', group, { location: 'westeurope', tags: { purpose: 'walk' } }),
  refused(400, 'InvalidRequestFormat', 'PUT', group, { location: 'westeurope', properties: { rules: [] } }),
  well(200, 'GET', group),
  refused(404, 'ResourceNotFound', 'GET', `${group}-missing`),
  well(200, 'PATCH', group, { tags: { purpose: 'more walk' } }),
  refused(404, 'ResourceNotFound', 'PATCH', `${group}-missing`, { tags: {} }),
  ...everywhere('networkSecurityGroups'),
  well(201, 'PUT', `${group}/securityRules/https`, rule),
  refused(400, 'SecurityRuleConflict', 'PUT', `${group}/securityRules/https-again`, rule),
  well(200, 'GET', `${group}/securityRules/https`),
  refused(404, 'NotFound', 'GET', `${group}/securityRules/missing`),
  well(200, 'GET', `${group}/securityRules`),
  well(202, 'DELETE', `${group}/securityRules/https`),
  well(204, 'DELETE', `${group}/securityRules/https`),

  well(201, 'PUT', table, { location: 'westeurope', properties: { routes: [] } }),
  well(200, 'PUT', table, { location: 'westeurope', tags: { purpose: 'walk' } }),
  refused(400, 'InvalidRequestFormat', 'PUT', table, { location: 'westeurope', properties: { rules: [] } }),
  well(200, 'GET', table),
  refused(404, 'ResourceNotFound', 'GET', `${table}-missing`),
  well(200, 'PATCH', table, { tags: { purpose: 'more walk' } }),
  refused(404, 'ResourceNotFound', 'PATCH', `${table}-missing`, { tags: {} }),
  ...everywhere('routeTables'),
  well(201, 'PUT', `${table}/routes/default`, route),
  well(200, 'GET', `${table}/routes/default`),
  refused(404, 'NotFound', 'GET', `${table}/routes/missing`),
  well(200, 'GET', `${table}/routes`),
  well(202, 'DELETE', `${table}/routes/default`),
  well(204, 'DELETE', `${table}/routes/default`),

  well(201, 'PUT', `${network}/subnets/one`, {
    properties: {
      addressPrefix: '10.71.1.0/24',
      networkSecurityGroup: { id: group },
      routeTable: { id: table },
    },
  }),
  well(200, 'PUT', `${network}/subnets/one`, {
    properties: {
      addressPrefix: '10.71.1.0/24',
      networkSecurityGroup: { id: group },
      routeTable: { id: table },
      privateEndpointNetworkPolicies: 'Enabled',
    },
  }),
  refused(400, 'NetcfgSubnetRangesOverlap', 'PUT', `${network}/subnets/two`, {
    properties: { addressPrefix: '10.71.1.0/25' },
  }),
  well(200, 'GET', `${network}/subnets/one`),
  refused(404, 'NotFound', 'GET', `${network}/subnets/missing`),
  well(200, 'GET', `${network}/subnets`),
  refused(400, 'InUseNetworkSecurityGroupCannotBeDeleted', 'DELETE', group),
  refused(400, 'InUseRouteTableCannotBeDeleted', 'DELETE', table),
  well(202, 'DELETE', `${network}/subnets/one`),
  well(204, 'DELETE', `${network}/subnets/one`),
  well(202, 'DELETE', group),
  well(202, 'DELETE', table),

  well(201, 'PUT', other, withRange('10.72.0.0/16')),
  well(201, 'PUT', overlapping, withRange('10.71.0.0/16')),
  well(201, 'PUT', `${network}/virtualNetworkPeerings/to-other`, peeringTo(other)),
  well(201, 'PUT', `${other}/virtualNetworkPeerings/to-walk`, peeringTo(network)),
  well(200, 'PUT', `${other}/virtualNetworkPeerings/to-walk`, peeringTo(network)),
  refused(
    400,
    'VnetAddressSpacesOverlap',
    'PUT',
    `${network}/virtualNetworkPeerings/to-overlapping`,
    peeringTo(overlapping),
  ),
  well(200, 'GET', `${network}/virtualNetworkPeerings/to-other`),
  refused(404, 'NotFound', 'GET', `${network}/virtualNetworkPeerings/missing`),
  well(200, 'GET', `${network}/virtualNetworkPeerings`),
  well(200, 'GET', network),
  well(202, 'DELETE', `${network}/virtualNetworkPeerings/to-other`),
  well(204, 'DELETE', `${network}/virtualNetworkPeerings/to-other`),
  well(202, 'DELETE', other),
  well(202, 'DELETE', network),
  well(204, 'DELETE', network),
  refused(400, 'InUseSubnetCannotBeDeleted', 'DELETE', NETWORK),
];

const { well: dnsWell } = stepsOf('dns');
const { well: registryWell, refused: registryRefused } = stepsOf('registries');
const endpoint = `${provider}/privateEndpoints/pe-walk`;
const manual = `${provider}/privateEndpoints/pe-manual`;
const interfaces = `${provider}/networkInterfaces`;
const connections = `${REGISTRY}/privateEndpointConnections`;
const zone = `${provider}/privateDnsZones/privatelink.azurecr.io`;
const zoneLink = `${zone}/virtualNetworkLinks/to-there`;
const link = {
  name: 'link',
  properties: { privateLinkServiceId: REGISTRY, groupIds: ['registry'], requestMessage: 'for the walk' },
};
const endpointBody = (list: string, connection: unknown) => ({
  location: 'westeurope',
  properties: {
    subnet: { id: `${NETWORK}/subnets/endpoints` },
    [list]: [connection],
    customNetworkInterfaceName: list.startsWith('manual') ? 'nic-manual' : 'nic-walk',
  },
});
const zoneGroup = `${endpoint}/privateDnsZoneGroups/default`;
/** The walk puts the name of the endpoint's connection in its place. */
export const CONNECTION = '{connection}';
const decision = (status: string) => ({
  properties: { privateLinkServiceConnectionState: { status, description: 'by the walk' } },
});

export const endpointSteps: readonly Step[] = [
  dnsWell(202, 'PUT', zone, { location: 'global' }),
  dnsWell(202, 'PUT', zoneLink, {
    location: 'global',
    properties: { virtualNetwork: { id: NETWORK }, registrationEnabled: false },
  }),
  dnsWell(200, 'GET', zoneLink),
  dnsWell(200, 'GET', `${zone}/virtualNetworkLinks`),
  well(201, 'PUT', endpoint, endpointBody('privateLinkServiceConnections', link)),
  well(200, 'PUT', endpoint, endpointBody('privateLinkServiceConnections', link)),
  refused(
    400,
    'InvalidRequestFormat',
    'PUT',
    manual,
    endpointBody('manualPrivateLinkServiceConnections', { ...link, groups: [] }),
  ),
  well(200, 'GET', endpoint),
  refused(404, 'ResourceNotFound', 'GET', manual),
  ...everywhere('privateEndpoints'),
  well(201, 'PUT', zoneGroup, {
    properties: { privateDnsZoneConfigs: [{ name: 'acr', properties: { privateDnsZoneId: zone } }] },
  }),
  well(200, 'GET', zoneGroup),
  refused(404, 'NotFound', 'GET', `${endpoint}/privateDnsZoneGroups/missing`),
  refused(400, 'InvalidRequestFormat', 'PUT', zoneGroup, { properties: { zones: [] } }),
  well(200, 'GET', `${endpoint}/privateDnsZoneGroups`),
  dnsWell(200, 'GET', `${zone}/A`),
  well(202, 'DELETE', zoneGroup),
  well(204, 'DELETE', zoneGroup),
  well(200, 'GET', `${interfaces}/nic-walk`),
  refused(404, 'ResourceNotFound', 'GET', `${interfaces}/missing`),
  ...everywhere('networkInterfaces'),
  refused(404, 'ResourceNotFound', 'GET', `${provider}/publicIPAddresses/missing`),
  ...everywhere('publicIPAddresses'),
  well(200, 'PATCH', `${interfaces}/nic-walk`, { tags: { purpose: 'walk' } }),
  refused(404, 'ResourceNotFound', 'PATCH', `${interfaces}/missing`, { tags: {} }),
  well(204, 'DELETE', `${interfaces}/missing`),

  well(201, 'PUT', manual, endpointBody('manualPrivateLinkServiceConnections', link)),
  registryWell(200, 'GET', connections),
  registryWell(200, 'GET', `${connections}/${CONNECTION}`),
  registryRefused(404, 'ResourceNotFound', 'GET', `${connections}/missing`),
  registryWell(201, 'PUT', `${connections}/${CONNECTION}`, decision('Approved')),
  registryRefused(400, 'InvalidRequestContent', 'PUT', `${connections}/${CONNECTION}`, decision('Maybe')),
  registryWell(200, 'GET', REGISTRY),
  registryWell(202, 'DELETE', `${connections}/${CONNECTION}`),
  registryWell(204, 'DELETE', `${connections}/missing`),
  well(200, 'GET', manual),
  well(202, 'DELETE', manual),
  well(202, 'DELETE', endpoint),
  well(204, 'DELETE', endpoint),
  dnsWell(202, 'DELETE', zoneLink),
  dnsWell(202, 'DELETE', zone),
];
