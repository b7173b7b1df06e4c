/** Names, ranges and subnets that Azure would refuse. */
import { t } from '@vscode/l10n';
import { nameOf, sameId, subscriptionOf } from '../../model/armId';
import { overlaps, rangeProblem, usableAddresses } from '../../model/addressRange';
import { nameProblem, type NameKind } from '../../model/names';
import { privateHosts } from '../observed/hosts';
import type { ObservedNetwork } from '../observed/observed';
import type { Blocker, Step } from '../plan/plan';
import type { PrivatePath, RegistrySituation, Situation } from './situation';

/** Names of what the plan creates; existing things have proven theirs. */
export function invalidNames(_: RegistrySituation, steps: readonly Step[]): Blocker[] {
  const kinds: Partial<Record<Step['kind'], NameKind>> = {
    resourceGroup: 'resourceGroup',
    registry: 'registry',
    network: 'network',
    subnet: 'subnet',
    zone: 'zone',
    zoneLink: 'zoneLink',
    endpoint: 'endpoint',
    zoneGroup: 'zoneGroup',
    peering: 'peering',
  };
  return steps.flatMap(({ kind, action, resourceId }) => {
    const named = kinds[kind];
    const problem = action === 'create' && named ? nameProblem(named, nameOf(resourceId)) : undefined;
    if (problem === undefined) return [];
    return [
      { code: 'invalidName', message: problem, wayOut: t('Choose another name.'), resourceIds: [resourceId] },
    ];
  });
}

/** Ranges of a network or subnet that is to be created. */
export function invalidRanges({ path }: RegistrySituation): Blocker[] {
  if (path === undefined) return [];
  const { access, network, subnet, networkId, subnetId } = path;
  const ofNetwork = network ? undefined : rangeProblem(access.network.addressPrefix);
  const ofSubnet =
    subnet === undefined && access.subnet.onAbsent === 'create' && ofNetwork === undefined
      ? rangeProblem(access.subnet.addressPrefix, {
          within: path.ranges,
          besides: network?.subnets.flatMap(({ addressPrefixes }) => addressPrefixes) ?? [],
        })
      : undefined;
  const problems = [
    [ofNetwork, networkId],
    [ofSubnet, subnetId],
  ] as const;
  return problems.flatMap(([message, id]) =>
    message === undefined
      ? []
      : [{ code: 'invalidRange', message, wayOut: t('Choose another range.'), resourceIds: [id] }],
  );
}

/** Azure peers neither overlapping networks nor a network with two that overlap each other. */
export function overlappingRanges({ cluster, path }: Situation): Blocker[] {
  if (path === undefined || path.sameNetwork || path.clusterNetwork === undefined) return [];
  const { network, clusterNetwork, networkId, ranges, subnetRanges } = path;
  const registryName = nameOf(networkId);
  // Over a hub only the endpoint's own addresses have to be told apart from the cluster's.
  const routed = path.access.route === 'routed';
  const direct = overlaps(routed ? subnetRanges : ranges, clusterNetwork.addressPrefixes).map(
    ([ours, theirs]) =>
      overlap(
        path,
        t`${registryName} (${ours}) overlaps the cluster’s network ${clusterNetwork.name} (${theirs})`,
      ),
  );
  const peered = [
    ...peersOf(clusterNetwork, networkId).map((peer) => ({
      peer,
      host: clusterNetwork.name,
      name: registryName,
      ranges,
    })),
    ...peersOf(network, clusterNetwork.id).map((peer) => ({
      peer,
      host: registryName,
      name: clusterNetwork.name,
      ranges: clusterNetwork.addressPrefixes,
    })),
  ].flatMap(({ peer, host, name, ranges: own }) =>
    overlaps(own, peer.remoteAddressPrefixes).map(([ours, theirs]) => {
      const stale =
        peer.state === 'Disconnected' ? t(' through a Disconnected peering that still counts') : '';
      const other = `${nameOf(peer.remoteNetworkId)} (${theirs})`;
      return overlap(
        path,
        t`${name} (${ours}) overlaps ${other}, which ${host} is peered with${stale}`,
        peer.id,
      );
    }),
  );
  const inside = [
    ...overlaps(subnetRanges, cluster.serviceCidrs).map((pair) => ({ pair, use: t('services') })),
    ...overlaps(subnetRanges, cluster.podCidrs).map((pair) => ({ pair, use: t('pods') })),
  ].map(({ pair: [ours, theirs], use }) =>
    overlap(
      path,
      t`The endpoint’s subnet (${ours}) overlaps the range of ${cluster.name}’s ${use} (${theirs})`,
    ),
  );
  return [...direct, ...(routed ? [] : peered), ...inside];
}

