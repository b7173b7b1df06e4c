/** A good proposal for everything that the form asks, from one observation made without a spec. */
import type { NamePatterns } from '../../model/names';
import { FailureError } from '../../model/failure';
import { nameOf } from '../../model/armId';
import type { Observed } from '../observed';
import { proposePrivateAccess } from './proposePrivate';
import type { LinkSpec, PrivateAccess, PublicAccess } from '../spec';

export interface Preferred {
  readonly mode?: 'public' | 'private';
  /** Where a new endpoint goes. `clusterNetwork` is the way when the two networks' ranges overlap. */
  readonly placement?: 'registryNetwork' | 'clusterNetwork';
  readonly tags?: Readonly<Record<string, string>>;
  readonly names?: Partial<NamePatterns>;
}

/** Registry and cluster must be known in `observed`; throws FailureError (`propose.unreadable`) otherwise. */
export function proposeSpec(observed: Observed, preferred: Preferred = {}): LinkSpec {
  const { registry, cluster } = pairOf(observed);
  return {
    schemaVersion: 1,
    registryId: registry.id,
    clusterId: cluster.id,
    access: proposeAccess(observed, preferred.mode ?? defaultMode(observed), preferred),
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
/** The access part alone, for switching the mode in the form; throws like `proposeSpec`. */
export function proposeAccess(
  observed: Observed,
  mode: 'public' | 'private',
  preferred: Preferred = {},
): PublicAccess | PrivateAccess {
  if (mode === 'public') return { mode };
  const { registry, cluster } = pairOf(observed);
  return proposePrivateAccess(observed, registry, cluster, preferred);
}

/** Public only where nothing is private and making it so would cost an upgrade. */
function defaultMode(observed: Observed): 'public' | 'private' {
  const { registry } = pairOf(observed);
  const open = registry.connections.length === 0 && registry.publicNetworkAccess === 'Enabled';
  return open && registry.sku !== 'Premium' ? 'public' : 'private';
}

function pairOf({ registry, cluster }: Observed) {
  if (registry.state === 'known' && cluster.state === 'known') {
    return { registry: registry.value, cluster: cluster.value };
  }
  const [what, fact] =
    registry.state === 'known' ? (['cluster', cluster] as const) : (['registry', registry] as const);
  const why = fact.state === 'unreadable' ? fact.reason : 'Azure says that it does not exist.';
  throw new FailureError({
    code: 'propose.unreadable',
    kind: fact.state === 'unreadable' ? 'auth' : 'user',
    message: `The ${what} could not be read: ${why}`,
    nextAction: `Get the right to read the ${what}${missing(fact)}, or choose another one.`,
  });
}

function missing(fact: Observed['registry'] | Observed['cluster']): string {
  if (fact.state !== 'unreadable' || fact.missingAction === undefined) return '';
  return ` (${fact.missingAction}${fact.scope === undefined ? '' : ` on ${nameOf(fact.scope)}`})`;
}
