/** Edits that make containers pull from another registry: only what stands for the registry changes. */
import { t } from '@vscode/l10n';
import { loginServerProblem, repositoryProblem, tagProblem } from './image';
import { hasPlaceholder, parseReference } from './reference';
import type { ImageField, ManifestScan, TextEdit } from './scanned';

export interface PointTarget {
  readonly loginServer: string;
  /** The repository there, if it goes by another name than here. */
  readonly repository?: string | undefined;
  /** The tag there; without it tag and digest stay as they are. */
  readonly tag?: string | undefined;
}

export type Pointed =
  | { readonly kind: 'edit'; readonly edit: TextEdit }
  | { readonly kind: 'same' }
  /** Why the image is left alone, in a sentence. */
  | { readonly kind: 'leftAlone'; readonly reason: string };

/** The edit for one image; `text` is what the field was found in. */
export function pointImage(
  text: string,
  { image, obstacle, text: range, kustomize }: ImageField,
  { loginServer, repository: wanted, tag }: PointTarget,
): Pointed {
  const leftAlone = (reason: string): Pointed => ({ kind: 'leftAlone', reason });
  const targetProblem =
    loginServerProblem(loginServer) ??
    (wanted === undefined ? undefined : repositoryProblem(wanted)) ??
    (tag === undefined ? undefined : tagProblem(tag));
  if (targetProblem) return leftAlone(targetProblem);
  if (hasPlaceholder(image)) return leftAlone(t('It has a placeholder that is filled in later.'));
  const reference = parseReference(image);
  if ('problem' in reference) return leftAlone(reference.problem);
  if (obstacle !== undefined) return leftAlone(obstacle);
  const { registry, repository } = reference;
  const target = wanted ?? repository;
  if (tag !== undefined) {
    if (kustomize !== undefined) return leftAlone(t('Kustomize sets its tag in another place.'));
    // Another image altogether: a digest of the old one would not be the new one's.
    const newText = `${loginServer}/${target}:${tag}`;
    return newText === image ? { kind: 'same' } : { kind: 'edit', edit: { ...range, newText } };
  }
  if (registry === loginServer && target === repository) return { kind: 'same' };
  if (kustomize?.newName !== undefined) {
    const { at, before, after } = kustomize.newName;
    const newText = `${before}${loginServer}/${target}${after}`;
    return { kind: 'edit', edit: { start: at, end: at, newText } };
  }
  const oldPrefix = registry === undefined ? '' : `${registry}/`;
  const { start } = range;
  const kept = target.endsWith(repository) ? repository.length : 0;
  const length = oldPrefix.length + repository.length - kept;
  if (text.slice(start, start + length) === image.slice(0, length)) {
    const newText = `${loginServer}/${target.slice(0, target.length - kept)}`;
    return { kind: 'edit', edit: withoutCommonSlash({ start, end: start + length, newText }, text) };
  }
  // Escapes or line breaks are among the old letters: these can't be told apart, so the whole text makes way.
  const end = image.length - (kustomize?.end.length ?? 0);
  const newText = `${loginServer}/${target}${image.slice(oldPrefix.length + repository.length, end)}`;
  return { kind: 'edit', edit: { ...range, newText } };
}

/** Images that are written in one place (an anchor and its aliases) get one edit. */
export function uniqueEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...new Map(edits.map((edit) => [edit.start, edit])).values()].toSorted((a, b) => a.start - b.start);
}

/** Why a text can't be changed at all, in a sentence; undefined if it can. */
export function wholeTextProblem({ refusal, syntaxProblems }: ManifestScan): string | undefined {
  if (refusal !== undefined) return refusal;
  const [first] = syntaxProblems;
  return first && t`Line ${first.line} isn’t valid ${first.format}: ${withoutStop(first.message)}.`;
}

/** Why there is nothing to point at a registry, in a sentence. */
export function nothingToPoint(scan: ManifestScan): string {
  if (scan.passedOver.length > 0) return othersLeftAlone(scan);
  if (scan.templateLines.length > 0) {
    return t('This is a Helm template ({{ … }}). Set the image in the chart’s values instead.');
  }
  if (scan.hasKustomization) {
    return t('This kustomization has no images. Edit the referenced manifests, or set images[].newName.');
  }
  return t('This file has no container with an image.');
}

/** What else was in the text but was left alone, in sentences; empty if nothing was. */
export function othersLeftAlone(scan: ManifestScan): string {
  const { templateLines } = scan;
  const lines = templateLines.join(', ');
  const templates = lines === '' ? [] : [t`Not changed: Helm templates ({{ … }}) from line ${lines}.`];
  return [...templates, ...(scan.passedOver.length > 0 ? [passedOverLeftAlone(scan)] : [])].join(' ');
}

/** How many are named at most. */
const namedAtMost = 5;

function passedOverLeftAlone({ passedOver }: ManifestScan): string {
  const named = passedOver.slice(0, namedAtMost).map(({ workload, line }) => t`${workload} (line ${line})`);
  const others = passedOver.length > namedAtMost ? t` and ${passedOver.length - namedAtMost} more` : '';
  return t`Not changed, because these may be images but aren’t in a known place: ${named.join(', ')}${others}.`;
}

/** `old.io/` → `new.io/` is the change `old.io` → `new.io`. */
function withoutCommonSlash(edit: TextEdit, text: string): TextEdit {
  const common = edit.newText.endsWith('/') && text.slice(edit.start, edit.end).endsWith('/');
  return common ? { start: edit.start, end: edit.end - 1, newText: edit.newText.slice(0, -1) } : edit;
}

function withoutStop(message: string): string {
  return message.replace(/\.$/, '');
}
