/** What was found, apart from how it is found. */
import type { StepKind, StepRequest } from '../plan/plan';

export interface ExistingThing {
  readonly kind: StepKind;
  readonly resourceId: string;
  /** e.g. "Private endpoint pe-contoso in vnet-hub/snet-endpoints". */
  readonly title: string;
  /** A PUT that would change nothing. */
  readonly request: StepRequest;
}

export interface Existing {
  /** In a few words: "Private endpoint pe-contoso". */
  readonly title: string;
  readonly things: readonly ExistingThing[];
  /** What belongs to it and isn't among the things, each with the reason, in a sentence. */
  readonly left: readonly string[];
}
