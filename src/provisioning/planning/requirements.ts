/** What a link needs besides the plan's steps: from others, or unchecked. */
import { registryLabel } from '../../model/clouds';
import { nameOf, parseId, sameId, subscriptionOf } from '../../model/armId';
import { shellCommand } from '../../model/shell';
import type { ObservedRegistry } from '../observed';
import type { Requirement } from '../plan';
import type { PrivatePath, Situation } from './situation';

type Rule = (situation: Situation, path: PrivatePath) => Requirement[];

const rules: readonly Rule[] = [approval, centralDns, routeNotChecked];

/** Each once, also where several clusters share it. */
export function requirementsOf(situations: readonly Situation[]): Requirement[] {
  const found = situations.flatMap((situation) => {
    const { path } = situation;
    return path === undefined ? [] : rules.flatMap((rule) => rule(situation, path));
  });
  return [...new Map(found.map((item) => [`${item.code} ${item.message}`, item])).values()];
}

/** A connection that is asked for by hand carries nothing until somebody with rights on the registry approves it. */
function approval({ registry }: Situation, { access, endpoint, endpointId }: PrivatePath): Requirement[] {
  if (access.endpoint.approval.mode !== 'manual') return [];
  if (endpoint ? endpoint.status !== 'Pending' : access.endpoint.onAbsent === 'refuse') return [];
  const pending = registry.connections.find((connection) => sameId(connection.endpointId, endpointId));
  return [
    {
      code: 'approval',
      message: `The connection of ${nameOf(endpointId)} has to be approved by somebody who may do so on ${registry.name} (Microsoft.ContainerRegistry/registries/privateEndpointConnections/write): until then it is Pending, has no records and carries no traffic.`,
      command: approveCommand(registry, pending?.id),
      resourceIds: [endpointId, registry.id],
    },
  ];
}

/**
 * The Azure CLI's command for the registry's owner, quoted for a POSIX shell. Azure names the connection when the
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
function centralDns({ registry, cluster }: Situation, path: PrivatePath): Requirement[] {
  if (path.access.dns !== 'central') return [];
  const label = registryLabel(registry.loginServer);
  const data = [registry.location, ...registry.replicaLocations].map(
    (location) => `${label}.${location}.data`,
  );
  const network = nameOf(path.clusterNetworkId ?? cluster.name);
  return [
    {
      code: 'centralDns',
      message: `Names are left to a central team: ${nameOf(path.endpointId)} needs a DNS zone group on a zone ${path.zoneName} (records ${[label, ...data].join(', ')}), and ${network} a link to that zone, or DNS servers that resolve it.`,
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
      message: `${from} is to reach ${to} (${path.subnetRanges.join(', ')}) over a hub: no peering of the two is planned, and whether the hub routes and its firewall lets TCP 443 through was not checked.`,
      command: undefined,
      resourceIds: [path.networkId, ...(path.clusterNetworkId === undefined ? [] : [path.clusterNetworkId])],
    },
  ];
}
