import type { ArmAnswer } from './answer';
import type { ArmError } from './errors';
import type { LatencyEntry } from './latency';

/**
 * Each provider has its own manners with long-running operations, as recorded by the Azure CLI's tests:
 * - `network`: the first answer holds the resource and `Azure-AsyncOperation`; a poll answers 200 `{status}` only.
 * - `registry`: a poll answers 201 with the provisioning state as status word, and repeats the header.
 * - `privateDns`: 202 with `{}` and both headers; a poll answers 202 with both again.
 * - `resources`: deletes of groups, with `Location` only.
 * - `cluster`: AKS, with both headers. `command`: what runs inside a cluster; the result is a resource to be polled.
 */
type Habit = 'network' | 'registry' | 'privateDns' | 'resources' | 'cluster' | 'command';

/** Paths to poll: `status` stands in `Azure-AsyncOperation`, `result` in `Location`. */
export interface OperationUrls {
  readonly status?: string;
  readonly result?: string;
}

export interface OperationStart {
  /** Whose manners the answers and polls have. */
  readonly habit: Habit;
  readonly latency: LatencyEntry;
  /** Id of the resource that is written or deleted; it is always held. */
  readonly target: string;
  readonly verb: 'create' | 'update' | 'delete' | 'action';
  /** As Azure's error texts name it, e.g. `PutSubnetOperation`. */
  readonly name: string;
  /** Region in the poll URL; `global` if left out. */
  readonly location?: string;
  /** Ids that nobody else may write until this ends, besides the target. */
  readonly holds?: readonly string[];
  /** What is true once the time has passed. Throwing an ArmError makes the operation end as `Failed`. */
  readonly effect: () => void;
  /** Called when the effect failed: to leave the resource as Azure would. */
  readonly failed?: (error: ArmError) => void;
  /** What the `Location` URL answers after success; by default 200 without a body. */
  readonly result?: () => ArmAnswer;
}

export interface Operation extends OperationStart {
  readonly guid: string;
  readonly dueAt: number;
  readonly apiVersion: string;
  readonly urls: OperationUrls;
  state: 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';
  error?: ArmError;
}

/** What a fault does to an operation that starts: it takes longer, or ends otherwise than it would. */
export interface Disturbance {
  readonly extraSeconds?: number;
  readonly end?: { readonly state: 'Failed' | 'Canceled'; readonly error: ArmError };
}
