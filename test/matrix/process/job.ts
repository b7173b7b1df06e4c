/** What a worker process is told and what it answers, as JSON. */
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import type { Failure } from '../../../src/model/failure';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import type { RollBackPlan } from '../../../src/provisioning/plan/rollBackSpec';

/** Where in the life of a request the process is killed. */
export type KillPoint =
  /** It is about to be sent. */
  | 'unsent'
  /** Azure has it, and the answer isn't read. */
  | 'unanswered'
  /** The answer is read, and the journal doesn't have it. */
  | 'unrecorded';

/** A request of a run: method, path and how manieth of these it is. */
export interface RequestName {
  readonly name: string;
  readonly nth: number;
}

export interface Job {
  readonly url: string;
  /** Folder of the journals. */
  readonly folder: string;
  readonly owner: string;
  /** What the process authenticates with. */
  readonly token: string;
  readonly work:
    | { readonly kind: 'apply'; readonly plan: Exclude<AnyPlan, RollBackPlan> }
    | { readonly kind: 'rollBack'; readonly plan: RollBackPlan }
    | { readonly kind: 'resume'; readonly operationId: string };
  /** How many milliseconds later than really the process believes it is: leases of killed ones have expired then. */
  readonly later: number;
  readonly kill?: RequestName & { readonly at: KillPoint };
}

export interface Answer {
  readonly outcome: 'done' | 'failed' | 'cancelled' | 'refused';
  readonly failures: readonly Failure[];
  /** Everything that was sent, in order. */
  readonly requests: readonly RequestName[];
  /** What would have been logged and shown. */
  readonly events: readonly unknown[];
}

export function failuresOf(outcome: Outcome): readonly Failure[] {
  if (outcome.kind === 'refused') return [outcome.failure];
  return outcome.kind === 'failed' ? outcome.failures : [];
}
