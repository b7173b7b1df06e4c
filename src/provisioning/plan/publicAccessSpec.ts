/** Who reaches a registry over its public address: what the user wants. */
export interface PublicAccessSpec {
  readonly schemaVersion: 1;
  readonly registryId: string;
  readonly access: WantedAccess;
  /** Trusted services of Azure get in while the registry is closed or restricted (`networkRuleBypassOptions`). */
  readonly trustedServices: boolean;
}

export type WantedAccess =
  /** Nobody: only private endpoints lead in. The registry's address rules are kept for another time. */
  | { readonly mode: 'off' }
  /** Only these IPv4 addresses and ranges. */
  | { readonly mode: 'ranges'; readonly ranges: readonly string[] }
  /** Everybody who can sign in. */
  | { readonly mode: 'on' };
