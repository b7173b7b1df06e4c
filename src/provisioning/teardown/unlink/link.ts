/** The link of a pair as it is: what it consists of, before it is asked who else needs it. */
import { distinctIds, groupIdOf, parentId, sameId } from '../../../model/armId';
import { mayLetPull, pullRole } from '../../../model/roles';
import type {
  Observed,
  ObservedCluster,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedPeering,
  ObservedRegistry,
  ObservedRoleAssignment,
  ObservedZone,
  ObservedZoneLink,
} from '../../observed/observed';
import type { UnlinkSpec } from '../../plan/unlinkSpec';
import { factOf, known, knownValues, linkOfNetwork, peeringTo } from '../../observed/lookup';

export interface ExistingLink {
  readonly registry: ObservedRegistry;
  readonly cluster: ObservedCluster;
  /** Of the kubelet identity, on the registry itself: those that may let it pull, and those that were meant to. */
  readonly roles: readonly ObservedRoleAssignment[];
  /** What may let it pull besides: from a higher scope, or of a group that it is in. */
  readonly otherRoles: readonly ObservedRoleAssignment[];
  /** One for each endpoint that the cluster has a way to, or had. */
  readonly ways: readonly Way[];
}

export interface Way {
  /** Undefined where it is gone, and the rest of the way is known from the operation that deleted it. */
  readonly endpoint: ObservedEndpoint | undefined;
  readonly networkId: string;
  readonly network: ObservedNetwork | undefined;
  /** The endpoint is in the cluster's own network. */
  readonly sameNetwork: boolean;
  /** On the endpoint's network and on the cluster's, as far as they are there. */
  readonly peerings: readonly {
    readonly peering: ObservedPeering;
    readonly from: string;
    readonly to: string;
  }[];
  /** Zones that the endpoint writes to, each with the link of the cluster's network and that of the endpoint's. */
  readonly zones: readonly {
    readonly zone: ObservedZone;
    readonly clusterLink: ObservedZoneLink | undefined;
    readonly registryLink: ObservedZoneLink | undefined;
  }[];
}

type Remembered = NonNullable<UnlinkSpec['ways']>[number];

/** Undefined when the registry or the cluster can't be read. `remembered` are ways that were there before. */
export function existingLink(
  observed: Observed,
  clusterId: string,
  remembered: readonly Remembered[] = [],
): ExistingLink | undefined {
  const [registry, cluster] = [known(observed.registry), known(factOf(observed.clusters, clusterId))];
  if (registry === undefined || cluster === undefined) return undefined;
  const identity = cluster.kubeletIdentity?.objectId.toLowerCase();
  const roles = (known(factOf(observed.roleAssignments, clusterId)) ?? []).filter(
    (role) => mayLetPull(role, registry.roleAssignmentMode) || isMeantToPull(role),
  );
  const isOwn = ({ scope, principalId }: ObservedRoleAssignment) =>
    sameId(scope, registry.id) && principalId.toLowerCase() === identity;
  const endpoints = knownValues(observed.endpoints).filter(({ targetId }) => sameId(targetId, registry.id));
  return {
    registry,
    cluster,
    roles: roles.filter(isOwn),
    otherRoles: roles.filter((role) => !isOwn(role)),
    ways: [
      ...endpoints.flatMap((endpoint) => {
        const before = remembered.find(({ endpointId }) => sameId(endpointId, endpoint.id));
        const way = wayTo(placeOf(endpoint, before), cluster, observed);
        return way !== undefined && (before !== undefined || leads(way)) ? [way] : [];
      }),
      ...remembered
        .filter(({ endpointId }) => !endpoints.some(({ id }) => sameId(id, endpointId)))
        .flatMap(
          ({ networkId, zoneIds }) =>
            wayTo({ endpoint: undefined, networkId, zoneIds }, cluster, observed) ?? [],
        ),
    ],
  };
}

/** A registry honours one of the two, by its mode; the other one may be left from before. */
export function isMeantToPull({ roleId }: ObservedRoleAssignment): boolean {
  return [pullRole('legacy'), pullRole('abac')].some(({ id }) => sameId(id, roleId));
}

interface Place {
  readonly endpoint: ObservedEndpoint | undefined;
  readonly networkId: string;
  /** Zones that the endpoint writes to. */
  readonly zoneIds: readonly string[];
}

/** With the zones of `before` too: the zone group that names them may be gone already. */
function placeOf(endpoint: ObservedEndpoint, before: Remembered | undefined): Place {
  const zoneIds = distinctIds([...(known(endpoint.zoneGroup)?.zoneIds ?? []), ...(before?.zoneIds ?? [])]);
  return { endpoint, networkId: parentId(endpoint.subnetId), zoneIds };
}

function wayTo(
  { endpoint, networkId, zoneIds }: Place,
  { networkId: clusterNetworkId }: ObservedCluster,
  observed: Observed,
): Way | undefined {
  if (clusterNetworkId === undefined) return undefined;
  const network = known(factOf(observed.networks, networkId));
  const clusterNetwork = known(factOf(observed.networks, clusterNetworkId));
  const sameNetwork = sameId(networkId, clusterNetworkId);
  const sides = [
    { peering: peeringTo(network, clusterNetworkId), from: networkId, to: clusterNetworkId },
    { peering: peeringTo(clusterNetwork, networkId), from: clusterNetworkId, to: networkId },
  ];
  const peerings = sameNetwork
    ? []
    : sides.flatMap(({ peering, from, to }) => (peering ? [{ peering, from, to }] : []));
  const zones = zoneIds.flatMap((id) => {
    const zone = known(factOf(observed.zones, id));
    if (zone === undefined) return [];
    const clusterLink = sameNetwork ? undefined : linkOfNetwork(zone, clusterNetworkId);
    return [{ zone, clusterLink, registryLink: linkOfNetwork(zone, networkId) }];
  });
  return { endpoint, networkId, network, sameNetwork, peerings, zones };
}

function leads({ sameNetwork, peerings, zones }: Way): boolean {
  return sameNetwork || peerings.length > 0 || zones.some(({ clusterLink }) => clusterLink !== undefined);
}

/** Ids of groups, each once. */
export function groupsOf(ids: readonly string[]): string[] {
  return distinctIds(ids.map(groupIdOf));
}
