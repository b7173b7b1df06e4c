/** What is found in a text with manifests: plain data with offsets into that text, so that edits can be small. */

/** Offsets; `end` is the first that is not part of it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface TextEdit extends TextRange {
  readonly newText: string;
}

export const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** The image of one container. */
export interface ImageField {
  /** Kind and name, e.g. `Deployment web`. */
  readonly workload: string;
  /** The container's name, or its number where it has none. */
  readonly container: string;
  readonly list: (typeof containerLists)[number];
  /** As Kubernetes reads it, without white space around it. */
  readonly image: string;
  /** From the key `image` to the end of its value or alias. */
  readonly place: TextRange;
  /** Where the image is written: between the quotes, in the block, or at the anchor that an alias stands for. */
  readonly text: TextRange;
  /** Why the extension can't change it, in a sentence. */
  readonly obstacle?: string;
}

/** One entry of an imagePullSecrets list. */
export interface PullSecretField {
  readonly workload: string;
  readonly name: string;
  readonly place: TextRange;
  /** What to take away to be rid of the entry, or of the whole list when this is its last one. */
  readonly removal: TextRange | undefined;
  /** Why the extension can't remove it, in a sentence; undefined where there is a removal. */
  readonly obstacle?: string;
}

export interface SyntaxProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

export interface ManifestScan {
  readonly images: readonly ImageField[];
  readonly pullSecrets: readonly PullSecretField[];
  /** The first mistake of each document that isn't YAML. Nothing in a text with one may be changed. */
  readonly syntaxProblems: readonly SyntaxProblem[];
  /** Lines (from 1) at which documents with `{{ … }}` begin; nothing was looked for in those. */
  readonly templateLines: readonly number[];
  readonly hasKustomization: boolean;
  /** Why the text wasn't looked at, in a sentence: nothing is known of it then, and nothing in it may be changed. */
  readonly refusal?: string;
}

export function refusedScan(refusal: string): ManifestScan {
  return {
    images: [],
    pullSecrets: [],
    syntaxProblems: [],
    templateLines: [],
    hasKustomization: false,
    refusal,
  };
}
