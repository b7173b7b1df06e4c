/** What a diagnosis says: plain data, for a page, a report and tests alike. */
import type { SpecOf } from '../provisioning';
import type { Evidence, Hop, HopName } from '../reachability/hops';
import type { PoolReach } from '../reachability/reach';
import type { Source } from './sources';

/** `broken`: nodes can't pull. `willBreak`: they can, until something expected happens. */
export type Severity = 'broken' | 'willBreak' | 'worthKnowing';

/** `cantTell`: something that decides it wasn't read, or isn't for Resource Manager to tell; `ask` says what. */
export type Confidence = 'proved' | 'suggested' | 'cantTell';

/** The operation that takes the cause away, with what it would be given. */
export type Repair =
  | { readonly kind: 'link'; readonly spec: SpecOf<'link'> }
  | { readonly kind: 'approval'; readonly spec: SpecOf<'approval'> };

/** For what the extension doesn't change: what somebody has to do, in words and as commands to copy. */
export interface Instructions {
  /** Who can, e.g. "an administrator of the virtual networks". */
  readonly who: string;
  readonly text: string;
  readonly commands: readonly string[];
}

export interface Finding {
  /** The same for the same cause at the same thing. */
  readonly id: string;
  /** Of the rule, e.g. `name.recordMissing`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Where the way of a pull shows it, in the order of the way; empty for what isn't on it. */
  readonly hops: readonly HopName[];
  /** Names of the node pools that it is about; empty for all. */
  readonly pools: readonly string[];
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** What has to be read or asked, where it can't be told, and the missing right, where one is. */
  readonly ask: Hop['unread'];
  readonly source: Source;
  /** Undefined where no operation takes it away, or what it needs isn't there. */
  readonly repair: Repair | undefined;
  readonly instructions: Instructions | undefined;
}

export interface Diagnosis {
  readonly registryId: string;
  readonly clusterId: string;
  /** ISO 8601 instant at which reading began. */
  readonly at: string;
  /** `unknown` also where registry or cluster could not be read. */
  readonly state: Hop['state'];
  readonly pools: readonly PoolReach[];
  /** The worst first, and then as a pull would meet them. */
  readonly findings: readonly Finding[];
}
