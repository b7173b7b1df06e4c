/** What is found in a text with manifests: plain data with offsets into that text, so that edits can be small. */

/** Offsets; `end` is the first that is not part of it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface TextEdit extends TextRange {
  readonly newText: string;
}

/** What a text is said to be by the name of its file: a chart's values have no shape of their own. */
export type TextKind = 'manifests' | 'values';

/** Where a part of an image's name is written. */
export interface PartText extends TextRange {
  /** Without quotes: what isn't text by itself needs some. */
  readonly isPlain: boolean;
}

/** How an image is written whose name is in parts: by Kustomize's entries, and in a chart's values. */
export interface ImageParts {
  /** The end of `image` that is written elsewhere: `:` and tag, `@` and digest, or nothing where that isn't known here. */
  readonly end: string;
  /** Where a newName comes to stand, in Kustomize's entry that has none, and what is around it there. */
  readonly newName?: { readonly at: number; readonly before: string; readonly after: string };
  /** What the image's text says, where that is the registry alone, and where the repository is written or why it must stay. */
  readonly registry?: { readonly name: string; readonly repository: PartText | string };
  /** Where another tag can be written. */
  readonly tag?: PartText;
}

/** The image of a container or of a volume, of one of Kustomize's entries, or in a chart's values. */
export interface ImageField {
  /** Kind and name, e.g. `Deployment web`. */
  readonly workload: string;
  /** The name of the container, volume or entry, or its number where it has none; in a chart's values the path. */
  readonly container: string;
  /** What nodes pull: as Kubernetes reads it, without white space around it. */
  readonly image: string;
  /** From the key to the end of its value or alias; from the first to the last where registry and repository have keys. */
  readonly place: TextRange;
  /** Where the image is written: between the quotes, in the block, or at the anchor that an alias stands for. */
  readonly text: TextRange;
  /** Why the extension can't change it, in a sentence. */
  readonly obstacle?: string;
  /** Why only its registry may change, in a sentence: in a chart's values other images can have its text by an alias. */
  readonly shared?: string;
  /** Of what is written in several places, of which `text` is the first. */
  readonly parts?: ImageParts;
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
  /** An image is meant, but nobody has said which. */
  readonly isEmpty?: boolean;
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
  readonly isChartValues: boolean;
  /** Why the text wasn't looked at, in a sentence: nothing is known of it then, and nothing in it may be changed. */
  readonly refusal?: string;
}

export function refusedScan(refusal: string, kind: TextKind = 'manifests'): ManifestScan {
  return {
    images: [],
    pullSecrets: [],
    passedOver: [],
    syntaxProblems: [],
    templateLines: [],
    hasKustomization: false,
    isChartValues: kind === 'values',
    refusal,
  };
}
