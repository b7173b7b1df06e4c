/** What keeps nodes from pulling all the same once a plan is applied, also where it has nothing left to write. */
import { t } from '@vscode/l10n';
import { shellCommand } from '../../model/shell';
import { nameOf, parseId, subscriptionOf } from '../../model/armId';
import type { Hop, HopName } from '../../reachability/hops';
import { reachOf, troubles, type PoolReach } from '../../reachability/reach';
import { privateHosts } from '../observed/hosts';
import { hazard } from '../plan/findings';
import type { Hazard } from '../plan/plan';
import { after, type After } from './after';
import { dnsServersServed } from './requirements';
import type { Planned } from './planned';
import type { Situation } from './situation';

/** `told` are hazards that say some of it in words of their own. */
export function pullHazards(
  situations: readonly Situation[],
  steps: readonly Planned[],
  told: readonly Hazard[],
): Hazard[] {
  const [first, ...others] = situations;
  if (first === undefined) return [];
  const then = after([first, ...others], steps);
  return situations.flatMap((situation) =>
    ofCluster(situation, then, toldAlready(situation, situations, told)),
  );
}

function ofCluster(situation: Situation, { world, registry }: After, besides: readonly HopName[]): Hazard[] {
  const { cluster, path } = situation;
  const reach = reachOf(world, registry, cluster);
  const found = troubles(reach, besides);
  if (found.length > 0) return found.map((hop) => trouble(situation, hop));
  if (path === undefined) return [];
  const publicly = reach.pools.filter((pool) => !isPrivate(pool, besides));
  const names = publicly.flatMap(({ route, hops }) =>
    hops.filter(({ hop }) => hop === (route === 'private' ? 'layersName' : 'name')),
  );
  return [...new Map(names.map((hop) => [hop.message, hop])).values()].map((hop) =>
    notPrivate(situation, hop),
  );
}

function isPrivate({ route, layersRoute }: PoolReach, besides: readonly HopName[]): boolean {
  if (besides.includes('name')) return true;
  return route === 'private' && layersRoute === 'private';
}

/**
 * Each of these hazards, a name that is left to a central team, and servers that have to forward, are said in their own
 * words.
 */
function toldAlready(situation: Situation, all: readonly Situation[], told: readonly Hazard[]): HopName[] {
  const { cluster, path } = situation;
  const says = (code: string) =>
    told.some((each) => each.code === code && each.affected.includes(cluster.name));
  const names: readonly HopName[] = ['name', 'way', 'door', 'layersName', 'layersWay', 'layersDoor'];
  return [
    ...(says('customDns') || says('dataZoneShadows') || path?.access.dns === 'central' ? names : []),
    ...(path?.clusterNetwork?.dnsServers.length && dnsServersServed(situation, all)
      ? (['name', 'layersName'] as const)
      : []),
    ...(says('firewallMayRefuse') ? (['door', 'layersDoor'] as const) : []),
    ...(says('pullLimitedByCondition') ? (['identity'] as const) : []),
  ];
}

function trouble(situation: Situation, hop: Hop): Hazard {
  const { cluster, registry } = situation;
  const isSure = hop.state === 'broken';
  return hazard({
    code: isSure ? 'pullBlocked' : 'pullUncertain',
    about: [registry.id, cluster.id, ...hop.evidence.map(({ resourceId }) => resourceId)],
    affected: [cluster.name],
    message: isSure
      ? t`The nodes of ${cluster.name} won’t be able to pull from ${registry.name}: ${hop.message}`
      : t`It’s unknown whether the nodes of ${cluster.name} can pull from ${registry.name}: ${hop.message}`,
    mitigation: remedy(situation, hop),
  });
}

function notPrivate(situation: Situation, hop: Hop): Hazard {
  const { cluster, registry } = situation;
  return hazard({
    code: 'pullNotPrivate',
    about: [registry.id, cluster.id, ...hop.evidence.map(({ resourceId }) => resourceId)],
    affected: [cluster.name],
    message: t`The nodes of ${cluster.name} won’t use the private path: ${hop.message}`,
    mitigation: remedy(situation, hop),
  });
}

/** What would help, by the property that it was seen by. */
function remedy(situation: Situation, { evidence: [seen], unread }: Hop): string | undefined {
  if (unread?.missingAction !== undefined) {
    return t`Ask for a role with ${unread.missingAction} on ${unread.scope ?? unread.what}, then preview again.`;
  }
  const [property = ''] = seen?.property.split('/') ?? [];
  switch (property) {
    case 'securityRules':
    case 'defaultSecurityRules':
      return t`Allow outbound TCP 443 to ${target(situation)} before this rule.`;
    case 'routes':
      return t`Remove the route, or make sure that ${target(situation)} can be reached over it.`;
    case 'httpProxyConfig.noProxy':
      return proxyRemedy(situation);
    case 'A':
      return t(
        'Re-create the endpoint’s private DNS zone group so that it writes its records again, or correct the record.',
      );
    case 'peeringState':
    case 'allowVirtualNetworkAccess':
    case 'remoteAddressSpace':
    case 'peerCompleteVnets':
    case 'enableOnlyIPv6Peering':
      return t('Peer the whole virtual networks, and sync the peering.');
    default:
      return undefined;
  }
}

function target({ path, registry }: Situation): string {
  return path === undefined
    ? `AzureContainerRegistry (${registry.loginServer})`
    : path.subnetRanges.join(', ');
}

/** `az aks update` takes the whole configuration from a file. */
function proxyRemedy({ cluster, registry }: Situation): string {
  const command = shellCommand(
    'az',
    'aks',
    'update',
    '--name',
    nameOf(cluster.id),
    '--resource-group',
    parseId(cluster.id)?.resourceGroup ?? '',
    '--subscription',
    subscriptionOf(cluster.id),
    '--http-proxy-config',
    'proxy.json',
  );
  return t`Add ${privateHosts(registry).join(', ')} to noProxy of the cluster’s proxy configuration, and run ${command ?? 'az aks update --http-proxy-config'}.`;
}
