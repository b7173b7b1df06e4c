/** A good proposal for everything that the form asks, from one observation made without a spec. */
import type { NamePatterns } from '../../model/names';
import { FailureError } from '../../model/failure';
import { idKey, nameOf } from '../../model/armId';
import type { Fact, Observed, ObservedCluster, ObservedRegistry } from '../observed';
import { proposeLinks } from './proposeLinks';
import type { Approval, LinkSpec, PrivateAccess, PublicAccess } from '../spec';

/** What the user has said so far; everything else is proposed. */
export interface Preferred extends LinkWishes {
  readonly tags?: Readonly<Record<string, string>>;
  readonly names?: Partial<NamePatterns>;
  /** Wishes for single clusters, by cluster id; what they leave out is as for all. */
  readonly clusters?: Readonly<Record<string, LinkWishes>>;
}

export interface LinkWishes {
  readonly mode?: 'public' | 'private';
  /**
   * Where the endpoint is: in a network of the registry's side, or in the cluster's own, which is the way when ranges
   * overlap. Left out: the cluster's own only where nothing else works.
   */
  readonly placement?: 'registryNetwork' | 'clusterNetwork';
  readonly route?: PrivateAccess['route'];
  readonly dns?: PrivateAccess['dns'];
  readonly approval?: Approval;
  readonly servicePrincipalObjectId?: string;
}

/**
 * Proposes a link for every cluster of the observation, in its order. Registry and clusters must be known; throws
 * FailureError (`propose.unreadable`) otherwise.
 */
export function proposeSpec(observed: Observed, preferred: Preferred = {}): LinkSpec {
  const registry = valueOf('registry', observed.registry);
  const clusters = Object.values(observed.clusters).map((fact) => valueOf('cluster', fact));
  return {
    schemaVersion: 2,
    registryId: registry.id,
    links: proposeLinks(observed, registry, clusters, (cluster) => wishesFor(cluster, registry, preferred)),
    tags: preferred.tags ?? {},
  };
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

export type Wishes = LinkWishes & Required<Pick<LinkWishes, 'mode'>> & Pick<Preferred, 'names'>;

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

function valueOf<T>(what: 'registry' | 'cluster', fact: Fact<T>): T {
  if (fact.state === 'known') return fact.value;
  const why = fact.state === 'unreadable' ? fact.reason : 'Azure says that it does not exist.';
  throw new FailureError({
    code: 'propose.unreadable',
    kind: fact.state === 'unreadable' ? 'auth' : 'user',
    message: `The ${what} could not be read: ${why}`,
    nextAction: `Get the right to read the ${what}${missing(fact)}, or choose another one.`,
  });
}

function missing(fact: Fact<unknown>): string {
  if (fact.state !== 'unreadable' || fact.missingAction === undefined) return '';
  return ` (${fact.missingAction}${fact.scope === undefined ? '' : ` on ${nameOf(fact.scope)}`})`;
}
