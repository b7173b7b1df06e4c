/** What the two sides of “Diagnose” say to each other: view models only. */
import type { ProblemView } from '../planForm/protocol';
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

export interface DiagnoseView {
  readonly title: string;
  readonly emulatorName: string | undefined;
  /** Who pulls first, and from whom, as far as the page is about one of them. */
  readonly parties: readonly { readonly kind: string; readonly party: PartyView }[];
  /** What a pod's text said, from which the page was opened. */
  readonly told: string | undefined;
  /** Of the page of a cluster. */
  readonly pods: PodsView | undefined;
  readonly page: DiagnosePage;
}

/** Pods of the cluster that wait for images. */
export interface PodsView {
  /** The user came for them. */
  readonly isWanted: boolean;
  /** What finding them does, a sentence each, and the command. */
  readonly effects: readonly string[];
  readonly command: string;
  readonly isRunning: boolean;
  readonly problem: ProblemView | undefined;
  /** Undefined before they were asked for. */
  readonly pulls: readonly FailingPullView[] | undefined;
  readonly notes: readonly string[];
}

/** Pods of one image that fail for one cause. */
export interface FailingPullView {
  readonly image: string;
  readonly message: string;
  readonly nextAction: string | undefined;
  readonly pods: readonly string[];
  /** Its registry can be diagnosed. */
  readonly leads: boolean;
  readonly note: string | undefined;
}

export type DiagnosePage =
  /** How far it is, where it reads several pairs. */
  | { readonly phase: 'reading'; readonly words: string | undefined }
  | { readonly phase: 'failed'; readonly problem: ProblemView }
  | {
      readonly phase: 'done';
      readonly state: HopView['state'];
      readonly words: string;
      /** When it looked, and that it looks again. */
      readonly looked: string;
      readonly isReading: boolean;
      /** Plans that repair all that can be repaired. */
      readonly repairs: readonly RepairView[];
      /** What no plan repairs, in words. */
      readonly left: string | undefined;
      readonly findings: readonly FindingView[];
      /** Of the page of one pair. */
      readonly paths: readonly PathView[];
      /** Of a page of several. */
      readonly pairs: readonly PairView[];
      /** What `more` looks at; undefined for nothing. */
      readonly more: string | undefined;
    };

export interface RepairView {
  readonly id: string;
  readonly label: string;
  /** Of which registry and clusters. */
  readonly of: string;
}

export interface PairView {
  readonly registryId: string;
  readonly clusterId: string;
  readonly label: string;
  readonly state: HopView['state'];
  /** What is found first, or that nothing is. */
  readonly message: string;
}

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
  /** On a page of several: the pairs that have it. */
  readonly pairs: readonly string[];
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
