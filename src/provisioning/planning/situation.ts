/** Spec and observation laid side by side: what each step, blocker and hazard looks at. */
import { idKey, parentId, sameId } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { isGuid } from '../../model/guid';
import { factOf, known, knownValues, linkOfNetwork, networkOf, peeringTo } from '../observed/lookup';
import type {
  Observed,
  ObservedCluster,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedPeering,
  ObservedRegistry,
  ObservedSubnet,
  ObservedZone,
  ObservedZoneGroup,
  ObservedZoneLink,
} from '../observed/observed';
import type { ClusterLink, LinkSpec, PrivateAccess, RegistrySide } from '../plan/spec';

/** The registry's side: what of the spec and of the observation concerns it, with or without a cluster. */
export interface RegistrySituation {
  readonly spec: { readonly tags: Readonly<Record<string, string>> };
  readonly observed: Observed;
  readonly operationId: string;
  /** As it is, or as the plan makes it. */
  readonly registry: ObservedRegistry;
  /** The plan makes the registry: nobody uses it yet. */
  readonly registryIsNew: boolean;
  /** Undefined for a registry by itself. */
  readonly cluster: ObservedCluster | undefined;
  /** Undefined where no private addresses are wanted. */
  readonly path: RegistryPath | undefined;
}

/** One cluster's link: what of the spec and of the observation concerns it. */
export interface Situation extends RegistrySituation {
  readonly spec: LinkSpec;
  readonly link: ClusterLink;
  readonly cluster: ObservedCluster;
  /** Object id of the identity that the nodes pull with; undefined where the user has to say it and hasn't. */
  readonly principalId: string | undefined;
  /** Undefined in public mode. */
  readonly path: PrivatePath | undefined;
}

/** What the private path consists of: undefined is what isn't there (or could not be read, which is a blocker). */
export interface RegistryPath {
  readonly access: RegistrySide;
  readonly zoneName: string;
  /** The endpoint is, or will be, in the cluster's own network: no peering, one zone link. */
  readonly sameNetwork: boolean;
  readonly network: ObservedNetwork | undefined;
  /** Id of the registry's network as Azure spells it, else as the spec does. */
  readonly networkId: string;
  /** Region of the network, and so of the endpoint. */
  readonly location: string;
  /** Ranges of the network as they are, else as they will be. */
  readonly ranges: readonly string[];
  readonly subnet: ObservedSubnet | undefined;
  readonly subnetId: string;
  readonly subnetRanges: readonly string[];
  readonly endpoint: ObservedEndpoint | undefined;
  readonly endpointId: string;
  readonly zoneGroup: ObservedZoneGroup | undefined;
  readonly zone: ObservedZone | undefined;
  readonly zoneId: string;
  /** Other visible zones of the same name. */
  readonly otherZones: readonly ObservedZone[];
  readonly clusterNetwork: ObservedNetwork | undefined;
  readonly clusterNetworkId: string | undefined;
  /** No approved endpoint leads to the registry yet: the one of this plan changes how its name resolves. */
  readonly firstEndpoint: boolean;
}

/** The path of a cluster's link: with the way from its network to the registry's. */
export interface PrivatePath extends RegistryPath {
  readonly access: PrivateAccess;
  readonly peeringToCluster: ObservedPeering | undefined;
  readonly peeringToRegistry: ObservedPeering | undefined;
}

/** One for each link whose cluster is known; none when the registry isn't: then nothing can be planned. */
export function situationsOf(spec: LinkSpec, observed: Observed, operationId: string): Situation[] {
  const registry = known(observed.registry);
  if (registry === undefined) return [];
  return spec.links.flatMap((link) => {
    const cluster = known(factOf(observed.clusters, link.clusterId));
    if (cluster === undefined) return [];
    const { access } = link;
    const path = access.mode === 'private' ? pathOf(access, observed, registry, cluster) : undefined;
    const principalId = principalOf(link, cluster);
    const common = { spec, observed, operationId, registry, registryIsNew: false };
    return [{ ...common, link, cluster, principalId, path }];
  });
}

