/** What the link of a network to the zone does to the other private registries that are used there. */
import { t } from '@vscode/l10n';
import { contains } from '../../model/addressRange';
import { idKey, nameOf } from '../../model/armId';
import { privateZoneName, registryLabel } from '../../model/clouds';
import { groupBy } from '../../model/groupBy';
import { memoized, memoizedOf } from '../../model/memoized';
import { hazard } from '../plan/findings';
import type { SideHazardRule } from './hazardRule';
import { fallsBack } from './dnsSteps';
import { addressesIn, known, linkOfNetwork } from '../observed/lookup';
import { isSeenToPull } from '../observed/mayPull';
import type { Neighbours, Observed, ObservedNetwork } from '../observed/observed';
import { keys, writeOf, type Planned } from './planned';
import { clustersBehind, nobody } from './resolvers';
import type { RegistryPath, RegistrySituation } from './situation';

/**
 * Linking a network makes the zone answer for every private registry; those without a record are gone for it. Others may be
 * used there that nobody here can see, such as a supplier's: as this is the network's first zone of the name, they had none.
 */
export const hiddenRegistries: SideHazardRule = (situation, writes, all) => {
  const { path } = situation;
  if (path === undefined) return [];
  return newlyLinked(path, writes).flatMap(({ network, networkId }) => {
    if (fallsBack(networkId, all)) return [];
    const seen = pulls(situation, networkId)
      .filter(({ label }) => addressesIn(path.zone, label).length === 0)
      .map(({ words }) => words);
    const users = clustersBehind(situation.observed, networkId).map(({ name }) => name);
    const about = [networkId, path.zoneId];
    const name = network?.name ?? nameOf(networkId);
    if (seen.length > 0) {
      return [
        hazard({
          code: 'zoneLinkHidesRegistries',
          message: t`After ${name} is linked to the zone, it can’t resolve private registries that have no record in the zone (“no such host”). The same can apply to registries that aren’t visible here.`,
          affected: seen,
          mitigation: t(
            'Select “Fall back to internet DNS” (resolutionPolicy NxDomainRedirect), or add their records to the zone.',
          ),
          about,
        }),
      ];
    }
    if (users.length === 0) return [];
    return [
      hazard({
        code: 'zoneLinkHidesUnseen',
        message: t`After ${name} is linked to the zone, it may be unable to resolve private registries that aren’t visible here, such as another company’s (“no such host”).`,
        affected: users,
        mitigation: t(
          'Select “Fall back to internet DNS” (resolutionPolicy NxDomainRedirect), unless only registries with a record in the zone are used there.',
        ),
        about,
      }),
    ];
  });
};

/** The same for registries whose record in the zone leads to an address that the network has no way to. */
export const recordsWithoutPath: SideHazardRule = (situation, writes) => {
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
    const affected = pulls(situation, networkId)
      .filter(({ label }) => addressesIn(path.zone, label).some((address) => !contains(reached, address)))
      .map(({ words }) => words);
    if (affected.length === 0) return [];
    return [
      hazard({
        code: 'privateAddressWithoutPath',
        message: t`After ${nameOf(networkId)} is linked to the zone, these registries resolve to private addresses that it can’t reach.`,
        affected,
        mitigation: t('Peer the network with those registries’ networks too.'),
        about: [networkId, path.zoneId],
      }),
    ];
  });
};

/** Networks with life in them that the plan links; one that the plan creates hides nothing from anybody. */
function newlyLinked(path: RegistryPath, writes: readonly Planned[]) {
  const sides: { networkId: string | undefined; network: ObservedNetwork | undefined }[] = [
    { networkId: path.network?.id, network: path.network },
    ...(path.sameNetwork ? [] : [{ networkId: path.clusterNetworkId, network: path.clusterNetwork }]),
  ];
  return sides.flatMap(({ networkId, network }) =>
    networkId !== undefined &&
    writeOf(writes, keys.zoneLink(path.zoneId, networkId))?.action === 'create' &&
    !linkOfNetwork(path.zone, networkId)
      ? [{ networkId, network }]
      : [],
  );
}

type PrivateRegistry = Neighbours['privateRegistries'][number];

/** What clusters behind a network pull from other private registries whose names the zone answers for. */
function pulls(
  { observed, registry }: RegistrySituation,
  networkId: string,
): { label: string; words: string }[] {
  const { open, byPrincipal } = pulled(observed)(privateZoneName(registry.loginServer));
  const found = clustersBehind(observed, networkId).flatMap((cluster, at) =>
    [...open, ...(byPrincipal.get(idKey(cluster.kubeletObjectId ?? '')) ?? [])]
      .filter(({ other }) => isSeenToPull(cluster, other))
      .map(({ other, place }) => ({
        order: [place, at] as const,
        label: registryLabel(other.loginServer),
        words: `${cluster.name} → ${other.loginServer}`,
      })),
  );
  return found.toSorted((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]);
}

/** The other private registries of a zone's name, by who is seen to pull from them; `open`: perhaps others, too. */
const pulled = memoizedOf((observed: Observed) => {
  const { privateRegistries } = known(observed.neighbours) ?? nobody;
  const placed = privateRegistries.map((other, place) => ({ other, place }));
  const byZone = groupBy(placed, ({ other }) => privateZoneName(other.loginServer));
  const isOpen = ({ othersPull, anonymousPull }: PrivateRegistry) =>
    othersPull === true || anonymousPull === true;
  return memoized((zoneName: string) => {
    const here = byZone.get(zoneName) ?? [];
    const pairs = here
      .filter(({ other }) => !isOpen(other))
      .flatMap((one) =>
        one.other.pullPrincipals.map((principal) => ({ ...one, principal: idKey(principal) })),
      );
    return {
      open: here.filter(({ other }) => isOpen(other)),
      byPrincipal: groupBy(pairs, ({ principal }) => principal),
    };
  });
});
