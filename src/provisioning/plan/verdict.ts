/** What the caller may do of a plan, as data for the form and for blockers. */

/** What stands between the caller and one write. */
export interface MissingRight {
  /**
   * `right`: no role grants the action. `denied`: a deny assignment forbids it, whatever roles say. `lock`: a
   * management lock covers the resource. `provider`: the resource provider isn't registered in the subscription.
   */
  readonly kind: 'right' | 'denied' | 'lock' | 'provider';
  /** Azure's name of it, e.g. `Microsoft.Network/virtualNetworks/peer/action`. */
  readonly action: string;
  /** Id of what the action is checked on; where that doesn't exist yet, of what is nearest above it. */
  readonly scope: string;
  /** What is in the way, in a sentence. */
  readonly message: string;
  readonly remedy: Remedy;
}

export interface Remedy {
  /** Who can do what, in a sentence. */
  readonly words: string;
  /** For that person to copy and run with the Azure CLI; undefined where no command helps. */
  readonly command: string | undefined;
}

export type StepRights =
  | { readonly state: 'granted' }
  /** Azure would refuse the write. `unsure` is what could not be told besides. */
  | {
      readonly state: 'missing';
      readonly missing: readonly MissingRight[];
      readonly unsure: readonly string[];
    }
  /** Nothing is known to lack, but not everything is known. */
  | { readonly state: 'unknown'; readonly reasons: readonly string[] };

/** By step id; steps that write nothing aren't in it. Azure Policy isn't asked: it answers when a write is made. */
export interface Preflight {
  readonly steps: Readonly<Record<string, StepRights>>;
  /** Who the caller is: what they sign in with, else their object id; undefined where nobody can tell. */
  readonly caller?: string;
}
