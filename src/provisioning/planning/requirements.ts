/** What a link needs besides the plan's steps: from others, or unchecked. */
import { t } from '@vscode/l10n';
import { nameOf, parseId, sameId, subscriptionOf } from '../../model/armId';
import { shellCommand } from '../../model/shell';
import { privateRecords } from '../observed/hosts';
import { linkOfNetwork } from '../observed/lookup';
import type { ObservedRegistry } from '../observed/observed';
import type { Requirement } from '../plan/plan';
import { azureDns } from '../../reachability/names';
import { resolvingNetworks, serversNowhere } from './resolvers';
import type { PrivatePath, RegistryPath, RegistrySituation, Situation } from './situation';
import { unfinishedThings } from './states';

type Rule = (situation: Situation, path: PrivatePath, all: readonly Situation[]) => Requirement[];

const rules: readonly Rule[] = [
  approval,
  centralDns,
  routeNotChecked,
  forwardingDns,
  subnetPolicies,
  networkOfAks,
];

/** What a registry's side needs, with or without a cluster. */
export function requirementsOfSide(situation: RegistrySituation): Requirement[] {
  const { path } = situation;
  const unfinished = unfinishedThings(situation);
  if (path === undefined) return unfinished;
  return [...unfinished, ...[approval, centralDns, subnetPolicies].flatMap((rule) => rule(situation, path))];
}

/** Each once, also where several clusters share it. */
export function requirementsOf(situations: readonly Situation[]): Requirement[] {
  const found = situations.flatMap((situation) => {
    const { path } = situation;
    const ofPath = path === undefined ? [] : rules.flatMap((rule) => rule(situation, path, situations));
    return [...unfinishedThings(situation), ...ofPath];
  });
  return [...new Map(found.map((item) => [`${item.code} ${item.message}`, item])).values()];
}

/** A connection that is asked for by hand carries nothing until somebody with rights on the registry approves it. */
function approval(
  { registry }: RegistrySituation,
  { access, endpoint, endpointId }: RegistryPath,
): Requirement[] {
  if (access.endpoint.approval.mode !== 'manual') return [];
  if (endpoint ? endpoint.status !== 'Pending' : access.endpoint.onAbsent === 'refuse') return [];
  const pending = registry.connections.find((connection) => sameId(connection.endpointId, endpointId));
  return [
    {
      code: 'approval',
      message: t`An owner of ${registry.name} has to approve the connection of ${nameOf(endpointId)} (Microsoft.ContainerRegistry/registries/privateEndpointConnections/write). Until then it’s Pending, has no records, and carries no traffic.`,
      command: approveCommand(registry, pending?.id),
      resourceIds: [endpointId, registry.id],
    },
  ];
}

/**
 * The Azure CLI's command for the registry's owner, the same in every shell. Azure names the connection when the
 * endpoint is made: without its id, what is pending then is looked up first. Undefined where a name can't be quoted.
 */
export function approveCommand(
  registry: ObservedRegistry,
  connectionId: string | undefined,
): string | undefined {
  const where = [
    '--registry-name',
    registry.name,
    '--resource-group',
    parseId(registry.id)?.resourceGroup ?? '',
    '--subscription',
    subscriptionOf(registry.id),
  ];
  const az = ['az', 'acr', 'private-endpoint-connection'];
  return connectionId === undefined
    ? shellCommand(...az, 'list', ...where, '--query', pendingNames, '--output', 'tsv')
    : shellCommand(...az, 'approve', '--name', nameOf(connectionId), ...where);
}

const pendingNames = "[?privateLinkServiceConnectionState.status=='Pending'].name";

/** What a central team's policy has to bring about; the zone's name is that of the registry's cloud. */
function centralDns({ registry }: RegistrySituation, path: RegistryPath): Requirement[] {
  if (path.access.dns !== 'central') return [];
  const network = nameOf(path.clusterNetworkId ?? path.networkId);
  return [
    {
      code: 'centralDns',
      message: t`Your platform team manages DNS. ${nameOf(path.endpointId)} needs a private DNS zone group with a zone ${path.zoneName} (records ${privateRecords(registry).join(', ')}), and ${network} needs a link to that zone or DNS servers that resolve it.`,
      command: undefined,
      resourceIds: [path.endpointId, ...(path.clusterNetworkId === undefined ? [] : [path.clusterNetworkId])],
    },
  ];
}

