/** What Azure behind its port is made with: where it is, and where tokens for it come from. */

/** `expiresOn` in milliseconds since the epoch. */
export interface AccessToken {
  readonly token: string;
  readonly expiresOn: number;
}

/** Where tokens come from: VS Code's account, @azure/identity, or a dummy for the emulator. */
export type TokenSource = (
  scopes: readonly string[],
  options: { readonly tenantId?: string; readonly claims?: string; readonly signal?: AbortSignal },
) => Promise<AccessToken>;

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
  /** Origin of Azure Resource Manager, e.g. `https://management.azure.com`. */
  readonly endpoint: string;
  /** Scope asked of the token source, e.g. `https://management.azure.com/.default`. */
  readonly scope: string;
  readonly tokenSource: TokenSource;
  /**
   * The endpoint is an emulator on loopback http: tokens may go there unencrypted. Any other host is refused.
   * Never set for a real cloud.
   */
  readonly emulator: boolean;
  /** Origin of Microsoft Graph; default `https://graph.microsoft.com`, and the endpoint itself for an emulator. */
  readonly directory?: string;
  /** Suffix of the registries that a token may be exchanged with; default `azurecr.io`. */
  readonly registrySuffix?: string;
  /** Milliseconds between two looks at a running operation where Azure doesn't say; default 2000. */
  readonly pollInterval?: number;
  /** In place of the limits that hold for every service. */
  readonly limits?: Partial<AzureLimits>;
}
