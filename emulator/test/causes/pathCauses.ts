import { contosoNames as contoso } from '../../src/scenario';
import * as make from './requests';
import type { EventCause } from './row';

const payments = { cluster: contoso.paymentsCluster, image: make.APPS_IMAGE };
const ENDPOINT_POLICIES = 'privateEndpointNetworkPolicies';

/** Causes on the way: peerings, security groups, routes, approval, proxy, firewall, the cluster itself. */
export const pathCauses: readonly EventCause[] = [
  {
    row: 9,
    cause: 'the peering is one-sided',
    setUp: async (arm) => {
      await arm.succeed('DELETE', make.corePeering);
      await arm.succeed('DELETE', make.shopPeering);
      await arm.succeed('PUT', make.shopPeering, make.peeringBody(contoso.coreNetwork));
    },
    family: 'timeout',
  },
  {
    row: 9,
    cause: 'the peering is Disconnected',
    setUp: (arm) => arm.succeed('DELETE', make.corePeering),
    family: 'timeout',
  },
  {
    row: 10,
    cause: 'the registry’s network has grown, and the peering was not synchronised',
    setUp: async (arm) => {
      const ranges = { addressPrefixes: ['10.50.0.0/24', '10.51.0.0/24'] };
      await arm.change(contoso.coreNetwork, { addressSpace: ranges });
      const subnet = `${contoso.coreNetwork}/subnets/more`;
      await arm.succeed('PUT', subnet, { properties: { addressPrefix: '10.51.0.0/27' } });
      const endpoint = `${contoso.coreEndpoint}-more`;
      await arm.succeed('PUT', endpoint, make.endpointBody(subnet, contoso.coreRegistry));
      const group = `${endpoint}/privateDnsZoneGroups/default`;
      await arm.succeed('PUT', group, make.zoneGroupBody(contoso.coreZone));
    },
    family: 'timeout',
  },
  {
    row: 11,
    cause: 'the networks overlap, so that they could not be peered',
    setUp: async (arm) => {
      await arm.succeed(
        'PUT',
        `${contoso.dataZone}/virtualNetworkLinks/a`,
        make.linkBody(contoso.analyticsNetwork),
      );
      const peering = `${contoso.analyticsNetwork}/virtualNetworkPeerings/data`;
      await arm.refused(
        400,
        'VnetAddressSpacesOverlap',
        'PUT',
        peering,
        make.peeringBody(contoso.dataNetwork),
      );
    },
    family: 'timeout',
    pull: { cluster: contoso.analyticsCluster, image: 'contosodata.azurecr.io/etl/run:1' },
  },
  {
    row: 12,
    rules: 'DOM-13',
    cause: 'a security group of the nodes denies https',
    setUp: async (arm) => {
      const id = await make.denyHttps(arm, contoso.shopNetwork, 'Outbound');
      await arm.change(make.NODES, { networkSecurityGroup: { id } });
    },
    family: 'timeout',
  },
  {
    row: 12,
    rules: 'DOM-13',
    cause: 'a security group counts at the endpoint, because network policies are enabled',
    setUp: async (arm) => {
      const id = await make.denyHttps(arm, contoso.coreNetwork, 'Inbound');
      await arm.change(make.ENDPOINTS, { networkSecurityGroup: { id }, [ENDPOINT_POLICIES]: 'Enabled' });
    },
    family: 'timeout',
  },
  {
    row: 12,
    rules: 'DOM-13',
    cause: 'not a cause: a security group at the endpoint, while network policies are disabled',
    setUp: async (arm) => {
      const id = await make.denyHttps(arm, contoso.coreNetwork, 'Inbound');
      await arm.change(make.ENDPOINTS, { networkSecurityGroup: { id }, [ENDPOINT_POLICIES]: 'Disabled' });
    },
    family: 'pulled',
  },
  {
    row: 12,
    rules: 'DOM-13',
    cause:
      'not a cause: a security group denies the service tag of registries, in which no private address is',
    setUp: async (arm) => {
      const id = await make.denyHttps(arm, contoso.shopNetwork, 'Outbound', 'AzureContainerRegistry');
      await arm.change(make.NODES, { networkSecurityGroup: { id } });
    },
    family: 'pulled',
  },
  {
    row: 12,
    rules: 'DOM-13',
    cause: 'a route takes the endpoint’s address to an appliance',
    setUp: async (arm) => {
      const id = await make.routeTable(arm, contoso.shopNetwork, [['10.50.0.5/32', '10.0.3.4']]);
      await arm.change(make.NODES, { routeTable: { id } });
    },
    family: 'timeout',
  },
  {
    row: 12,
    rules: 'DOM-13',
    cause: 'a route for the network counts, because network policies for route tables are enabled',
    setUp: async (arm) => {
      const id = await make.routeTable(arm, contoso.shopNetwork, [['10.50.0.0/24', '10.0.3.4']]);
      await arm.change(make.NODES, { routeTable: { id } });
      await arm.change(make.ENDPOINTS, { [ENDPOINT_POLICIES]: 'RouteTableEnabled' });
    },
    family: 'timeout',
  },
  {
    row: 12,
    rules: 'DOM-13',
    cause: 'not a cause: all that goes out goes to an appliance, while the endpoint has a route of its own',
    setUp: async (arm) => {
      const routes: [string, string][] = [
        ['0.0.0.0/0', '10.0.3.4'],
        ['10.50.0.0/24', '10.0.3.4'],
      ];
      const id = await make.routeTable(arm, contoso.shopNetwork, routes);
      await arm.change(make.NODES, { routeTable: { id } });
    },
    family: 'pulled',
  },
  {
    row: 13,
    cause: 'the record names an endpoint whose connection is Pending',
    setUp: async (arm) => {
      const endpoint = `${contoso.coreEndpoint}-waiting`;
      const body = make.endpointBody(make.ENDPOINTS, contoso.coreRegistry, true);
      await arm.succeed('PUT', endpoint, body);
      const record = `${contoso.coreZone}/A/contosocore`;
      // The second endpoint's addresses follow those of the first: .6 for the data, .7 for the registry.
      await arm.succeed('PUT', record, make.addressRecord('10.50.0.7'));
    },
    family: 'timeout',
  },
  {
    row: 23,
    cause: 'one of the pools is in a subnet whose security group denies https',
    setUp: async (arm) => {
      const id = await make.denyHttps(arm, contoso.paymentsNetwork, 'Outbound', 'AzureContainerRegistry');
      await arm.change(`${contoso.paymentsNetwork}/subnets/snet-workload`, { networkSecurityGroup: { id } });
    },
    family: 'timeout',
    pull: payments,
  },
  {
    row: 24,
    rules: 'AKS-7',
    cause: 'the cluster has a proxy, and the data endpoint is not among the exceptions',
    setUp: (arm) =>
      arm.change(contoso.shopCluster, {
        httpProxyConfig: { httpsProxy: 'http://10.20.17.4:3128', noProxy: ['contosocore.azurecr.io'] },
      }),
    family: 'layers',
  },
  {
    row: 24,
    cause: 'not a cause: the proxy’s exceptions hold the whole domain',
    setUp: (arm) =>
      arm.change(contoso.shopCluster, {
        httpProxyConfig: { httpsProxy: 'http://10.20.17.4:3128', noProxy: ['.azurecr.io'] },
      }),
    family: 'pulled',
  },
  {
    row: 35,
    cause: 'public access was turned off for a pair that used it',
    setUp: (arm) =>
      arm.succeed('PATCH', contoso.appsRegistry, { properties: { publicNetworkAccess: 'Disabled' } }),
    family: 'firewall',
    pull: payments,
  },
  {
    row: 39,
    cause: 'the cluster is stopped',
    setUp: (arm) => arm.succeed('POST', `${contoso.shopCluster}/stop`),
    family: 'noNodes',
  },
  {
    row: 40,
    cause: 'not a cause: pods have addresses of an overlay, and kubelets pull from the node',
    setUp: () => Promise.resolve(),
    family: 'pulled',
  },
];
