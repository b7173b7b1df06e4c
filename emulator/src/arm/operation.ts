import type { ArmError } from './errors';
import type { Habit, OperationUrls } from './habits';
import type { LatencyEntry } from './latency';
import type { ArmAnswer } from './provider';

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
