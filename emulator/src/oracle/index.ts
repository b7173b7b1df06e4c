import { same, textAt } from '../arm/json';
import type { Estate } from '../estate';
import { events, parseImage } from './events';
import { pullSteps, type Circumstances, type Hop, type Pull } from './judge';
import { resolveFrom, type NameAnswer } from './names';
import { poolPlaces, type Place } from './networks';

interface PoolVerdict {
  readonly name: string;
  readonly subnetId: string | undefined;
  readonly verdict: 'Pulled' | 'Failed';
  readonly hops: Hop[];
  readonly eventText: string;
}

export interface PullVerdict {
  readonly verdict: 'Pulled' | 'Failed';
  readonly eventText: string;
  readonly pools: PoolVerdict[];
}

/**
 * Says whether the nodes of a cluster can pull an image, and what a pod's event would read, from the estate alone:
 * every hop is judged by the state that Azure itself would consult. It shares no code with the extension, so that it
 * can't repeat the extension's mistakes. Without a moment it is now, and the first try.
 */
export function pullVerdict(
  estate: Estate,
  pull: { clusterId: string; image: string } & Circumstances,
): PullVerdict {
  const cluster = estate.get(pull.clusterId);
  if (cluster === undefined) throw new Error(`There is no cluster ${pull.clusterId} in the estate.`);
  const { moment, secrets } = pull;
  const image = parseImage(pull.image);
  const isStopped = same(textAt(cluster.properties, 'powerState', 'code'), 'Stopped');
  const places = poolPlaces(estate, cluster).map((place) => ({
    ...place,
    running: place.running && !isStopped,
  }));
  const pools = places.map((place) => judgePool({ estate, cluster, place, image, moment, secrets }));
  const running = pools.filter((_, index) => places[index]?.running === true);
  const failed = running.find((pool) => pool.verdict === 'Failed');
  if (running.length === 0) return { verdict: 'Failed', eventText: events.noNodes(), pools };
  if (failed !== undefined) return { verdict: 'Failed', eventText: failed.eventText, pools };
  return { verdict: 'Pulled', eventText: events.pulled(image), pools };
}

/** What a machine in the network, or in one subnet of it, gets for a name: addresses, aliases, the zone that decided. */
export function resolveName(
  estate: Estate,
  { name, ...place }: Place & { readonly name: string },
): NameAnswer {
  return resolveFrom(estate, place, name);
}

function judgePool(pull: Pull): PoolVerdict {
  const { name, subnetId } = pull.place;
  const hops: Hop[] = [];
  for (const { eventText, ...hop } of pullSteps(pull)) {
    hops.push(hop);
    if (!hop.ok) return { name, subnetId, verdict: 'Failed', hops, eventText: eventText ?? events.noNodes() };
  }
  return { name, subnetId, verdict: 'Pulled', hops, eventText: events.pulled(pull.image) };
}
