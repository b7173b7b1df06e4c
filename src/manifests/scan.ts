/**
 * Finds images and pull secrets in a text with manifests. The only file of the extension that starts the YAML library
 * (with its helpers), which takes as long to load as half of the rest: it is built into a file of its own, dist/manifests.js.
 */
import { t } from '@vscode/l10n';
import { isScalar, LineCounter, type Document } from 'yaml';
import { documentsOf, type Noted } from './documents';
import { imagesOf } from './imageFields';
import { pullSecretsOf } from './pullSecretFields';
import { refusedScan, type ManifestScan, type TextKind } from './scanned';
import { surveyOf, type Survey } from './survey';
import { hasBracesOnLine, hasHelmAction, partsWithBraces, withoutParts, type Part } from './templates';
import { limitsWhileTyping, TooMuch, Work, type Limits } from './work';
import { placesIn } from './workloads';
import { nodeReader } from './yamlNodes';

/** Takes any text; never throws. What would take too long is refused: see `refusal`. */
export function scanManifests(text: string, kind: TextKind = 'manifests'): ManifestScan {
  const steps = scanSteps(text, limitsWhileTyping, kind);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same with places to pause, between which there are a few milliseconds of work. */
export function* scanSteps(
  text: string,
  limits: Limits,
  kind: TextKind = 'manifests',
  work = new Work(limits),
): Generator<undefined, ManifestScan> {
  try {
    return yield* scanned(text, kind, work);
  } catch (error) {
    // A limit, or an error of the YAML library, such as a RangeError: no text may make the editor fail.
    return refusedScan(
      error instanceof TooMuch ? error.reason : t('This file can’t be checked, because reading it failed.'),
      kind,
    );
  }
}

function* scanned(text: string, kind: TextKind, work: Work): Generator<undefined, ManifestScan> {
  work.spend('length', text.length);
  const templateLines: number[] = [];
  let read = text;
  for (;;) {
    const { templates, isHiding, scan } = yield* readOnce(read, kind, work);
    templateLines.push(...templates.map(({ line }) => line));
    if (!isHiding || templates.length === 0) {
      return { ...scan, templateLines: templateLines.toSorted((a, b) => a - b) };
    }
    // A quotation mark of a template can go on to the end of the text: what it hides is read without the template.
    read = withoutParts(read, templates);
  }
}

function* readOnce(text: string, kind: TextKind, work: Work) {
  const lines = new LineCounter();
  // What has no end is noticed at the end of the text: the last line that says something is meant.
  const lastWords = text.trimEnd().length;
  const found: Found[] = [];
  const noted: Noted = { braces: [], isHiding: false };
  for (const document of documentsOf(text, lines, work, noted)) {
    if (document !== undefined) found.push(scanDocument(document, { text, kind, lastWords }, work));
    yield undefined;
  }
  const isTemplate = templatesIn(text, found, noted.braces);
  const manifests = found.filter(({ start }) => !isTemplate.at(start));
  const lineOf = (offset: number) => lines.linePos(offset).line;
  const scan: Omit<ManifestScan, 'templateLines'> = {
    images: manifests.flatMap(({ images }) => images),
    pullSecrets: manifests.flatMap(({ pullSecrets }) => pullSecrets),
    passedOver: manifests.flatMap(({ passedOver }) =>
      passedOver.map((each) => ({ ...each, line: lineOf(each.place.start) })),
    ),
    syntaxProblems: found.flatMap(({ mistakes }) => {
      const mistake = mistakes.find(({ offset }) => !isTemplate.around(offset));
      if (mistake === undefined) return [];
      return [{ line: lineOf(mistake.offset), message: short(mistake.message), format: 'YAML' as const }];
    }),
    hasKustomization: manifests.some(({ isKustomization }) => isKustomization),
    isChartValues: kind === 'values' && found.every(({ isChartValues }) => isChartValues),
  };
  return { scan, templates: isTemplate.parts, isHiding: noted.isHiding };
}

/** Which parts of the text are Helm templates. */
interface Templates {
  /** Of what begins there. */
  at(offset: number): boolean;
  /** Of a mistake that was noticed there, maybe only where the next part begins. */
  around(offset: number): boolean;
  readonly parts: readonly Part[];
}

/** A template has braces outside of strings, a first mistake that braces made, or an image that Helm fills in. */
function templatesIn(text: string, found: readonly Found[], braces: readonly number[]): Templates {
  const parts = partsWithBraces(text);
  const at = (offset: number) => {
    const index = lowerBound(parts.length, (each) => (parts[each]?.end ?? 0) > offset);
    const part = parts[index];
    return part !== undefined && part.start <= offset ? part : undefined;
  };
  const around = (offset: number) => at(Math.max(0, offset - 1));
  const firstMistakes = new Map<Part | undefined, number>();
  if (parts.length > 0) {
    for (const { offset } of found.flatMap(({ mistakes }) => mistakes)) {
      const part = around(offset);
      firstMistakes.set(part, Math.min(offset, firstMistakes.get(part) ?? offset));
    }
  }
  const templates = new Set<Part | undefined>([
    ...braces.map(at),
    ...found.flatMap(({ filledIn }) => filledIn).map(at),
    ...[...firstMistakes].flatMap(([part, offset]) => (hasBracesOnLine(text, offset) ? [part] : [])),
  ]);
  templates.delete(undefined);
  return {
    at: (offset) => templates.has(at(offset)),
    around: (offset) => templates.has(around(offset)),
    parts: parts.filter((part) => templates.has(part)),
  };
}

/** The first of so many of which it holds, where it holds of all behind it, too. */
function lowerBound(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Mistake {
  readonly offset: number;
  readonly message: string;
}

/** What was found in one document. */
type Found = ReturnType<typeof scanDocument>;

interface Whole {
  readonly text: string;
  readonly kind: TextKind;
  /** Where the last line ends that says something. */
  readonly lastWords: number;
}

function scanDocument(document: Document.Parsed, { text, kind, lastWords }: Whole, work: Work) {
  const survey = surveyOf(document.contents);
  const reader = nodeReader(survey, work);
  const places = placesIn(document.contents, kind, reader, work);
  const { images, holders, passed, isKustomization, isChartValues } = places;
  const fields = imagesOf(images, reader, text);
  const passedOver = passed
    .flatMap(({ pair: { key }, ...rest }) =>
      isScalar(key) && key.range ? [{ ...rest, place: { start: key.range[0], end: key.range[1] } }] : [],
    )
    .toSorted((a, b) => a.place.start - b.place.start);
  return {
    start: document.range[0],
    images: fields,
    pullSecrets: pullSecretsOf(holders, reader, text),
    passedOver,
    mistakes: mistakesOf(document, survey).map(({ offset, message }) => ({
      offset: Math.min(offset, lastWords),
      message,
    })),
    /** Where images are that Helm fills in; in values these are texts, which it fills in later. */
    filledIn: isChartValues
      ? []
      : fields.filter(({ image }) => hasHelmAction(image)).map(({ place }) => place.start),
    isKustomization,
    isChartValues,
  };
}

/**
 * What the library found and what it wasn't asked to look for, in the order of the text; an alias that leads nowhere is told
 * last. The library counts what is left over of a document among the mistakes of the one before.
 */
function mistakesOf({ errors }: Document.Parsed, { duplicateKey, lostAlias }: Survey): readonly Mistake[] {
  const read = errors.map(({ pos, message }) => ({ offset: pos[0], message }));
  const repeated = duplicateKey && {
    offset: duplicateKey.range?.[0] ?? 0,
    message: t('Map keys must be unique'),
  };
  const lost = lostAlias && {
    offset: lostAlias.range?.[0] ?? 0,
    message: t`No anchor &${lostAlias.source} is above the alias *${lostAlias.source}`,
  };
  const isLate = repeated !== undefined && read[0] !== undefined && read[0].offset <= repeated.offset;
  const inOrder = isLate ? [...read, repeated] : [...(repeated ? [repeated] : []), ...read];
  return [...inOrder, ...(lost ? [lost] : [])];
}

/** A message can quote a token as long as the text. */
function short(message: string): string {
  return message.length > 300 ? `${message.slice(0, 300)}…` : message;
}
