/** How applying a plan ended. */
import type { Failure } from '../../model/failure';

export interface StepResult {
  readonly stepId: string;
  /**
   * `reused`: nothing had to be done. `cancelled`: waiting was given up. `notStarted`: an earlier step failed, or the
   * operation was cancelled before.
   */
  readonly state: 'reused' | 'done' | 'failed' | 'cancelled' | 'notStarted';
  readonly failure: Failure | undefined;
  /** Azure had taken the request when waiting was given up, and carries on with it. */
  readonly continuesInAzure: boolean;
}

export type Outcome =
  | { readonly kind: 'done'; readonly steps: readonly StepResult[] }
  | { readonly kind: 'failed'; readonly steps: readonly StepResult[]; readonly failures: readonly Failure[] }
  /** `choice` says whether the steps that ran were awaited or left to Azure. */
  | {
      readonly kind: 'cancelled';
      readonly steps: readonly StepResult[];
      readonly choice: 'await' | 'abandon';
    }
  /** Nothing was written: the plan has blockers, or hazards that nobody acknowledged. */
  | { readonly kind: 'refused'; readonly failure: Failure };
