/** What the engine needs of the world. Adapters live in src/azure and src/platform. */
import type { Failure } from '../model/failure';
import type { Observed } from './observed';
import type { StepRequest } from './plan';
import type { LinkSpec } from './spec';

export interface AzureObserver {
  /**
   * Reads the pair's state. With a spec, also everything that the spec names. Never rejects for a missing right or
   * thing (those are facts); rejects with FailureError when nothing can be said (not signed in, no network, aborted).
   */
  observe(pair: { registryId: string; clusterId: string; spec?: LinkSpec }, signal: AbortSignal): Promise<Observed>;
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

export type WriteOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: Failure };

export interface AzureWriter {
  /** Sends one request and waits for the end of the operation that it starts. Rejects only for a defect. */
  write(resourceId: string, request: StepRequest, progress: WriteProgress, signal: AbortSignal): Promise<WriteOutcome>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** One text file an operation, written atomically. */
export interface JournalStorage {
  read(operationId: string): Promise<string | undefined>;
  write(operationId: string, text: string): Promise<void>;
  remove(operationId: string): Promise<void>;
  list(): Promise<readonly string[]>;
}
