/** Names of what leads to the network that an endpoint is in: those of existing peerings and links stay. */
import { nameOf, sameId } from '../../model/armId';
import { defaultNamePatterns, type NamePatterns } from '../../model/names';
import { known, knownValues, linkOfNetwork, networkOf, peeringTo } from '../observed/lookup';
import type { Observed, ObservedCluster } from '../observed/observed';
import type { PrivateAccess } from '../plan/spec';
import { FreeNames } from './freeNames';
import type { Ground, SideGround } from './ground';

export type PathNames = Omit<PrivateAccess['names'], 'zoneGroup'>;

type NameGround = Pick<SideGround, 'observed' | 'patterns' | 'names'>;

/** Where an endpoint and its records are, or will be. */
interface Ends {
  readonly networkId: string;
  readonly zoneId: string;
}

/** For each of the clusters, in their order, and for the registry's side alone. */
export function proposeNames(
  observed: Observed,
  ends: Ends,
  clusters: readonly ObservedCluster[],
  patterns: Partial<NamePatterns> = {},
): { readonly registryZoneLink: string; readonly paths: readonly PathNames[] } {
  const ground = {
    observed,
    patterns: { ...defaultNamePatterns, ...patterns },
    names: new FreeNames(observed),
  };
  return {
    registryZoneLink: registryZoneLinkName(ground, ends),
    paths: clusters.map((cluster) => {
      const clusterNetwork = known(networkOf(observed, cluster.networkId));
      return pathNames({ ...ground, cluster, clusterNetwork }, ends);
    }),
  };
}

export function pathNames(
  ground: NameGround & Pick<Ground, 'cluster' | 'clusterNetwork'>,
  ends: Ends,
): PathNames {
  const { observed, cluster, clusterNetwork, patterns, names } = ground;
  const { networkId, zoneId } = ends;
  const [here, there] = [
    { id: networkId, name: nameOf(networkId), found: known(networkOf(observed, networkId)) },
    { id: cluster.networkId, name: clusterNetwork?.name ?? cluster.name, found: clusterNetwork },
  ] as const;
  type Side = typeof here | typeof there;
  const peering = (from: Side, to: Side) =>
    peeringTo(from.found, to.id)?.name ??
    names.child(
      'peering',
      patterns.peering,
      { a: from.name, b: to.name },
      from.id ?? from.name,
      'virtualNetworkPeerings',
      to.id ?? to.name,
    );
  return {
    registryZoneLink: registryZoneLinkName(ground, ends),
    clusterZoneLink: zoneLinkName(ground, there, zoneId),
    peeringToCluster: peering(here, there),
    peeringToRegistry: peering(there, here),
  };
}

export function registryZoneLinkName(ground: NameGround, { networkId, zoneId }: Ends): string {
  return zoneLinkName(ground, { id: networkId, name: nameOf(networkId) }, zoneId);
}

function zoneLinkName(
  { observed, patterns, names }: NameGround,
  { id, name }: { readonly id: string | undefined; readonly name: string },
  zoneId: string,
): string {
  const zone = knownValues(observed.zones).find((one) => sameId(one.id, zoneId));
  return (
    linkOfNetwork(zone, id)?.name ??
    names.child('zoneLink', patterns.zoneLink, { network: name }, zoneId, 'virtualNetworkLinks', id ?? name)
  );
}
