/** What registries hold, for completion. Nothing offers it yet: it is where the registries' data plane plugs in. */
export interface ImageCatalog {
  repositories(loginServer: string, signal: AbortSignal): Promise<readonly string[]>;
  tags(
    loginServer: string,
    repository: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly tag: string; readonly digest: string }[]>;
}