function peersOf(network: ObservedNetwork | undefined, exceptId: string) {
  return (network?.peerings ?? []).filter(({ remoteNetworkId }) => !sameId(remoteNetworkId, exceptId));
}

function overlap(path: PrivatePath, what: string, ...ids: readonly string[]): Blocker {
  return {
    code: 'rangesOverlap',
    message: t`${what}, so addresses would be ambiguous.`,
    wayOut:
      path.network === undefined
        ? t(
            'Choose another range for the registry’s network, or create the endpoint in the cluster’s network.',
          )
        : t('Create an endpoint in the cluster’s own network with a separate private DNS zone.'),
    resourceIds: [
      path.networkId,
      ...(path.clusterNetworkId === undefined ? [] : [path.clusterNetworkId]),
      ...ids,
    ],
  };
}

/** Microsoft's documentation: an endpoint is in the region and the subscription of its network. */
export function endpointElsewhere({ path }: RegistrySituation): Blocker[] {
  if (path === undefined || path.endpoint !== undefined) return [];
  const { endpointId, networkId } = path;
  if (sameId(subscriptionOf(endpointId), subscriptionOf(networkId))) return [];
  return [
    {
      code: 'endpointElsewhere',
      message: t`Private endpoint ${nameOf(endpointId)} would be in a different subscription than its network ${nameOf(networkId)}, which Azure doesn’t allow.`,
      wayOut: t('Choose a resource group in the network’s subscription.'),
      resourceIds: [endpointId, networkId],
    },
  ];
}

/** A subnet that the endpoint of this plan couldn't join. */
export function unsuitableSubnet({ registry, path }: RegistrySituation): Blocker[] {
  if (path === undefined || path.endpoint !== undefined) return [];
  const { subnet, subnetId, subnetRanges } = path;
  const resourceIds = [subnetId];
  const delegated =
    subnet === undefined || subnet.delegations.length === 0
      ? []
      : [
          {
            code: 'subnetDelegated',
            message: t`Subnet ${subnet.name} is delegated to ${subnet.delegations.join(', ')} and can’t have private endpoints.`,
            wayOut: t('Choose or create another subnet.'),
            resourceIds,
          },
        ];
  const needed = privateHosts(registry).length;
  const free = usableAddresses(subnetRanges) - (subnet?.usedAddresses ?? 0);
  if (free >= needed) return delegated;
  const full = {
    code: 'subnetFull',
    message: t`The endpoint needs ${needed} addresses, but subnet ${nameOf(subnetId)} (${subnetRanges.join(', ')}) has ${Math.max(0, free)} left.`,
    wayOut: t('Choose a larger range, or another subnet (/27 or larger is recommended).'),
    resourceIds,
  };
  return [...delegated, full];
}

/** As long as a registry has rules for subnets, Azure refuses a private endpoint (Microsoft Learn, "Private Link": not both). */
export function serviceEndpointRules({ registry }: RegistrySituation, steps: readonly Step[]): Blocker[] {
  const { id, name, subnetRules = [] } = registry;
  const creates = steps.some(({ kind, action }) => kind === 'endpoint' && action === 'create');
  if (!creates || subnetRules.length === 0) return [];
  return [
    {
      code: 'serviceEndpointRules',
      message: t`The firewall of ${name} has subnet rules (${subnetRules.map(nameOf).join(', ')}). While they exist, private endpoints can’t be created.`,
      wayOut: t('Delete these rules (az acr network-rule remove), then preview again.'),
      resourceIds: [id],
    },
  ];
}