function routeNotChecked({ cluster }: Situation, path: PrivatePath): Requirement[] {
  if (path.access.route !== 'routed' || path.sameNetwork) return [];
  const [from, to] = [nameOf(path.clusterNetworkId ?? cluster.name), nameOf(path.networkId)];
  return [
    {
      code: 'routeNotChecked',
      message: t`${from} reaches ${to} (${path.subnetRanges.join(', ')}) through a hub. No peering of the two is planned. The hub’s routing and its firewall’s rules for TCP 443 weren’t checked.`,
      command: undefined,
      resourceIds: [path.networkId, ...(path.clusterNetworkId === undefined ? [] : [path.clusterNetworkId])],
    },
  ];
}

/** DNS servers in a linked network see the zone if they forward to Azure's resolver, which ARM doesn't tell. */
function forwardingDns(situation: Situation, path: PrivatePath, all: readonly Situation[]): Requirement[] {
  const network = path.clusterNetwork;
  if (network === undefined || network.dnsServers.length === 0) return [];
  if (path.access.dns === 'central' || !dnsServersServed(situation, all)) return [];
  const suffix = path.zoneName.replace(/^privatelink\./, '');
  return [
    {
      code: 'dnsServersForward',
      message: t`${network.name} uses custom DNS servers (${network.dnsServers.join(', ')}) in networks linked to ${path.zoneName}. They have to forward ${suffix} to ${azureDns}, which wasn’t checked.`,
      command: undefined,
      resourceIds: [network.id, path.zoneId],
    },
  ];
}

/** Whether all networks whose links count for the cluster's network are linked to the zone, or will be by the plan. */
export function dnsServersServed({ observed, path }: Situation, all: readonly Situation[]): boolean {
  const network = path?.clusterNetwork;
  if (path === undefined || network === undefined) return false;
  if (serversNowhere(observed, network.id).length > 0) return false;
  const resolving = resolvingNetworks(observed, network.id);
  const planned = all.flatMap((other) =>
    other.path?.access.dns === 'zone' && sameId(other.path.zoneId, path.zoneId)
      ? [other.path.networkId, other.path.clusterNetworkId]
      : [],
  );
  return (
    resolving.length > 0 &&
    resolving.every((id) => linkOfNetwork(path.zone, id) ?? planned.some((other) => sameId(other, id)))
  );
}

/**
 * What AKS makes for a cluster is in a group that it keeps for itself: changes there aren't supported by Microsoft, and end
 * with the cluster (Microsoft Learn, "Support policies for AKS" and the questions on the node resource group).
 */
function networkOfAks(
  { cluster }: Situation,
  { clusterNetwork, clusterNetworkId = '', sameNetwork }: PrivatePath,
): Requirement[] {
  if (!cluster.networkManagedByAks || clusterNetwork === undefined) return [];
  const what = sameNetwork ? t('a private endpoint in it') : t('a peering on it');
  return [
    {
      code: 'networkOfAks',
      message: t`${clusterNetwork.name} is managed by AKS in the node resource group ${cluster.nodeResourceGroup}. Microsoft’s support policy doesn’t cover changes there, such as ${what}, and AKS deletes the network with the cluster. Microsoft supports custom virtual networks only.`,
      command: undefined,
      resourceIds: [clusterNetworkId],
    },
  ];
}

/** Azure's default lets security groups and routes of a subnet pass endpoints by; some subnets have it switched on. */
function subnetPolicies({ registry }: RegistrySituation, { subnet, subnetId }: RegistryPath): Requirement[] {
  const policies = subnet?.privateEndpointNetworkPolicies ?? 'Disabled';
  if (policies === 'Disabled') return [];
  return [
    {
      code: 'subnetPolicies',
      message: t`Subnet ${nameOf(subnetId)} applies its network policies to private endpoints (${policies}). Its network security group and routes have to allow TCP 443 to ${registry.loginServer}, which wasn’t checked. The plan doesn’t change them, because that would affect every endpoint in the subnet.`,
      command: undefined,
      resourceIds: [subnetId],
    },
  ];
}
