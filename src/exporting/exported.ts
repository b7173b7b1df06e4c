/** What an export is: files, or the reasons why there are none. */

export const exportFormats = ['terraform', 'bicep', 'armTemplate', 'azureCli'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportedFile {
  /** To be written under, without a folder. */
  readonly name: string;
  readonly text: string;
}

/** No format can say steps that wait for each other. */
export const inCircle: Exported = { kind: 'refused', reasons: ['Its steps depend on each other.'] };

export type Exported =
  | { readonly kind: 'exported'; readonly files: readonly ExportedFile[] }
  /** Why the plan can't be said in this format: whole sentences, each once. */
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };
