/** A good proposal for everything that the form asks, from one observation made without a spec. */
import type { NamePatterns } from '../../model/names';
import { idKey } from '../../model/armId';
import type { Observed, ObservedCluster, ObservedRegistry } from '../observed/observed';
import { proposeLinks } from './proposeLinks';
import { readable } from './readable';
import type { ClusterLink, LinkSpec, PrivateAccess, PublicAccess } from '../plan/spec';
import type { LinkWishes, Wishes } from './wishes';

/** What the user has said so far; everything else is proposed. */
export interface Preferred extends LinkWishes {
  readonly tags?: Readonly<Record<string, string>>;
  readonly names?: Partial<NamePatterns>;
  /** Wishes for single clusters, by cluster id; what they leave out is as for all. */
  readonly clusters?: Readonly<Record<string, LinkWishes>>;
}

/**
 * Proposes a link for every cluster of the observation, in its order. Registry and clusters must be known; throws
 * FailureError (`propose.unreadable`) otherwise.
 */
export function proposeSpec(observed: Observed, preferred: Preferred = {}): LinkSpec {
  const registry = readable('registry', observed.registry);
  const clusters = Object.values(observed.clusters).map((fact) => readable('cluster', fact));
  return {
    schemaVersion: 2,
    registryId: registry.id,
    links: proposeLinks(observed, registry, clusters, (cluster) => wishesFor(cluster, registry, preferred)),
    tags: preferred.tags ?? {},
  };
}

/**
 * The link that each cluster would have if it alone had those wishes instead of its own, all others being proposed as
 * `proposeSpec` does; throws like that.
 */
export function proposeInstead(
  observed: Observed,
  preferred: Preferred,
  wishes: LinkWishes,
): readonly ClusterLink[] {
  const registry = readable('registry', observed.registry);
  const clusters = Object.values(observed.clusters).map((fact) => readable('cluster', fact));
  return proposeLinks(
    observed,
    registry,
    clusters,
    (cluster) => wishesFor(cluster, registry, preferred),
    (cluster) => wishesFor(cluster, registry, { ...preferred, clusters: { [cluster.id]: wishes } }),
  );
}

export function proposeAccess(observed: Observed, mode: 'public', preferred?: Preferred): PublicAccess;
export function proposeAccess(observed: Observed, mode: 'private', preferred?: Preferred): PrivateAccess;
export function proposeAccess(
  observed: Observed,
  mode: 'public' | 'private',
  preferred?: Preferred,
): PublicAccess | PrivateAccess;
/** The access of the first cluster alone, for switching the mode in the form; throws like `proposeSpec`. */
export function proposeAccess(
  observed: Observed,
  mode: 'public' | 'private',
  preferred: Preferred = {},
): PublicAccess | PrivateAccess {
  const [first] = proposeSpec(observed, { ...preferred, mode, clusters: {} }).links;
  return first?.access ?? { mode: 'public' };
}

function wishesFor(cluster: ObservedCluster, registry: ObservedRegistry, preferred: Preferred): Wishes {
  const { clusters = {} } = preferred;
  const own = Object.entries(clusters).find(([id]) => idKey(id) === idKey(cluster.id))?.[1] ?? {};
  return { mode: defaultMode(registry), ...preferred, ...own };
}

/** Public only where nothing is private and making it so would cost an upgrade. */
function defaultMode(registry: ObservedRegistry): 'public' | 'private' {
  const open = registry.connections.length === 0 && registry.publicNetworkAccess === 'Enabled';
  return open && registry.sku !== 'Premium' ? 'public' : 'private';
}
