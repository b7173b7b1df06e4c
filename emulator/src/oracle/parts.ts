import { same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { parseImage } from './events';
import { partsOfPull, pullParts, type Judgement, type PartOfPull, type Pull } from './judge';
import { poolPlaces } from './networks';

/** What the oracle found about one part of a pull, for the registry itself or for its layers. */
interface Finding {
  readonly part: PartOfPull;
  readonly ok: boolean;
  readonly reason: string;
  /** The host that was looked at, where it is about a name. */
  readonly host?: string;
}

export interface PoolParts {
  readonly pool: string;
  readonly subnetId: string | undefined;
  /** `NoNodes` where none runs: everything else is judged as if one did. */
  readonly verdict: 'Pulled' | 'Failed' | 'NoNodes';
  /** The first part that is broken, in the order of `partsOfPull`, and why. */
  readonly broken?: PartOfPull;
  readonly reason?: string;
  /** Everything that was judged, also behind what is broken; in the order of `partsOfPull`. */
  readonly findings: readonly Finding[];
}

/**
 * Says for a registry, a cluster and each of its pools (or one) whether nodes can pull, and what is broken first: the name
 * that the nodes get, the way to its address, who lets them in there, their right, the image. An image is named as
 * `repository:tag`; left out, one is meant that the registry has, in a repository that no condition is about.
 *
 * It says the same as `pullVerdict`, where faults that are switched on for pulls don't hit; what that tells as one event is
 * told here part by part, and the layers' name, way and door with those of the registry. A wrong address is a broken
 * name, an endpoint that isn't approved a broken door. Throws where there is no such registry or cluster.
 */
export function partsOf(
  estate: Estate,
  pair: { registryId: string; clusterId: string; pool?: string; image?: string },
): PoolParts[] {
  const cluster = existing(estate, pair.clusterId);
  const registry = existing(estate, pair.registryId);
  const host = textAt(registry.properties, 'loginServer') ?? '';
  const image = parseImage(`${host}/${pair.image ?? 'some/image:tag'}`);
  const isStopped = same(textAt(cluster.properties, 'powerState', 'code'), 'Stopped');
  return poolPlaces(estate, cluster)
    .filter(({ name }) => pair.pool === undefined || same(name, pair.pool))
    .map((place) =>
      judged({ estate, cluster, image, place: { ...place, running: place.running && !isStopped } }),
    );
}

function judged(pull: Pull): PoolParts {
  const { name: pool, subnetId } = pull.place;
  const judgements = [...pullParts(pull)];
  const findings = partsOfPull.flatMap((part) =>
    judgements.filter((judgement) => judgement.part === part).map(findingOf),
  );
  const found = { pool, subnetId, findings };
  const broken = findings.find(({ ok, part }) => !ok && part !== 'nodes');
  const verdict = pull.place.running ? (broken === undefined ? 'Pulled' : 'Failed') : 'NoNodes';
  return broken === undefined
    ? { ...found, verdict }
    : { ...found, verdict, broken: broken.part, reason: broken.reason };
}

function findingOf({ part, ok, detail: reason, name: host }: Judgement): Finding {
  return { part, ok, reason, ...(host === undefined ? {} : { host }) };
}

function existing(estate: Estate, id: string): ArmResource {
  const resource = estate.get(id);
  if (resource === undefined) throw new Error(`There is no ${id} in the estate.`);
  return resource;
}
