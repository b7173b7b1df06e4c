/** An answer of what stands beside Resource Manager: sign-in, the clouds' metadata, the directory. */
export interface FrontAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface FrontRequest {
  readonly method: string;
  /** Path without query, percent-encoded as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** `https://localhost:port`, as the caller sees it. */
  readonly origin: string;
}
