/** What the link form says besides what every form that plans and applies says. */
import type * as common from '../planForm/protocol';
import type { DrawingView } from './protocol/drawing';
import type { FieldId } from './protocol/fields';

export type Side = 'registry' | 'cluster';

/** From the browser side to the host. */
export type ToHost = common.CommonToHost<FieldId> | ChoosingMessage | LinkAction;

export type ChoosingMessage =
  /** Takes the registry. */
  | { readonly type: 'choose'; readonly id: string }
  /** Takes a cluster into the form, or out of it. */
  | { readonly type: 'tick'; readonly id: string; readonly ticked: boolean }
  /** The clusters that are ticked are all. */
  | { readonly type: 'continue' }
  | { readonly type: 'chooseAgain'; readonly side: Side };

/** What the end of a link offers. */
export type LinkAction =
  | { readonly type: 'insertManifest' }
  | { readonly type: 'importTestImage' }
  | { readonly type: 'verifyFromInside' }
  | { readonly type: 'showInTree' };

/** Ids of what is to be linked, as far as it is chosen. */
export interface Parties {
  readonly registryId?: string;
  readonly clusterIds: readonly string[];
}

export interface SavedForm extends Parties, common.SavedProgress<FieldId> {
  readonly schemaVersion: 2;
}

export type PageView = common.PageView<DrawingView> | ChoosingView;

export interface LinkView extends common.PlanFormView<DrawingView, ChoosingView>, LinkHeader {}

export interface LinkHeader {
  readonly registry: PartyView | undefined;
  readonly clusters: readonly PartyView[];
}

export interface ChoosingView {
  readonly phase: 'choosing';
  /** The sides that are to be chosen now. */
  readonly sides: readonly Side[];
  /** Undefined while they are being listed. */
  readonly registries: readonly PartyView[] | undefined;
  readonly clusters: readonly (PartyView & { readonly ticked: boolean })[] | undefined;
  readonly problem: common.ProblemView | undefined;
}

export interface PartyView {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}
