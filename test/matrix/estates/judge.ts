/**
 * Whether an estate can be linked at all, found by trying every way that Azure's rules leave. It knows nothing of how
 * the engine decides: only of ranges, peerings and zones.
 */
import type { MadeCluster, MadeEstate } from './build';
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

/** Where a cluster's endpoint is: the one that exists, a new one in a network of the registry's, or one in its own. */
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
  const outside: Place = estate.endpoint ? 'existing' : 'new';
  const own: Place = estate.endpoint?.network === cluster.network ? 'existing' : cluster.network;
  for (const rest of choices(estate, others)) {
    for (const place of new Set<Place>([outside, own])) yield [{ cluster, place }, ...rest];
  }
}

function isPossible(estate: MadeEstate, choice: readonly Chosen[]): boolean {
  const places = new Set(choice.map(({ place }) => place));
  const written = [...places].map((place) => {
    const networks = choice.filter((one) => one.place === place).map(({ cluster }) => cluster.network);
    const before = place === 'existing' ? (estate.endpoint?.zones ?? []) : [];
    return { place, networks, zones: [...before, ...networks.flatMap(({ linkedTo }) => linkedTo ?? [])] };
  });
  // An endpoint that was there goes on writing where it writes, also when nobody uses it.
  const idle = places.has('existing') ? [] : (estate.endpoint?.zones ?? []);
  const zones = [...written.map((one) => [...new Set(one.zones)]), idle].flat();
  return (
    new Set(zones).size === zones.length && written.every((one) => reaches(estate, one.place, one.networks))
  );
}

/** Whether all these networks can have a way to the place. */
function reaches({ endpoint, networks }: MadeEstate, place: Place, users: readonly MadeNetwork[]): boolean {
  const clash = users.some((one) => users.some((other) => meets(one, other)));
  if (place === 'new') return !clash;
  const there = place === 'existing' ? endpoint?.network : place;
  if (there === undefined) return false;
  const visitors = users.filter((one) => one !== there);
  return !clash && visitors.every((one) => networks.canPeer(one, there));
}
