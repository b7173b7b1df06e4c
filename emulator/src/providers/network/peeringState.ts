import { networkError } from '../../arm/errors';
import { same, textAt, textsAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { overlapping } from './addresses';
import { newEtag, PEERING } from './common';
import { rangesOf } from './subnetRules';

export function remoteOf(peering: ArmResource): string {
  return textAt(peering.properties, 'remoteVirtualNetwork', 'id') ?? '';
}

export function networkIdOfPeering(peering: ArmResource): string {
  return peering.id.replace(/\/virtualNetworkPeerings\/[^/]+$/i, '');
}

/** The peering of network `from` to network `to`, if there is one. */
export function peeringBetween(estate: Estate, from: string, to: string): ArmResource | undefined {
  return estate.below(from, PEERING).find((peering) => same(remoteOf(peering), to));
}

export function setPeering(estate: Estate, peering: ArmResource, properties: JsonObject): void {
  estate.put({ ...peering, etag: newEtag(), properties: { ...peering.properties, ...properties } });
}

/**
 * What the networks on the other side see when a network or its peering goes: they stay `Disconnected` until their
 * own peering is written again (from the peering documentation).
 */
export function disconnectRemotes(estate: Estate, networkId: string, remoteId?: string): void {
  for (const peering of estate.ofType(PEERING)) {
    if (!same(remoteOf(peering), networkId)) continue;
    if (remoteId !== undefined && !same(networkIdOfPeering(peering), remoteId)) continue;
    setPeering(estate, peering, { peeringState: 'Disconnected' });
  }
}

/** Refuses two networks that overlap, or of which one overlaps a network that the other is already peered with. */
export function checkPeerable(
  estate: Estate,
  peeringId: string,
  local: ArmResource,
  remote: ArmResource,
): void {
  const common = overlapping(rangesOf(local), rangesOf(remote));
  if (common.length > 0) {
    throw networkError(
      400,
      'VnetAddressSpacesOverlap',
      `Cannot create or update peering ${peeringId}. Virtual networks ${local.id} and ${remote.id} cannot be peered because their address spaces overlap. Overlapping address prefixes: ${common.join(', ')}`,
    );
  }
  for (const [first, second] of [
    [local, remote],
    [remote, local],
  ] as const) {
    for (const third of peersOf(estate, second)) {
      if (same(third.id, first.id)) continue;
      const prefixes = overlapping(rangesOf(first), rangesOf(third));
      if (prefixes.length === 0) continue;
      throw networkError(
        400,
        'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet',
        `Cannot create or update peering ${peeringId}. Virtual networks ${local.id} and ${remote.id} cannot be peered because address space of ${first.id} overlaps with address space of virtual network ${third.id} already peered with ${second.id}. Overlapping address prefixes: ${prefixes.join(', ')}`,
      );
    }
  }
}

/** Refuses an address space by which a network would overlap one that it is peered with. */
export function checkStillPeerable(estate: Estate, network: ArmResource): void {
  for (const peering of estate.below(network.id, PEERING)) {
    const remote = estate.get(remoteOf(peering));
    if (remote !== undefined) checkPeerable(estate, peering.id, network, remote);
  }
}

function peersOf(estate: Estate, network: ArmResource): ArmResource[] {
  return estate.below(network.id, PEERING).flatMap((peering) => estate.get(remoteOf(peering)) ?? []);
}

/**
 * A peering as a GET answers it. `remoteAddressSpace` is what was known of the other network when the peering was
 * last synchronised, `remoteVirtualNetworkAddressSpace` what it has now; the sync level compares the two, both ways.
 */
export function renderPeering(estate: Estate, peering: ArmResource): JsonObject {
  const local = estate.get(networkIdOfPeering(peering));
  const remote = estate.get(remoteOf(peering));
  const current =
    remote === undefined
      ? textsAt(peering.properties, 'remoteAddressSpace', 'addressPrefixes')
      : rangesOf(remote);
  return {
    ...(peering as JsonObject),
    properties: {
      ...peering.properties,
      peeringSyncLevel: syncLevel(estate, peering, local, remote),
      remoteVirtualNetworkAddressSpace: { addressPrefixes: current },
    },
  };
}

function syncLevel(
  estate: Estate,
  peering: ArmResource,
  local: ArmResource | undefined,
  remote: ArmResource | undefined,
): string {
  if (local === undefined || remote === undefined) return 'FullyInSync';
  const opposite = peeringBetween(estate, remote.id, local.id);
  if (opposite === undefined) return 'RemoteNotInSync';
  const isRemoteKnown = isSameSet(knownRanges(peering), rangesOf(remote));
  const isLocalKnown = isSameSet(knownRanges(opposite), rangesOf(local));
  if (isRemoteKnown && isLocalKnown) return 'FullyInSync';
  if (!isRemoteKnown && !isLocalKnown) return 'LocalAndRemoteNotInSync';
  return isRemoteKnown ? 'LocalNotInSync' : 'RemoteNotInSync';
}

function knownRanges(peering: ArmResource): string[] {
  return textsAt(peering.properties, 'remoteAddressSpace', 'addressPrefixes');
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((range) => b.includes(range));
}
