/** What the two sides of “Diagnose” say to each other: view models only. */
import type { CommonToHost, ProblemView } from '../planForm/protocol';
import type { PartyView } from '../verify/protocol';

/** Parts of the way of a pull, as the model of reachability names them. */
export const wayParts = [
  'cluster',
  'name',
  'way',
  'door',
  'identity',
  'layersName',
  'layersWay',
  'layersDoor',
] as const;
export type WayPart = (typeof wayParts)[number];

/** From the browser side to the host. */
export type ToHost =
  | Extract<CommonToHost<never>, { readonly type: 'ready' | 'retry' | 'copy' }>
  /** Shows a resource that the evidence names. */
  | { readonly type: 'showInTree' | 'openInPortal'; readonly resourceId: string }
  /** Opens the plan that takes a finding away. */
  | { readonly type: 'repair'; readonly findingId: string };

export interface DiagnoseView {
  readonly title: string;
  readonly emulatorName: string | undefined;
  readonly registry: PartyView;
  readonly cluster: PartyView;
  /** What a pod's text said, from which the page was opened. */
  readonly told: string | undefined;
  readonly page: DiagnosePage;
}

export type DiagnosePage =
  | { readonly phase: 'reading' }
  | { readonly phase: 'failed'; readonly problem: ProblemView }
  | {
      readonly phase: 'done';
      readonly state: 'ok' | 'broken' | 'unknown';
      readonly words: string;
      /** When it looked, and that it looks again. */
      readonly looked: string;
      readonly isReading: boolean;
      readonly paths: readonly PathView[];
      readonly findings: readonly FindingView[];
    };

/** The way of one or more node pools. */
export interface PathView {
  readonly title: string;
  readonly hops: readonly HopView[];
}

export interface HopView {
  readonly part: WayPart;
  readonly label: string;
  /** Green only where it is proved. */
  readonly state: 'ok' | 'broken' | 'unknown';
  readonly message: string;
  /** The pod's text ended here. */
  readonly isTold: boolean;
}

export interface FindingView {
  readonly id: string;
  readonly rule: string;
  readonly severity: 'broken' | 'willBreak' | 'worthKnowing';
  readonly severityWords: string;
  readonly confidenceWords: string;
  /** Where, and for which pools; empty for what isn't on the way. */
  readonly where: string;
  readonly message: string;
  readonly evidence: readonly EvidenceView[];
  /** What would have to be read or asked. */
  readonly ask: string | undefined;
  readonly source: { readonly title: string; readonly url: string };
  readonly repairLabel: string | undefined;
  readonly instructions:
    { readonly who: string; readonly text: string; readonly commands: readonly string[] } | undefined;
}

export interface EvidenceView {
  readonly resourceId: string;
  readonly name: string;
  readonly property: string;
  readonly found: string;
  readonly needed: string;
}

/** Kept by VS Code over a reload. */
export interface SavedDiagnose {
  readonly registryId: string;
  readonly clusterId: string;
  /** What a pod's text said; `part` is where on the way it ended, if it did there. */
  readonly told?: { readonly part?: WayPart; readonly message: string };
}