/** The kubelet identity, else the service principal that the user named, if it has the form of an object id. */
function principalOf(link: ClusterLink, cluster: ObservedCluster): string | undefined {
  const { servicePrincipalObjectId: named = '' } = link;
  return cluster.kubeletIdentity?.objectId ?? (isGuid(named) ? named : undefined);
}

function pathOf(
  access: PrivateAccess,
  observed: Observed,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
): PrivatePath {
  const path = registryPathOf(access, observed, registry, cluster);
  const { network, networkId, clusterNetwork, clusterNetworkId } = path;
  return {
    ...path,
    access,
    peeringToCluster: peeringTo(network, clusterNetworkId),
    peeringToRegistry: peeringTo(clusterNetwork, networkId),
  };
}

export function registryPathOf(
  access: RegistrySide,
  observed: Observed,
  registry: ObservedRegistry,
  cluster: ObservedCluster | undefined,
): RegistryPath {
  const network = known(factOf(observed.networks, access.network.id));
  const clusterNetwork = known(networkOf(observed, cluster?.networkId));
  const networkId = network?.id ?? access.network.id;
  const clusterNetworkId = clusterNetwork?.id ?? cluster?.networkId;
  const subnet = network?.subnets.find(({ id }) => sameId(id, access.subnet.id));
  const endpoint = known(factOf(observed.endpoints, access.endpoint.id));
  const zoneName = privateZoneName(registry.loginServer);
  const zone = known(factOf(observed.zones, access.zone.id));
  return {
    access,
    zoneName,
    sameNetwork: sameId(networkId, clusterNetworkId),
    network,
    networkId,
    location: network?.location ?? access.network.location,
    ranges: network?.addressPrefixes ?? [access.network.addressPrefix],
    subnet,
    subnetId: subnet?.id ?? access.subnet.id,
    subnetRanges: subnet?.addressPrefixes ?? [access.subnet.addressPrefix],
    endpoint,
    endpointId: endpoint?.id ?? access.endpoint.id,
    zoneGroup: known(endpoint?.zoneGroup),
    zone,
    zoneId: zone?.id ?? access.zone.id,
    otherZones: knownValues(observed.zones).filter(
      ({ id, name }) => name.toLowerCase() === zoneName.toLowerCase() && !sameId(id, access.zone.id),
    ),
    clusterNetwork,
    clusterNetworkId,
    firstEndpoint: !registry.connections.some(({ status }) => status === 'Approved'),
  };
}

/** The link by which a network already uses another zone of the name. */
export function linkElsewhere(
  { otherZones }: RegistryPath,
  networkId: string | undefined,
): { zone: ObservedZone; link: ObservedZoneLink } | undefined {
  for (const zone of otherZones) {
    const link = linkOfNetwork(zone, networkId);
    if (link) return { zone, link };
  }
  return undefined;
}

/** Whether the endpoint's zone group keeps the registry's records in a zone. */
export function writesInto(group: ObservedZoneGroup | undefined, zoneId: string): boolean {
  return group?.zoneIds.some((id) => sameId(id, zoneId)) ?? false;
}

/** Other endpoints of the same registry. */
export function otherEndpoints({ observed, registry, path }: RegistrySituation): ObservedEndpoint[] {
  return knownValues(observed.endpoints).filter(
    ({ id, targetId }) => sameId(targetId, registry.id) && !sameId(id, path?.access.endpoint.id),
  );
}

/** Ids (as keys) of networks that have a connected peering with the registry's network, and of that network itself. */
export function networksWithPath({ network, networkId }: RegistryPath): Set<string> {
  const peers = network?.peerings.filter(({ state }) => state === 'Connected') ?? [];
  return new Set([networkId, ...peers.map(({ remoteNetworkId }) => remoteNetworkId)].map(idKey));
}

/** Id of the network that an endpoint is in. */
export function networkOfEndpoint({ subnetId }: ObservedEndpoint): string {
  return parentId(subnetId);
}
