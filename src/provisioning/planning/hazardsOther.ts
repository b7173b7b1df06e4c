/** Hazards that have to do with names only at the edge: data endpoints, DNS servers, room, rights and money. */
import { t } from '@vscode/l10n';
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
      ? t`Azure returned ${unread.map(nameOf).join(', ')} in an unexpected format.`
      : neighbours.reason;
  return [
    hazard({
      code: 'neighboursUnknown',
      message: t`Couldn’t read who else would be affected: ${why}`,
      affected: [t('unknown')],
      mitigation: t('Refresh, or ask the owners of other private registries and clusters on these networks.'),
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
      message: t`After the first private endpoint is created, the registry serves layers from ${hosts.join(', ')} instead of Azure Storage host names. If you restrict egress, allow the new names first. Otherwise pulls fail.`,
      affected: [t('clients behind an egress allow list')],
      mitigation: t`Allow ${hosts.join(', ')} in egress rules before applying.`,
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
      message: t`The endpoint takes the last addresses of subnet ${subnet.name}. Registries with an endpoint in it can’t get another replica.`,
      affected: others.map(nameOf),
      mitigation: t('Create the endpoint in a separate subnet.'),
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
        message:
          nowhere.length === 1
            ? t`The cluster’s network uses several DNS servers, of which ${nowhere.join(', ')} isn’t in a visible network. Nodes may get the public address of ${registry.loginServer} from it.`
            : t`The cluster’s network uses several DNS servers, of which ${nowhere.join(', ')} aren’t in a visible network. Nodes may get the public address of ${registry.loginServer} from them.`,
        affected: [cluster.name],
        mitigation: t`Configure ${nowhere.join(', ')} to forward ${suffix} to ${azureDns} from a network that is linked to ${path.zoneName}.`,
        about: [network.id],
      }),
    ];
  }
  return [
    hazard({
      code: 'customDns',
      message: t`The cluster’s network uses custom DNS servers (${network.dnsServers.join(', ')}), which don’t resolve private DNS zones unless configured. It’s unknown whether nodes get the private address of ${registry.loginServer} from them.`,
      affected: [cluster.name],
      mitigation: t`Configure them to forward ${suffix} to ${azureDns} from a network that is linked to ${path.zoneName}.`,
      about: [network.id],
    }),
  ];
};

export const firewallMayRefuse: HazardRule = ({ cluster, registry, path }) => {
  if (path !== undefined || registry.defaultAction === 'Allow') return [];
  return [
    hazard({
      code: 'firewallMayRefuse',
      message: t`The registry’s firewall allows only listed IP addresses. The nodes can pull if the egress address of ${cluster.name} is listed.`,
      affected: [cluster.name],
      mitigation: t('Add the cluster’s egress address to the registry’s firewall, or link it privately.'),
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
      message: t`The ${found.assignment.roleName} role assignment of ${situation.cluster.name} has a condition. Only the repositories that it allows can be pulled.`,
      affected: [situation.cluster.name],
      mitigation: t('Check that the condition covers the repositories that the cluster needs.'),
      about: [found.assignment.id],
    }),
  ];
};

export const costOfSku: SideHazardRule = ({ registry }, writes) =>
  writeOf(writes, keys.sku)
    ? [
        hazard({
          code: 'costOfSku',
          message: t`Registry ${registry.name} costs more per day with the Premium SKU than with ${registry.sku}${dailyPrices(registry.sku)}.`,
          about: [registry.id, registry.sku],
        }),
      ]
    : [];

function dailyPrices(sku: string): string {
  const days: Readonly<Record<string, number>> = prices.registryDay;
  const before = days[sku];
  if (before === undefined) return '';
  return t`: about ${daily(prices.registryDay.Premium)} instead of ${daily(before)} (${priceSource})`;
}

export const costOfEndpoint: SideHazardRule = ({ path }, writes) =>
  path && path.endpoint === undefined && writeOf(writes, keys.endpoint(path.endpointId))
    ? [
        hazard({
          code: 'costOfEndpoint',
          message: t`Private endpoint ${nameOf(path.endpointId)} costs about ${hourly(prices.endpointHour)} plus ${dollars(prices.endpointGigabyte)} per GB (${priceSource}). Peering traffic is billed separately.`,
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
      message: t`${nameOf(path.networkId)} (${regionName(path.location)}) and ${from.name} (${regionName(from.location)}) are in different regions. Traffic between them costs more.`,
      about: [path.networkId, from.id],
    }),
  ];
};
