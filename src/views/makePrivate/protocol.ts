/** What the form that makes a registry private says besides what every form that plans and applies says. */
import type * as common from '../planForm/protocol';
import type { PullersView } from './protocol/pullers';

export const stages = ['together', 'endpoint', 'access'] as const;
/**
 * `together`: a private endpoint, and a link to it for every cluster that pulls. `endpoint`: the endpoint, with links only for
 * clusters that would lose their pulls. `access`: who reaches the public address.
 */
export type Stage = (typeof stages)[number];

export interface Subject {
  readonly registryId: string;
  /** Undefined while both stages are shown. */
  readonly stage?: Stage;
}

export interface MakePrivateView extends common.PlanFormView<PullersView, OverviewView>, Header {}

export interface Header {
  readonly registry: { readonly id: string; readonly name: string; readonly detail: string };
  readonly stage: Stage | undefined;
  readonly stages: readonly StageView[];
  /** When that was read, in milliseconds since the epoch; undefined where it hasn't been yet. */
  readonly readAt: number | 'reading' | undefined;
}

export interface StageView {
  readonly stage: Exclude<Stage, 'together'>;
  readonly title: string;
  /** `unknown`: not read yet, or unreadable. */
  readonly state: 'done' | 'open' | 'unknown';
  /** Where it stands, in a sentence. */
  readonly status: string;
}

export interface OverviewView {
  readonly phase: 'choosing';
  /** Undefined while it is being read. */
  readonly pullers: PullersView | undefined;
  /** The registry has an approved private endpoint: public access may be closed. */
  readonly mayClose: boolean;
  readonly problem: common.ProblemView | undefined;
}
