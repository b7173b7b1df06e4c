/** What the engine needs of the world. Adapters live in src/azure and src/platform. */
import type { Failure } from '../model/failure';
import type { JsonObject } from '../model/json';
import type { Inventory, Subscription } from './inventory';
import type { Observed } from './observed';
import type { StepRequest } from './plan';
import type { LinkSpec } from './spec';

export interface AzureObserver {
  /**
   * Reads the pair's state. With a spec, also everything that the spec names. Never rejects for a missing right or
   * thing (those are facts); rejects with FailureError when nothing can be said (not signed in, no network, aborted).
   */
  observe(
    pair: { registryId: string; clusterId: string; spec?: LinkSpec },
    signal: AbortSignal,
  ): Promise<Observed>;
}

/** Picks a running Azure operation up again; holds addresses, never a token. */
export type ResumeToken = string;

export interface WriteProgress {
  /** Azure took the request; `resumeToken` is undefined when it was already done with the answer. */
  accepted(resumeToken: ResumeToken | undefined): void | Promise<void>;
  /** One line about the Azure operation, e.g. its provisioning state. */
  status(text: string): void;
  /** A retry is about to be made. */
  retrying(failure: Failure, attempt: number, delaySeconds: number): void;
}

export type WriteOutcome = { readonly ok: true } | { readonly ok: false; readonly failure: Failure };

export interface AzureWriter {
  /** Sends one request and waits for the end of the operation that it starts. Rejects only for a defect. */
  write(
    resourceId: string,
    request: StepRequest,
    progress: WriteProgress,
    signal: AbortSignal,
  ): Promise<WriteOutcome>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that many milliseconds, and at once when the signal is aborted; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** One text file an operation, written atomically. */
export interface JournalStorage {
  read(operationId: string): Promise<string | undefined>;
  write(operationId: string, text: string): Promise<void>;
  remove(operationId: string): Promise<void>;
  list(): Promise<readonly string[]>;
}

/** Everything that the extension asks Azure for; made by `createAzure` in src/azure, loaded when first needed. */
export interface Azure extends AzureObserver, AzureWriter {
  listSubscriptions(signal: AbortSignal): Promise<readonly Subscription[]>;
  /** `subscriptionIds` are GUIDs. */
  inventory(subscriptionIds: readonly string[], signal: AbortSignal): Promise<Inventory>;
  /** The resource as ARM answers it, for View Properties. */
  readResource(resourceId: string, signal: AbortSignal): Promise<JsonObject>;
}

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
  /** Milliseconds between two looks at a running operation where Azure doesn't say; default 2000. */
  readonly pollInterval?: number;
}
