import type { JsonObject } from '../../model/json';
import type { StepKind } from '../plan/plan';

/** Something that is to be deleted, if nothing of others is lost with it. */
export interface Candidate {
  readonly stepId: string;
  readonly kind: StepKind;
  readonly title: string;
  readonly resourceId: string;
  readonly apiVersion: string;
  readonly reason: string;
  /** What makes it the thing that is meant, read again just before: its ownership mark, or what was sent for it. */
  readonly expected: JsonObject;
  readonly holds: readonly string[];
  /** For containers: ids of what was made along with it, and goes with it. */
  readonly madeWith?: readonly string[];
}
