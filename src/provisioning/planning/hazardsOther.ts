/** Hazards that have to do with names only at the edge: data endpoints, DNS servers, room, rights and money. */
import { regionName } from '../../model/regionNames';
import { nameOf, sameId } from '../../model/armId';
import { usableAddresses } from '../../model/addressRange';
import { dataEndpointHost } from '../../model/clouds';
import { daily, dollars, hourly, prices, priceSource } from '../../model/prices';
import { pullAssignment } from './clusterSide';
import { hazard } from '../plan/findings';
import { privateHosts } from '../observed/hosts';
import type { HazardRule, SideHazardRule } from './hazardRule';
import { keys, writeOf } from './planned';
import { dnsServersServed } from './requirements';
import { azureDns } from '../../reachability/names';
import { serversNowhere } from './resolvers';

export const neighboursUnknown: SideHazardRule = ({ observed, registry, path }) => {
  const { neighbours } = observed;
  if (path === undefined || neighbours.state === 'absent') return [];
  const { unread = [] } = neighbours.state === 'known' ? neighbours.value : {};
  if (neighbours.state === 'known' && unread.length === 0) return [];
  const why =
    neighbours.state === 'known'
      ? `Azure describes ${unread.map(nameOf).join(', ')} in an unexpected way.`
      : neighbours.reason;
  return [
    hazard({
      code: 'neighboursUnknown',
      message: `Who else would be affected could not be read: ${why}`,
      affected: ['unknown'],
      mitigation: 'Refresh, or ask those who run other private registries and clusters on these networks.',
      about: [registry.id],
    }),
  ];
};

export const dedicatedDataEndpoints: SideHazardRule = ({ registry, registryIsNew, path }, writes) => {
  if (registryIsNew || !path?.firstEndpoint || registry.dataEndpointEnabled) return [];
  if (!writeOf(writes, keys.endpoint(path.endpointId))) return [];
  const hosts = [registry.location, ...registry.replicaLocations].map((location) =>
    dataEndpointHost(registry.loginServer, location),
  );
  return [
    hazard({
      code: 'dedicatedDataEndpoints',
      message: `With its first private endpoint the registry serves layers from ${hosts.join(', ')} instead of Azure Storage's host names: firewalls and proxies that allow only the old names stop pulls.`,
      affected: ['clients behind an egress allow-list'],
      mitigation: `Allow ${hosts.join(', ')} in egress rules before applying.`,
      about: [registry.id],
    }),
  ];
};

/** Azure adds a replica only where every endpoint of the registry gets an address for it, and undoes it otherwise. */
export const fullSubnet: SideHazardRule = ({ registry, path }, writes) => {
  const subnet = path?.subnet;
  if (path === undefined || subnet === undefined || path.endpoint !== undefined) return [];
  if (!writeOf(writes, keys.endpoint(path.endpointId))) return [];
  const { endpointIds: others = [] } = subnet;
  const left = usableAddresses(subnet.addressPrefixes) - subnet.usedAddresses - privateHosts(registry).length;
  if (left > 0 || others.length === 0) return [];
  return [
    hazard({
      code: 'subnetBecomesFull',
      message: `The endpoint takes the last addresses of subnet ${subnet.name}: registries with an endpoint in it can't get another replica.`,
      affected: others.map(nameOf),
      mitigation: 'Put the endpoint into a subnet of its own.',
      about: [subnet.id],
    }),
  ];
};

