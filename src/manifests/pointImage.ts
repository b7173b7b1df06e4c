/** Edits that make containers pull from another registry: only what stands for the registry changes. */
import { t } from '@vscode/l10n';
import { loginServerProblem, repositoryProblem, tagProblem } from './image';
import { partEdits } from './pointParts';
import { settledReference } from './reference';
import type { ImageField, ManifestScan, TextEdit } from './scanned';

export interface PointTarget {
  readonly loginServer: string;
  /** The repository there, if it goes by another name than here. */
  readonly repository?: string | undefined;
  /** The tag there; without it tag and digest stay as they are. */
  readonly tag?: string | undefined;
}

export type Pointed =
  /** `more` where the image is in parts, and others of them change, too. */
  | { readonly kind: 'edit'; readonly edit: TextEdit; readonly more?: readonly TextEdit[] }
  | { readonly kind: 'same' }
  /** Why the image is left alone, in a sentence. */
  | { readonly kind: 'leftAlone'; readonly reason: string };

/** The edits for one image; `text` is what the field was found in. */
export function pointImage(text: string, field: ImageField, target: PointTarget): Pointed {
  const { image, obstacle, shared, text: range, parts } = field;
  const { loginServer, repository: wanted, tag } = target;
  const leftAlone = (reason: string): Pointed => ({ kind: 'leftAlone', reason });
  const edited = (edit: TextEdit): Pointed => ({ kind: 'edit', edit });
  const targetProblem =
    loginServerProblem(loginServer) ??
    (wanted === undefined ? undefined : repositoryProblem(wanted)) ??
    (tag === undefined ? undefined : tagProblem(tag));
  if (targetProblem) return leftAlone(targetProblem);
  const reference = settledReference(image);
  if ('problem' in reference) return leftAlone(reference.problem);
  if (obstacle !== undefined) return leftAlone(obstacle);
  const { registry, repository } = reference;
  const repositoryThere = wanted ?? repository;
  // Another image altogether: a digest of the old one would not be the new one's.
  const another = tag === undefined ? undefined : `${loginServer}/${repositoryThere}:${tag}`;
  const isThere = registry === loginServer && repositoryThere === repository;
  if (another === undefined ? isThere : another === image) return { kind: 'same' };
  const isRenamed = another !== undefined || repositoryThere !== repository;
  if (isRenamed && shared !== undefined) return leftAlone(shared);
  if (parts !== undefined && (tag !== undefined || parts.registry !== undefined)) {
    const edits = partEdits({ ...field, parts }, reference, {
      loginServer,
      repository: repositoryThere,
      tag,
    });
    if (typeof edits === 'string') return leftAlone(edits);
    const isChange = ({ start, end, newText }: TextEdit) => text.slice(start, end) !== newText;
    const [edit, ...more] = edits.filter(isChange);
    return edit === undefined ? { kind: 'same' } : { kind: 'edit', edit, ...(more.length > 0 && { more }) };
  }
  if (another !== undefined) return edited({ ...range, newText: another });
  if (parts?.newName !== undefined) {
    const { at, before, after } = parts.newName;
    return edited({ start: at, end: at, newText: `${before}${loginServer}/${repositoryThere}${after}` });
  }
  const oldPrefix = registry === undefined ? '' : `${registry}/`;
  const { start } = range;
  const kept = repositoryThere.endsWith(repository) ? repository.length : 0;
  const length = oldPrefix.length + repository.length - kept;
  if (text.slice(start, start + length) === image.slice(0, length)) {
    const newText = `${loginServer}/${repositoryThere.slice(0, repositoryThere.length - kept)}`;
    return edited(withoutCommonSlash({ start, end: start + length, newText }, text));
  }
  // Escapes or line breaks are among the old letters: these can't be told apart, so the whole text makes way.
  const end = image.length - (parts?.end.length ?? 0);
  const rest = image.slice(oldPrefix.length + repository.length, end);
  return edited({ ...range, newText: `${loginServer}/${repositoryThere}${rest}` });
}

/** All edits of an image; none where it stays. */
export function editsOf(pointed: Pointed): readonly TextEdit[] {
  return pointed.kind === 'edit' ? [pointed.edit, ...(pointed.more ?? [])] : [];
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
    if (scan.isChartValues)
      return t('These values have {{ … }} outside of quotation marks. Edit them manually.');
    return t('This is a Helm template ({{ … }}). Set the image in the chart’s values instead.');
  }
  if (scan.hasKustomization) {
    return t('This kustomization has no images. Edit the referenced manifests, or set images[].newName.');
  }
  if (scan.isChartValues) {
    return t(
      'These values have no image: no repository with a tag, and no key that is “image” or ends in “Image”.',
    );
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
  const empty = passedOver.filter(({ isEmpty }) => isEmpty === true);
  const unknown = passedOver.filter(({ isEmpty }) => isEmpty !== true);
  const words = [
    ...(unknown.length === 0
      ? []
      : [t`Not changed, because these may be images but aren’t in a known place: ${named(unknown)}.`]),
    ...(empty.length === 0 ? [] : [t`Not changed, because the repository is left empty: ${named(empty)}.`]),
  ];
  return words.join(' ');
}

function named(passedOver: ManifestScan['passedOver']): string {
  const first = passedOver.slice(0, namedAtMost).map(({ workload, line }) => t`${workload} (line ${line})`);
  const others = passedOver.length > namedAtMost ? t` and ${passedOver.length - namedAtMost} more` : '';
  return `${first.join(', ')}${others}`;
}

/** `old.io/` → `new.io/` is the change `old.io` → `new.io`. */
function withoutCommonSlash(edit: TextEdit, text: string): TextEdit {
  const common = edit.newText.endsWith('/') && text.slice(edit.start, edit.end).endsWith('/');
  return common ? { start: edit.start, end: edit.end - 1, newText: edit.newText.slice(0, -1) } : edit;
}

function withoutStop(message: string): string {
  return message.replace(/\.$/, '');
}
