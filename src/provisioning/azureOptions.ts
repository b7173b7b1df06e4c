/** What Azure behind its port is made with: where it is, and where tokens for it come from. */
import type { Cloud } from '../model/clouds';

/** `expiresOn` in milliseconds since the epoch. */
export interface AccessToken {
  readonly token: string;
  readonly expiresOn: number;
}

/** Where tokens come from: VS Code's account, @azure/identity, or a dummy for the emulator. */
export type TokenSource = (
  scopes: readonly string[],
  options: {
    readonly tenantId?: string;
    /** What users call it, for what is said where there is no token. */
    readonly tenantName?: string;
    /** Id of one of several accounts; left out for the one in use. */
    readonly account?: string;
    readonly claims?: string;
    readonly signal?: AbortSignal;
  },
) => Promise<AccessToken>;

/** Somebody who is signed in. */
export interface Account {
  readonly id: string;
  /** As the user knows it, e.g. an address. */
  readonly label: string;
}

/** How much one service may ask of us; see `azure/http/limits.ts` for what holds and why. */
export interface AzureLimits {
  /** Milliseconds for one try of a request, until the last byte of its answer. */
  readonly tryMilliseconds: number;
  /** Bytes of an answer, unpacked. */
  readonly answerBytes: number;
  /** Pages of a list. */
  readonly listPages: number;
  /** Bytes of all pages of a list together. */
  readonly listBytes: number;
  /** Milliseconds that an answer may make us wait (`Retry-After`). */
  readonly longestWait: number;
  /** Requests that are under way at the same time. */
  readonly requestsAtOnce: number;
}

export interface AzureOptions {
  /** Origin of Azure Resource Manager, the cloud's or that of an emulator. */
  readonly endpoint: string;
  /** Which tokens to ask the token source for, where the directory is, and whose registries may be given one. */
  readonly cloud: Pick<Cloud, 'scope' | 'directory' | 'registrySuffix'>;
  readonly tokenSource: TokenSource;
  /**
   * Where several accounts may be signed in: whose directories are all asked, each with tokens of its own. Left out where
   * there is one sign-in to one directory.
   */
  readonly accounts?: () => Promise<readonly Account[]>;
  /** Tokens for requests about a subscription (a GUID) where they come from elsewhere than `tokenSource`. */
  readonly tokensFor?: (subscriptionId: string) => TokenSource | undefined;
  /** Directories that aren't asked (GUIDs in lower case). */
  readonly hiddenDirectories?: readonly string[];
  /**
   * The endpoint is an emulator on loopback http: tokens may go there unencrypted. Any other host is refused.
   * Never set for a real cloud.
   */
  readonly emulator: boolean;
  /** Milliseconds between two looks at a running operation where Azure doesn't say; default 2000. */
  readonly pollInterval?: number;
  /** Azure grants no more requests now: one is sent again after so many seconds. */
  readonly throttled?: (seconds: number) => void;
  /** In place of the limits that hold for every service. */
  readonly limits?: Partial<AzureLimits>;
}
