/** What the two sides of “Verify from inside the cluster” say to each other: view models only. */
import type { ProblemView } from '../planForm/protocol';
import type { FormView } from '../planForm/protocol/fields';

export const fieldIds = ['image', 'namespace', 'pool'] as const;
export type FieldId = (typeof fieldIds)[number];

export interface VerifyView {
  readonly title: string;
  readonly emulatorName: string | undefined;
  readonly registry: PartyView;
  readonly cluster: PartyView;
  readonly page: VerifyPage;
}

export interface PartyView {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

export type VerifyPage =
  | { readonly phase: 'reading' }
  | { readonly phase: 'refused'; readonly problem: ProblemView }
  | {
      readonly phase: 'ready';
      readonly form: FormView;
      readonly problem: ProblemView | undefined;
      /** What a run does, a sentence each. */
      readonly effects: readonly string[];
      /** The first pod's manifest as it will be sent. */
      readonly manifest: string | undefined;
      readonly leftovers: readonly LeftoverView[];
      /** Everything that a run needs is there and can be used. */
      readonly startable: boolean;
      /** A command is running in the cluster, in words. */
      readonly busy: string | undefined;
    }
  | { readonly phase: 'running'; readonly run: RunView; readonly cancelling: boolean }
  | {
      readonly phase: 'done';
      readonly run: RunView;
      readonly verdict: 'pulled' | 'failed' | 'unproven' | 'undecided' | 'cancelled';
      readonly words: string;
      /** About the way that the image took. */
      readonly path: string | undefined;
      /** What ended the run early. */
      readonly problem: ProblemView | undefined;
      /** What went wrong with something that was asked for after it. */
      readonly after: ProblemView | undefined;
      /** A link would repair it. */
      readonly offersLink: boolean;
      readonly leftovers: readonly LeftoverView[];
      readonly busy: string | undefined;
    };

export interface LeftoverView {
  readonly runId: string;
  readonly words: string;
}

export interface RunView {
  readonly image: string;
  /** Why it is named by a tag, where it is. */
  readonly imageNote: string | undefined;
  readonly namespace: string;
  /** Milliseconds on the host's clock. */
  readonly startedAt: number;
  readonly finishedAt: number | undefined;
  readonly now: number;
  /** What is going on, in words. */
  readonly doing: string;
  /** Nodes are waited for, and needn't be. */
  readonly waits: boolean;
  readonly name: { readonly state: HopState; readonly words: string; readonly text: string };
  readonly pools: readonly PoolView[];
  readonly cleanup: {
    readonly state: 'none' | 'running' | 'clean' | 'left';
    readonly words: string;
    readonly command: string | undefined;
  };
}

export type HopState = 'waiting' | 'running' | 'done' | 'failed' | 'notStarted';

export interface PoolView {
  readonly name: string;
  readonly verdict: 'waiting' | 'pulled' | 'unproven' | 'failed' | 'undecided';
  readonly words: string;
  readonly node: string | undefined;
  readonly hops: readonly HopView[];
  /** Of earlier tries, pull secrets and the cache. */
  readonly notes: readonly string[];
  /** `isFinal` is false while another try may still succeed. */
  readonly cause:
    { readonly message: string; readonly nextAction: string; readonly isFinal: boolean } | undefined;
  readonly events: readonly string[];
}

export interface HopView {
  readonly label: string;
  readonly state: HopState;
  readonly evidence: string;
  readonly seconds: number | undefined;
}
