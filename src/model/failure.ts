/**
 * What went wrong, as data: every layer returns or throws it, one place (platform/present) shows it.
 * `kind` decides what the user can do: `user` change the input, `auth` get rights or sign in, `conflict` somebody or
 * something else holds the resource, `quota` a limit, `transient` try again, `defect` a bug here or an answer that
 * nobody expected.
 */
export type FailureKind = 'user' | 'auth' | 'conflict' | 'quota' | 'transient' | 'cancelled' | 'defect';

export interface AzureError {
  /** Azure's own code, e.g. `AnotherOperationInProgress`. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; undefined when the error came as the end of a long-running operation. */
  readonly status?: number;
  /** `x-ms-request-id`, for a support request. */
  readonly requestId?: string;
}

export interface Failure {
  /** Stable, e.g. `azure.AuthorizationFailed`, `emulator.notLoopback`. */
  readonly code: string;
  readonly kind: FailureKind;
  /** One sentence: what happened, on what. */
  readonly message: string;
  /** One sentence: the next thing to do. */
  readonly nextAction: string;
  readonly resourceId?: string;
  /** Where a sign-in is what helps: to which directory (a GUID or a domain name), and as whom (an account's id). */
  readonly signIn?: { readonly tenantId?: string; readonly account?: string };
  readonly azure?: AzureError;
}

/** Carries a Failure through code that throws. */
export class FailureError extends Error {
  override readonly name = 'FailureError';

  constructor(
    readonly failure: Failure,
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
  }
}

export function isFailureError(thrown: unknown): thrown is FailureError {
  return thrown instanceof FailureError;
}
