import { contosoNames as contoso } from '../../src/scenario';
import * as make from './requests';
import type { EventCause } from './row';

const payments = { cluster: contoso.paymentsCluster, image: make.APPS_IMAGE };
const appsEndpoint = `${contoso.coreEndpoint}-apps`;
const twin = `${contoso.coreEndpoint}-twin`;
const twinNetwork = `${make.groupOf(contoso.coreNetwork)}/providers/Microsoft.Network/virtualNetworks/vnet-twin`;
const childZone = `${make.groupOf(contoso.coreZone)}/providers/Microsoft.Network/privateDnsZones/westeurope.data.privatelink.azurecr.io`;

/** Causes in names: zones, links, records, DNS servers. */
export const nameCauses: readonly EventCause[] = [
  {
    row: 1,
    cause: 'the zone is not linked to the cluster’s network',
    setUp: (arm) => arm.succeed('DELETE', make.shopLink),
    family: 'firewall',
  },
  {
    row: 2,
    cause: 'the network is linked to another zone of the name, which passes on what it lacks',
    setUp: async (arm) => {
      await arm.succeed('DELETE', make.shopLink);
      const other = `${contoso.hubZone}/virtualNetworkLinks/link-shop`;
      await arm.succeed('PUT', other, make.linkBody(contoso.shopNetwork, 'NxDomainRedirect'));
    },
    family: 'firewall',
  },
  {
    row: 3,
    cause: 'the network has DNS servers that don’t know the zone',
    setUp: (arm) => arm.change(contoso.shopNetwork, { dhcpOptions: { dnsServers: ['10.99.0.4'] } }),
    family: 'firewall',
  },
  {
    row: 3,
    cause: 'not a cause: the DNS servers stand in a linked network',
    setUp: (arm) => arm.change(contoso.shopNetwork, { dhcpOptions: { dnsServers: ['10.50.0.40'] } }),
    family: 'pulled',
  },
  {
    row: 4,
    cause: 'the record of the data endpoint is missing',
    setUp: (arm) => arm.succeed('DELETE', `${contoso.coreZone}/A/contosocore.westeurope.data`),
    family: 'layers',
  },
  {
    row: 5,
    cause: 'a second endpoint of the registry, out of reach, has overwritten the record',
    setUp: async (arm) => {
      await arm.succeed('PUT', twinNetwork, make.networkBody('10.88.0.0/24', { endpoints: '10.88.0.0/27' }));
      const subnet = `${twinNetwork}/subnets/endpoints`;
      await arm.succeed('PUT', twin, make.endpointBody(subnet, contoso.coreRegistry));
      await arm.succeed('PUT', `${twin}/privateDnsZoneGroups/default`, make.zoneGroupBody(contoso.coreZone));
    },
    family: 'timeout',
  },
  {
    row: 6,
    cause: 'the endpoint has no zone group, and what the zone lacks is passed on',
    setUp: async (arm) => {
      await arm.change(make.shopLink, { resolutionPolicy: 'NxDomainRedirect' });
      await arm.succeed('DELETE', make.coreGroup);
    },
    family: 'firewall',
  },
  {
    row: 7,
    cause: 'the zone is linked, and another team’s endpoint has made an alias of the registry’s name',
    setUp: (arm) => arm.succeed('PUT', appsEndpoint, make.endpointBody(make.ENDPOINTS, contoso.appsRegistry)),
    family: 'noSuchHost',
    pull: payments,
  },
  {
    row: 7,
    cause: 'not a cause: the link passes on what its zone lacks',
    setUp: async (arm) => {
      await arm.succeed('PUT', appsEndpoint, make.endpointBody(make.ENDPOINTS, contoso.appsRegistry));
      const link = `${contoso.hubZone}/virtualNetworkLinks/link-vnet-payments-weu`;
      await arm.change(link, { resolutionPolicy: 'NxDomainRedirect' });
    },
    family: 'pulled',
    pull: payments,
  },
  {
    row: 8,
    cause: 'a child zone for the region’s data endpoints hides the records of the zone',
    setUp: async (arm) => {
      await arm.succeed('PUT', childZone, { location: 'global' });
      const link = `${childZone}/virtualNetworkLinks/link-shop`;
      await arm.succeed('PUT', link, make.linkBody(contoso.shopNetwork));
    },
    family: 'layers',
  },
  {
    row: 25,
    cause: 'the image is named below privatelink',
    setUp: () => Promise.resolve(),
    family: 'certificate',
    pull: { image: 'contosocore.privatelink.azurecr.io/shop/api:1.4.2' },
  },
  {
    row: 38,
    cause: 'a replica came later, and its connection is not approved yet',
    setUp: async (arm) => {
      await arm.succeed('DELETE', contoso.coreEndpoint);
      const body = make.endpointBody(make.ENDPOINTS, contoso.coreRegistry, true);
      await arm.succeed('PUT', contoso.coreEndpoint, body);
      await arm.succeed('PUT', make.coreGroup, make.zoneGroupBody(contoso.coreZone));
      const { value = [] } = await arm.succeed('GET', `${contoso.coreRegistry}/privateEndpointConnections`);
      await arm.change(value[0]?.id ?? '', { privateLinkServiceConnectionState: { status: 'Approved' } });
      const replica = { location: 'eastus2', properties: {} };
      await arm.succeed('PUT', `${contoso.coreRegistry}/replications/eastus2`, replica);
      // Pulls of this cluster are routed to the replica in its own region.
      const network = contoso.shopUsNetwork;
      const toCore = `${network}/virtualNetworkPeerings/core`;
      await arm.succeed('PUT', toCore, make.peeringBody(contoso.coreNetwork));
      const back = `${contoso.coreNetwork}/virtualNetworkPeerings/shop-us`;
      await arm.succeed('PUT', back, make.peeringBody(network));
      const link = `${contoso.coreZone}/virtualNetworkLinks/link-shop-us`;
      await arm.succeed('PUT', link, make.linkBody(network));
      await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), make.roleBody(contoso.shopUsKubelet));
    },
    family: 'layers',
    pull: { cluster: contoso.shopUsCluster },
  },
];
