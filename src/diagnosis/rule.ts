/** What a rule is: it explains what the model says of a hop, or finds a fact by itself. */
import type { Observed, ObservedCluster, ObservedRegistry } from '../provisioning';
import type { Evidence, Hop } from '../reachability/hops';
import type { PoolReach, Reach } from '../reachability/reach';
import type { World } from '../reachability/world';
import type { Confidence, Instructions, Repair, Severity } from './finding';
import type { Source } from './sources';

/** The pair, with everything that was read of it. */
export interface Subject {
  readonly observed: Observed;
  readonly world: World;
  readonly registry: ObservedRegistry;
  readonly cluster: ObservedCluster;
  readonly reach: Reach;
}

/** What a hop is about, be it of the login server or of where layers come from. */
export type HopFamily = 'name' | 'way' | 'door' | 'identity';

/** A hop that isn't ok, as one pool meets it. */
export interface SeenHop {
  readonly hop: Hop;
  readonly family: HopFamily;
  /** By which way its host is reached. */
  readonly route: PoolReach['route'];
  readonly pool: PoolReach;
  /** What the hop was seen by. */
  readonly seen: Evidence | undefined;
}

/** What a rule says; what is left out is as the hop has it. */
export interface Explanation {
  readonly message: string;
  readonly evidence?: readonly Evidence[];
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly instructions?: Instructions;
  /** An operation that takes it away whatever else is there; whether a link does is found out for all. */
  readonly repair?: Repair;
  readonly ask?: Hop['unread'];
  /** Of what no hop shows: whether a link takes it away, by how nodes would reach the registry then. */
  readonly isGone?: (then: Reach) => boolean;
}

interface RuleBase {
  /** `family.cause`, unique. */
  readonly id: string;
  readonly source: Source;
}

/** The first rule that explains a hop is the one that counts. */
export interface HopRule extends RuleBase {
  readonly explain: (seen: SeenHop, subject: Subject) => Explanation | undefined;
}

/** Finds what no hop shows: states of registry and cluster, and what will break. */
export interface FactRule extends RuleBase {
  readonly find: (subject: Subject) => readonly Explanation[];
}

/** As it is; the compiler checks it. */
export const hopRule = (id: string, source: Source, explain: HopRule['explain']): HopRule => ({
  id,
  source,
  explain,
});

/** Ends a family: what no other rule explains is as the hop has it. */
export const asTheHopSays = (family: HopFamily, source: Source): HopRule =>
  hopRule(`${family}.unread`, source, (seen) =>
    seen.family === family ? { message: seen.hop.message } : undefined,
  );

export const factRule = (id: string, source: Source, find: FactRule['find']): FactRule => ({
  id,
  source,
  find,
});

/** The registry's owner approves a connection that waits. */
export const approval = (registryId: string, connectionId: string, endpointId: string): Repair => ({
  kind: 'approval',
  spec: { registryId, connectionId, endpointId, decision: 'approve', message: '' },
});
