/** What the link form says besides what every form that plans and applies says. */
import type * as common from '../planForm/protocol';
import type { DrawingView } from './protocol/drawing';
import type { Side } from './protocol/messages';

/** Ids of what is to be linked, as far as it is chosen. */
export interface Parties {
  readonly registryId?: string;
  readonly clusterIds: readonly string[];
}

export type PageView = common.PageView<DrawingView> | ChoosingView;

export interface LinkView extends common.PlanFormView<DrawingView, ChoosingView>, LinkHeader {}

export interface LinkHeader {
  readonly registry: PartyView | undefined;
  readonly clusters: readonly PartyView[];
  /** Names of those that have no running nodes: they pull once they do. */
  readonly idle: readonly string[];
}

export interface ChoosingView {
  readonly phase: 'choosing';
  /** The sides that are to be chosen now. */
  readonly sides: readonly Side[];
  /** Undefined while they are being listed, and where they aren't to be chosen. */
  readonly registries: OfferedView<PartyView> | undefined;
  readonly clusters: OfferedView<PartyView & { readonly ticked: boolean }> | undefined;
  readonly problem: common.ProblemView | undefined;
}

/** An estate has thousands: the page gets the first of those that match what was typed. */
export interface OfferedView<P extends PartyView> {
  readonly shown: readonly P[];
  readonly matching: number;
  readonly all: number;
  readonly ticked: number;
  /** Of those that are ticked; a filter hides what it doesn't match, but takes nothing out of the choice. */
  readonly tickedShown: number;
  /** What couldn't be read of the estate; undefined where everything was. */
  readonly gap: string | undefined;
}

export interface PartyView {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}
