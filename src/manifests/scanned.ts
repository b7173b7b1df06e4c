/** What is found in a text with manifests: plain data with offsets into that text, so that edits can be small. */

/** Offsets; `end` is the first that is not part of it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface TextEdit extends TextRange {
  readonly newText: string;
}

/** The image of a container, of a volume, or of one of Kustomize's entries. */
export interface ImageField {
  /** Kind and name, e.g. `Deployment web`. */
  readonly workload: string;
  /** The name of the container, volume or entry, or its number where it has none. */
  readonly container: string;
  /** What nodes pull: as Kubernetes reads it, without white space around it. */
  readonly image: string;
  /** From the key to the end of its value or alias. */
  readonly place: TextRange;
  /** Where the image is written: between the quotes, in the block, or at the anchor that an alias stands for. */
  readonly text: TextRange;
  /** Why the extension can't change it, in a sentence. */
  readonly obstacle?: string;
  /** Of Kustomize's entries, which have registry and repository in one place and the rest in another. */
  readonly kustomize?: {
    /** The end of `image` that isn't written at `text`: `:` and newTag, `@` and digest, or nothing. */
    readonly end: string;
    /** Where a newName comes to stand, in an entry that has none, and what is around it there. */
    readonly newName?: { readonly at: number; readonly before: string; readonly after: string };
  };
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
  /** What the text should be. */
  readonly format: 'YAML' | 'JSON';
}

/** What looks like an image, at a place where it isn't known to be one: it is left alone, and that is said. */
interface PassedOver {
  readonly workload: string;
  /** Counted from 1. */
  readonly line: number;
  /** The key. */
  readonly place: TextRange;
}

export interface ManifestScan {
  readonly images: readonly ImageField[];
  readonly pullSecrets: readonly PullSecretField[];
  /** The first mistake of each document that isn't YAML. Nothing in a text with one may be changed. */
  readonly syntaxProblems: readonly SyntaxProblem[];
  readonly passedOver: readonly PassedOver[];
  /** Lines (from 1) at which documents begin that are Helm templates; nothing was looked for in those. */
  readonly templateLines: readonly number[];
  readonly hasKustomization: boolean;
  /** Why the text wasn't looked at, in a sentence: nothing is known of it then, and nothing in it may be changed. */
  readonly refusal?: string;
}

export function refusedScan(refusal: string): ManifestScan {
  return {
    images: [],
    pullSecrets: [],
    passedOver: [],
    syntaxProblems: [],
    templateLines: [],
    hasKustomization: false,
    refusal,
  };
}
