/** What proposals are made from. */
import type { NamePatterns } from '../../model/names';
import type { Observed, ObservedCluster, ObservedNetwork, ObservedRegistry } from '../observed/observed';
import type { OnAbsent, PrivateAccess } from '../plan/spec';
import type { FreeNames } from './freeNames';

/** Where the endpoint is or will be. */
export interface Place extends Pick<PrivateAccess, 'network' | 'subnet'> {
  readonly endpoint: { readonly id: string; readonly onAbsent: OnAbsent };
}

/** A link that has been proposed already: later ones share with it, and must not collide with it. */
export interface Settled {
  readonly cluster: ObservedCluster;
  readonly clusterNetwork: ObservedNetwork | undefined;
  readonly access: PrivateAccess;
}

/** What proposals for the registry's side are made from. */
export interface SideGround {
  readonly observed: Observed;
  readonly registry: ObservedRegistry;
  /** Undefined for a registry by itself. */
  readonly cluster: ObservedCluster | undefined;
  readonly clusterNetwork: ObservedNetwork | undefined;
  /** All clusters of the spec: a range has to be free of theirs too. */
  readonly clusters: readonly ObservedCluster[];
  readonly patterns: NamePatterns;
  readonly settled: readonly Settled[];
  readonly names: FreeNames;
}

/** What proposals for one cluster are made from. */
export interface Ground extends SideGround {
  readonly cluster: ObservedCluster;
}
