/** What a private link does to how others resolve names: the breakages that nobody expects. */
import { contains } from '../../model/addressRange';
import { idKey, nameOf, sameId } from '../../model/armId';
import { privateZoneName, registryLabel } from '../../model/clouds';
import type { Danger } from './hazards';
import { known, linkOfNetwork } from './lookup';
import type { Neighbours, ObservedNetwork } from '../observed';
import type { Step } from '../plan';
import { networksWithPath, type PrivatePath, type Situation } from './situation';

const nobody: Neighbours = { privateRegistries: [], clusters: [] };

/** The registry's first endpoint makes its public name an alias into the zone: other zones of the name lack it. */
export function nameBecomesPrivate(situation: Situation, writes: readonly Step[]): Danger[] {
  const { registry, path } = situation;
  if (!path?.firstEndpoint || !has(writes, 'endpoint') || registry.publicNetworkAccess !== 'Enabled')
    return [];
  const victims = path.otherZones.flatMap(({ links }) =>
    links
      .filter(({ resolutionPolicy }) => resolutionPolicy === 'Default')
      .flatMap(({ networkId }) => usersOf(situation, networkId)),
  );
  if (victims.length === 0) return [];
  return [
    {
      code: 'registryNameBecomesPrivate',
      message: `With its first private endpoint ${registry.loginServer} becomes an alias into ${path.zoneName}: networks linked to another zone of that name get “no such host” for it.`,
      victims: [...new Set(victims)],
      mitigation: `Have those zones fall back to public resolution (resolutionPolicy NxDomainRedirect on their links), or add the registry's records there.`,
      about: [registry.id, path.zoneId],
    },
  ];
}

/** Networks that are linked to the zone, but have no way to the endpoint: they get an address that they can't reach. */
export function misledNetworks(situation: Situation, writes: readonly Step[]): Danger[] {
  const { registry, path } = situation;
  if (path === undefined || !has(writes, 'zoneGroup') || registry.publicNetworkAccess !== 'Enabled')
    return [];
  const reachable = networksWithPath(path);
  const victims = (path.zone?.links ?? [])
    .filter(({ networkId }) => !reachable.has(idKey(networkId)) && !sameId(networkId, path.clusterNetworkId))
    // Once a registry is private, a linked network without fallback doesn't resolve it anyway: nothing gets worse.
    .filter(({ resolutionPolicy }) => path.firstEndpoint || resolutionPolicy === 'NxDomainRedirect')
    .flatMap(({ networkId }) => usersOf(situation, networkId));
  if (victims.length === 0) return [];
  return [
    {
      code: 'privateAddressWithoutPath',
      message: `Networks linked to this zone will resolve ${registry.loginServer} to its private address without being peered with ${nameOf(path.networkId)}: pulls from there time out.`,
      victims: [...new Set(victims)],
      mitigation: `Peer those networks with ${nameOf(path.networkId)} too, or use a zone of the registry's own.`,
      about: [registry.id, path.zoneId],
    },
  ];
}

/** Linking a network makes the zone answer for every private registry; those without a record are gone for it. */
export function hiddenRegistries(situation: Situation, writes: readonly Step[]): Danger[] {
  const { path } = situation;
  if (path === undefined) return [];
  return newlyLinked(path, writes).flatMap(({ network, networkId, side }) => {
    if (side === 'cluster' && path.access.fallbackToInternet) return [];
    const victims = pulls(situation, networkId)
      .filter(({ label }) => addressesIn(path, label).length === 0)
      .map(({ words }) => words);
    if (victims.length === 0) return [];
    return [
      {
        code: 'zoneLinkHidesRegistries',
        message: `Once ${network?.name ?? nameOf(networkId)} is linked to the zone, private registries that have no record in it are “no such host” there.`,
        victims,
        mitigation:
          side === 'cluster'
            ? 'Choose “fall back to public resolution” (resolutionPolicy NxDomainRedirect), or add their records to the zone.'
            : 'Add their records to the zone, or use another network.',
        about: [networkId, path.zoneId],
      },
    ];
  });
}

/** The same for registries whose record in the zone leads to an address that the network has no way to. */
export function recordsWithoutPath(situation: Situation, writes: readonly Step[]): Danger[] {
  const { path } = situation;
  if (path === undefined) return [];
  return newlyLinked(path, writes).flatMap(({ network, networkId }) => {
    const reached = [
      ...path.ranges,
      ...(network?.addressPrefixes ?? []),
      ...(network?.peerings ?? [])
        .filter(({ state }) => state === 'Connected')
        .flatMap(({ remoteAddressPrefixes }) => remoteAddressPrefixes),
    ];
    const victims = pulls(situation, networkId)
      .filter(({ label }) => addressesIn(path, label).some((address) => !contains(reached, address)))
      .map(({ words }) => words);
    if (victims.length === 0) return [];
    return [
      {
        code: 'privateAddressWithoutPath',
        message: `Once ${nameOf(networkId)} is linked to the zone, these registries resolve to private addresses that it has no way to.`,
        victims,
        mitigation: "Peer the network with those registries' networks too.",
        about: [networkId, path.zoneId],
      },
    ];
  });
}

function has(writes: readonly Step[], stepId: string): boolean {
  return writes.some(({ id }) => id === stepId);
}

/** Networks with life in them that the plan links; one that the plan creates hides nothing from anybody. */
function newlyLinked(path: PrivatePath, writes: readonly Step[]) {
  const sides: {
    side: 'registry' | 'cluster';
    networkId: string | undefined;
    network: ObservedNetwork | undefined;
  }[] = [
    { side: 'registry', networkId: path.network?.id, network: path.network },
    { side: 'cluster', networkId: path.clusterNetworkId, network: path.clusterNetwork },
  ];
  return sides.flatMap(({ side, networkId, network }) =>
    networkId !== undefined &&
    writes.some(({ id, action }) => id === `zoneLink.${side}` && action === 'create') &&
    !linkOfNetwork(path.zone, networkId)
      ? [{ side, networkId, network }]
      : [],
  );
}

/** What clusters of a network pull from other private registries whose names the zone answers for. */
function pulls({ observed }: Situation, networkId: string): { label: string; words: string }[] {
  const { privateRegistries, clusters } = known(observed.neighbours) ?? nobody;
  const here = clusters.filter((cluster) => sameId(cluster.networkId, networkId));
  const zoneName =
    observed.registry.state === 'known' ? privateZoneName(observed.registry.value.loginServer) : '';
  return privateRegistries
    .filter(({ loginServer }) => privateZoneName(loginServer) === zoneName)
    .flatMap(({ loginServer, pullPrincipals }) => {
      const principals = new Set(pullPrincipals.map((id) => id.toLowerCase()));
      return here
        .filter(({ kubeletObjectId }) => principals.has(kubeletObjectId?.toLowerCase() ?? ''))
        .map(({ name }) => ({ label: registryLabel(loginServer), words: `${name} → ${loginServer}` }));
    });
}

function addressesIn({ zone }: PrivatePath, label: string): readonly string[] {
  const records = known(zone?.records) ?? [];
  return records.find(({ name }) => name.toLowerCase() === label.toLowerCase())?.addresses ?? [];
}

/** Who lives in a network: its clusters, else the network itself. */
function usersOf({ observed }: Situation, networkId: string): string[] {
  const { clusters } = known(observed.neighbours) ?? nobody;
  const names = clusters.filter((cluster) => sameId(cluster.networkId, networkId)).map(({ name }) => name);
  return names.length > 0 ? names : [`network ${nameOf(networkId)}`];
}
