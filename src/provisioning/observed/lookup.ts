/** Finding things in an observation. */
import { t } from '@vscode/l10n';
import { idKey, sameId } from '../../model/armId';
import type {
  Fact,
  Facts,
  Observed,
  ObservedNetwork,
  ObservedPeering,
  ObservedZone,
  ObservedZoneLink,
} from './observed';

/** The value of a fact that is known; undefined for anything else. */
export function known<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.state === 'known' ? fact.value : undefined;
}

export function knownValues<T>(facts: Facts<T>): T[] {
  return Object.values(facts).flatMap((fact) => (fact.state === 'known' ? [fact.value] : []));
}

/** A fact by id. One that nobody has read is unreadable: it must never pass for absent. */
export function factOf<T>(facts: Facts<T>, id: string): Fact<T> {
  return facts[idKey(id)] ?? { state: 'unreadable', reason: t('It hasn’t been read yet.') };
}

export function networkOf(observed: Observed, id: string | undefined): Fact<ObservedNetwork> | undefined {
  return id === undefined ? undefined : factOf(observed.networks, id);
}

/** The peering of a network with another one, whatever its name: Azure allows one for each pair. */
export function peeringTo(
  network: ObservedNetwork | undefined,
  remoteId: string | undefined,
): ObservedPeering | undefined {
  return network?.peerings.find(({ remoteNetworkId }) => sameId(remoteNetworkId, remoteId));
}

/** The link of a network to a zone, whatever its name. */
export function linkOfNetwork(
  zone: ObservedZone | undefined,
  networkId: string | undefined,
): ObservedZoneLink | undefined {
  return zone?.links.find((link) => sameId(link.networkId, networkId));
}

/** What a name, relative to the zone, resolves to in it; empty also where its records can't be read. */
export function addressesIn(zone: ObservedZone | undefined, name: string): readonly string[] {
  const records = known(zone?.records) ?? [];
  return records.find((record) => sameId(record.name, name))?.addresses ?? [];
}