export const customDns: HazardRule = (situation, _writes, all) => {
  const { cluster, registry, path } = situation;
  const network = path?.clusterNetwork;
  if (path === undefined || network === undefined || network.dnsServers.length === 0) return [];
  if (path.access.dns === 'central' || dnsServersServed(situation, all)) return [];
  const suffix = path.zoneName.replace(/^privatelink\./, '');
  const nowhere = serversNowhere(situation.observed, network.id);
  if (nowhere.length > 0 && nowhere.length < network.dnsServers.length) {
    return [
      hazard({
        code: 'customDns',
        message: `The cluster's network asks several DNS servers, of which ${nowhere.join(', ')} ${nowhere.length === 1 ? 'stands' : 'stand'} in no network that can be seen: nodes may get the public address of ${registry.loginServer} from ${nowhere.length === 1 ? 'it' : 'them'}.`,
        affected: [cluster.name],
        mitigation: `Have ${nowhere.join(', ')} forward ${suffix} to ${azureDns} from a network that is linked to ${path.zoneName}.`,
        about: [network.id],
      }),
    ];
  }
  return [
    hazard({
      code: 'customDns',
      message: `The cluster's network asks its own DNS servers (${network.dnsServers.join(', ')}), which don't see private DNS zones by themselves: whether nodes get the private address of ${registry.loginServer} from them can't be told.`,
      affected: [cluster.name],
      mitigation: `Have them forward ${suffix} to ${azureDns} from a network that is linked to ${path.zoneName}.`,
      about: [network.id],
    }),
  ];
};

export const firewallMayRefuse: HazardRule = ({ cluster, registry, path }) => {
  if (path !== undefined || registry.defaultAction === 'Allow') return [];
  return [
    hazard({
      code: 'firewallMayRefuse',
      message: `The registry's firewall lets in listed addresses only: the nodes can pull if the address that ${cluster.name} leaves by is listed.`,
      affected: [cluster.name],
      mitigation: "Add the cluster's outbound address to the registry's firewall, or link it privately.",
      about: [registry.id, cluster.id],
    }),
  ];
};

export const pullLimitedByCondition: HazardRule = (situation) => {
  const found = pullAssignment(situation);
  if (found?.grant !== 'some') return [];
  return [
    hazard({
      code: 'pullLimitedByCondition',
      message: `The role ${found.assignment.roleName} that ${situation.cluster.name} pulls with has a condition: only the repositories that it names can be pulled.`,
      affected: [situation.cluster.name],
      mitigation: 'Check that the condition covers the repositories that the cluster needs.',
      about: [found.assignment.id],
    }),
  ];
};

export const costOfSku: SideHazardRule = ({ registry }, writes) =>
  writeOf(writes, keys.sku)
    ? [
        hazard({
          code: 'costOfSku',
          message: `Registry ${registry.name} costs more each day with SKU Premium than with ${registry.sku}${dailyPrices(registry.sku)}.`,
          about: [registry.id, registry.sku],
        }),
      ]
    : [];

function dailyPrices(sku: string): string {
  const days: Readonly<Record<string, number>> = prices.registryDay;
  const before = days[sku];
  if (before === undefined) return '';
  return `: about ${daily(prices.registryDay.Premium)} instead of ${daily(before)} (${priceSource})`;
}

export const costOfEndpoint: SideHazardRule = ({ path }, writes) =>
  path && path.endpoint === undefined && writeOf(writes, keys.endpoint(path.endpointId))
    ? [
        hazard({
          code: 'costOfEndpoint',
          message: `Private endpoint ${nameOf(path.endpointId)} costs by the hour and by the data that passes it, about ${hourly(prices.endpointHour)} and ${dollars(prices.endpointGigabyte)} a gigabyte (${priceSource}); peered networks charge for traffic.`,
          about: [path.endpointId],
        }),
      ]
    : [];

export const costOfTraffic: HazardRule = ({ path }, writes) => {
  const from = path?.clusterNetwork;
  if (path === undefined || from === undefined || sameId(from.location, path.location)) return [];
  if (writeOf(writes, keys.peering(path.networkId, from.id))?.action !== 'create') return [];
  return [
    hazard({
      code: 'costOfTraffic',
      message: `${nameOf(path.networkId)} (${regionName(path.location)}) and ${from.name} (${regionName(from.location)}) are in different regions: traffic between them costs more.`,
      about: [path.networkId, from.id],
    }),
  ];
};
