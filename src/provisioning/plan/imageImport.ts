/** An image that Azure copies into a registry by itself: nothing passes the user's computer. */
export interface ImageImport {
  readonly registryId: string;
  readonly source: ImportSource;
  readonly target: { readonly repository: string; readonly tag: string };
  /** Points a tag that is there already to the new image; otherwise Azure refuses the import. */
  readonly overwrite: boolean;
}

export type ImportSource =
  /** Host of a public registry. */
  | { readonly kind: 'public'; readonly registry: string; readonly image: string }
  /** Another Azure container registry, in which the caller may pull. `image` is `repository:tag` or `repository@digest`. */
  | { readonly kind: 'registry'; readonly registryId: string; readonly image: string };

export interface ImportProgress {
  /** Azure took the request: from now on it carries on with it by itself. */
  accepted(): void;
}
