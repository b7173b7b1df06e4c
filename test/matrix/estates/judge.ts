/**
 * Whether an estate can be linked at all, found by trying every way that Azure's rules leave. It knows nothing of how
 * the engine decides: only of ranges, peerings and zones.
 */
import type { MadeEstate } from './build';
import type { MadeCluster } from './clusters';
import type { Spoiler } from './model';
import { meets, type MadeNetwork } from './networks';

export type Judgement =
  | { readonly solvable: true }
  /** One of the codes has to be among the plan's blockers. */
  | { readonly solvable: false; readonly codes: readonly string[] };

const spoilt: Readonly<Record<Spoiler, readonly string[]>> = {
  servicePrincipal: ['noManagedIdentity'],
  otherTenant: ['differentTenants'],
  restricted: ['nodeResourceGroupReadOnly', 'denied'],
  registryBusy: ['registryNotReady'],
  publicClosed: ['publicAccessClosed'],
  lock: ['locked'],
  notRegistered: ['providerNotRegistered'],
  reader: ['missingPermission'],
};

export function judgeEstate(estate: MadeEstate): Judgement {
  const { spoiler } = estate.model;
  if (spoiler !== 'none') return { solvable: false, codes: spoilt[spoiler] };
  for (const choice of choices(estate, estate.targets)) {
    if (isPossible(estate, choice)) return { solvable: true };
  }
  return {
    solvable: false,
    codes: ['rangesOverlap', 'secondEndpointInZone', 'networkLinkedToOtherZone', 'linksContradict'],
  };
}

/** Where a cluster's endpoint is: the one that exists, a new one in a network of the registry's, or one of a cluster's. */
type Place = 'existing' | 'new' | MadeNetwork;

interface Chosen {
  readonly cluster: MadeCluster;
  readonly place: Place;
}

function* choices(estate: MadeEstate, targets: readonly MadeCluster[]): Generator<readonly Chosen[]> {
  const [cluster, ...others] = targets;
  if (cluster === undefined) {
    yield [];
    return;
  }
  const { endpoint } = estate;
  const inNetworks = estate.targets.map(({ network }) =>
    network === endpoint?.network ? 'existing' : network,
  );
  const places = new Set<Place>(['new', ...(endpoint ? (['existing'] as const) : []), ...inNetworks]);
  for (const rest of choices(estate, others)) {
    for (const place of places) yield [{ cluster, place }, ...rest];
  }
}

function isPossible(estate: MadeEstate, choice: readonly Chosen[]): boolean {
  return zonesAreApart(estate, choice) && networksCanMeet(estate, choice);
}

/** No zone may be written to by two endpoints; a network that is linked to a zone needs its endpoint to write there. */
function zonesAreApart({ endpoint }: MadeEstate, choice: readonly Chosen[]): boolean {
  const places = new Set<Place>(choice.map(({ place }) => place));
  // An endpoint that was there goes on writing where it writes, also when nobody uses it.
  if (endpoint) places.add('existing');
  const zones = [...places].flatMap((place) => {
    const users = choice.filter((one) => one.place === place).map(({ cluster }) => cluster.network);
    const before = place === 'existing' ? (endpoint?.zones ?? []) : [];
    return [...new Set([...before, ...users.flatMap(({ linkedTo }) => linkedTo ?? [])])];
  });
  return new Set(zones).size === zones.length;
}

/** A new network's range is chosen to be free of everything; all others must not meet what they are peered with. */
const anywhere: MadeNetwork = { id: 'new', ranges: [], peers: new Set(), linkedTo: undefined };

/** Azure's rule for peerings: of a network and all that it is peered with no two ranges meet. */
function networksCanMeet({ endpoint, networks }: MadeEstate, choice: readonly Chosen[]): boolean {
  const peers = new Map(networks.all().map((one) => [one, new Set(networks.peersOf(one))]));
  for (const { cluster, place } of choice) {
    const there = place === 'existing' ? endpoint?.network : place === 'new' ? anywhere : place;
    if (there === undefined) return false;
    if (there === cluster.network) continue;
    for (const [from, to] of [
      [cluster.network, there],
      [there, cluster.network],
    ] as const) {
      peers.set(from, (peers.get(from) ?? new Set()).add(to));
    }
  }
  return [...peers].every(([network, around]) => {
    const all = [network, ...around];
    return !all.some((one) => all.some((other) => meets(one, other)));
  });
}
