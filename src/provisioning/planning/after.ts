/** The facts as they will be once a plan is applied: what the model of reachability is asked about then. */
import { idKey, parentId, sameId } from '../../model/armId';
import { privateAlias } from '../../model/clouds';
import { pullRole } from '../../model/roles';
import type { LinkedZone, SeenEndpoint, SeenNetwork, World } from '../../reachability/world';
import type {
  Fact,
  ObservedPeering,
  ObservedRecord,
  ObservedRegistry,
  ObservedSubnet,
} from '../observed/observed';
import { privateHosts } from '../observed/hosts';
import { worldOf } from '../observed/world';
import { keys, type Planned } from './planned';
import { resolvingNetworks } from './resolvers';
import type { PrivatePath, Situation } from './situation';

export interface After {
  readonly world: World;
  readonly registry: ObservedRegistry;
}

/** `situations` are all of one plan, of which there is at least one, and `steps` what it writes or keeps for them. */
export function after(
  [first, ...others]: readonly [Situation, ...Situation[]],
  steps: readonly Planned[],
): After {
  const situations = [first, ...others];
  const before = worldOf(first.observed);
  const written = new Set(steps.filter(({ action }) => action !== 'reuse').map(({ key }) => key));
  const ways = situations.flatMap(({ path }) => (path === undefined ? [] : [path]));
  const registry = registryAfter(first.registry, ways);
  const endpoints = new Map(
    ways.map((path) => [idKey(path.endpointId), endpointAfter(registry, path, written)]),
  );
  const links = situations.flatMap((situation) => linksAfter(situation, registry, written));
  const granted = new Set(
    situations.flatMap(({ principalId, cluster }) =>
      principalId !== undefined && written.has(keys.role(principalId)) ? [idKey(cluster.id)] : [],
    ),
  );
  const world: World = {
    ...before,
    network: (id) => networkAfter(id, before.network(id), ways, written),
    endpointsOf: (of) => [
      ...before.endpointsOf(of).filter(({ id }) => !endpoints.has(idKey(id))),
      ...[...endpoints.values()].map((value) => ({
        id: value.id,
        endpoint: { state: 'known' as const, value },
      })),
    ],
    zonesOf: (networkId) => {
      const own = links.filter(({ link }) => sameId(link.networkId, networkId));
      return [
        ...before.zonesOf(networkId).filter(({ id }) => !own.some((zone) => sameId(zone.id, id))),
        ...own,
      ];
    },
    roles: (of, cluster) => {
      const now = before.roles(of, cluster);
      if (!granted.has(idKey(cluster.id))) return now;
      const role = {
        scope: of.id,
        roleId: pullRole(of.roleAssignmentMode).id,
        permissions: undefined,
        condition: undefined,
      };
      return { own: [...now.own, role], unseen: [] };
    },
  };
  return { world, registry };
}

/** A connection that somebody else has to approve is taken as approved: the plan says that it has to be. */
function registryAfter(registry: ObservedRegistry, ways: readonly PrivatePath[]): ObservedRegistry {
  const others = registry.connections.filter(
    ({ endpointId }) => !ways.some((path) => sameId(path.endpointId, endpointId)),
  );
  return {
    ...registry,
    sku: ways.some(({ access }) => access.upgradeToPremium) ? 'Premium' : registry.sku,
    connections: [
      ...others,
      ...ways.map(({ endpointId }) => ({ id: endpointId, endpointId, status: 'Approved' as const })),
    ],
  };
}

/** Which addresses a new endpoint gets isn't known before: any of its subnet. */
function endpointAfter(
  registry: ObservedRegistry,
  path: PrivatePath,
  written: ReadonlySet<string>,
): SeenEndpoint {
  const { endpoint, endpointId, subnetId, subnetRanges } = path;
  if (endpoint?.addresses?.some(({ fqdn }) => fqdn !== '')) {
    const again = written.has(keys.endpoint(endpointId)) ? { provisioningState: 'Succeeded' } : {};
    return { ...endpoint, ...again, status: 'Approved' };
  }
  const [range = ''] = subnetRanges;
  return {
    id: endpointId,
    subnetId: endpoint?.subnetId ?? subnetId,
    targetId: registry.id,
    status: 'Approved',
    addresses: privateHosts(registry).map((fqdn) => ({ fqdn, address: range })),
  };
}

function networkAfter(
  id: string,
  now: Fact<SeenNetwork>,
  ways: readonly PrivatePath[],
  written: ReadonlySet<string>,
): Fact<SeenNetwork> {
  const mine = ways.filter((path) => sameId(path.networkId, id) || sameId(path.clusterNetworkId, id));
  const [first] = mine;
  if (first === undefined) return now;
  const isNew = now.state !== 'known' && sameId(first.networkId, id);
  if (now.state !== 'known' && !isNew) return now;
  const known: SeenNetwork =
    now.state === 'known'
      ? now.value
      : { id, addressPrefixes: first.ranges, peerings: [], dnsServers: [], subnets: [] };
  const peerings = mine.flatMap((path) => peeringAfter(id, path, written));
  const subnets = mine.flatMap((path) => subnetAfter(id, path, known));
  const kept = known.peerings.filter(
    ({ remoteNetworkId }) => !peerings.some((other) => sameId(other.remoteNetworkId, remoteNetworkId)),
  );
  return {
    state: 'known',
    value: { ...known, peerings: [...kept, ...peerings], subnets: [...(known.subnets ?? []), ...subnets] },
  };
}

