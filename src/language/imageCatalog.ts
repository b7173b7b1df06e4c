/** What registries hold, for completion. */
export interface ImageCatalog {
  repositories(loginServer: string, signal: AbortSignal): Promise<readonly string[]>;
  tags(
    loginServer: string,
    repository: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly tag: string; readonly digest: string }[]>;
}