function subnetAfter(
  id: string,
  { networkId, subnetId, subnetRanges }: PrivatePath,
  known: SeenNetwork,
): ObservedSubnet[] {
  const isThere = known.subnets?.some((subnet) => sameId(subnet.id, subnetId)) === true;
  if (!sameId(networkId, id) || isThere || !sameId(parentId(subnetId), id)) return [];
  return [
    {
      id: subnetId,
      name: subnetId,
      addressPrefixes: subnetRanges,
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
      usedAddresses: 0,
    },
  ];
}

/** As the plan writes it; over a hub that the user vouches for, as if it were one. */
function peeringAfter(id: string, path: PrivatePath, written: ReadonlySet<string>): ObservedPeering[] {
  const { networkId, clusterNetworkId, sameNetwork, ranges, clusterNetwork, access } = path;
  if (sameNetwork || clusterNetworkId === undefined) return [];
  const isRegistrySide = sameId(networkId, id);
  const [from, to] = isRegistrySide ? [networkId, clusterNetworkId] : [clusterNetworkId, networkId];
  if (access.route !== 'routed' && !written.has(keys.peering(from, to))) {
    const kept = isRegistrySide ? path.peeringToCluster : path.peeringToRegistry;
    // A side that waits for the other one is connected by it.
    const isAnswered = kept?.state === 'Initiated' && written.has(keys.peering(to, from));
    return isAnswered ? [{ ...kept, state: 'Connected' }] : [];
  }
  return [
    {
      id: `${from}/virtualNetworkPeerings/after`,
      name: 'after',
      remoteNetworkId: to,
      state: 'Connected',
      syncLevel: 'FullyInSync',
      allowVirtualNetworkAccess: true,
      remoteAddressPrefixes: isRegistrySide
        ? (clusterNetwork?.addressPrefixes ?? [])
        : [...ranges, ...path.subnetRanges],
      raw: {},
    },
  ];
}

/** Links to the plan's zone, with the records that its zone group writes; a central team's zone as if it were there. */
function linksAfter(
  situation: Situation,
  registry: ObservedRegistry,
  written: ReadonlySet<string>,
): LinkedZone[] {
  const { path, observed } = situation;
  if (path === undefined) return [];
  const { access, zone, zoneId, zoneName, networkId, clusterNetworkId, endpointId } = path;
  const isCentral = access.dns === 'central';
  // Of a connection that waits for its approval the records come with that.
  const isPending = path.endpoint?.status === 'Pending';
  const writesRecords = isCentral || isPending || written.has(keys.zoneGroup(endpointId));
  const records: Fact<readonly ObservedRecord[]> = writesRecords
    ? { state: 'known', value: recordsAfter(registry, path, written) }
    : (zone?.records ?? { state: 'known', value: [] });
  const behind = clusterNetworkId === undefined ? [] : resolvingNetworks(observed, clusterNetworkId);
  const networks = [networkId, ...(clusterNetworkId === undefined ? [] : [clusterNetworkId]), ...behind];
  return networks.flatMap((network): LinkedZone[] => {
    const link = zone?.links.find((each) => sameId(each.networkId, network));
    const isWritten = isCentral || written.has(keys.zoneLink(zoneId, network));
    if (link === undefined && !isWritten) return [];
    const made = {
      id: `${zoneId}/virtualNetworkLinks/after`,
      name: 'after',
      networkId: network,
      resolutionPolicy: 'Default' as const,
      ...link,
      ...(isWritten ? { state: 'Completed' } : {}),
    };
    return [{ id: zoneId, name: zoneName.toLowerCase(), records, link: { state: '', ...made } }];
  });
}

/** Those of the endpoint in place of what the zone says of its names now. */
function recordsAfter(
  registry: ObservedRegistry,
  path: PrivatePath,
  written: ReadonlySet<string>,
): readonly ObservedRecord[] {
  const { zone, zoneName } = path;
  const suffix = `.${zoneName.toLowerCase()}`;
  const own = new Map<string, string[]>();
  for (const { fqdn, address } of endpointAfter(registry, path, written).addresses ?? []) {
    const alias = privateAlias(fqdn, registry.loginServer);
    const name = alias.endsWith(suffix) ? alias.slice(0, -suffix.length) : alias;
    own.set(name, [...(own.get(name) ?? []), address]);
  }
  const others =
    zone?.records.state === 'known'
      ? zone.records.value.filter(({ name }) => !own.has(name.toLowerCase()))
      : [];
  return [...others, ...[...own].map(([name, addresses]) => ({ name, addresses }))];
}
