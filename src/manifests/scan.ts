/**
 * Finds images and pull secrets in a text with manifests. The only file of the extension that starts the YAML library
 * (with its helpers), which takes as long to load as half of the rest: it is built into a file of its own, dist/manifests.js.
 */
import { LineCounter, type Document } from 'yaml';
import { documentsOf } from './documents';
import { imagesOf } from './imageFields';
import { pullSecretsOf } from './pullSecretFields';
import {
  refusedScan,
  type ImageField,
  type ManifestScan,
  type PullSecretField,
  type SyntaxProblem,
} from './scanned';
import { surveyOf, type Survey } from './survey';
import { maskTemplates } from './templates';
import { limitsWhileTyping, TooMuch, Work, type Limits } from './work';
import { workloadsIn } from './workloads';
import { nodeReader } from './yamlNodes';

/** Takes any text; never throws. What would take too long is refused: see `refusal`. */
export function scanManifests(text: string, limits: Limits = limitsWhileTyping): ManifestScan {
  const steps = scanSteps(text, limits);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same with places to pause, between which there are a few milliseconds of work. */
export function* scanSteps(
  text: string,
  limits: Limits,
  work = new Work(limits),
): Generator<undefined, ManifestScan> {
  try {
    return yield* scanned(text, work);
  } catch (error) {
    // A limit, or an error of the YAML library, such as a RangeError: no text may make the editor fail.
    return refusedScan(
      error instanceof TooMuch ? error.reason : 'This file can’t be looked at: reading it failed.',
    );
  }
}

function* scanned(text: string, work: Work): Generator<undefined, ManifestScan> {
  work.spend('length', text.length);
  const { text: masked, templateLines } = maskTemplates(text);
  const lines = new LineCounter();
  // What has no end is noticed at the end of the text: the last line that says something is meant.
  const lastWords = masked.trimEnd().length;
  const images: ImageField[] = [];
  const pullSecrets: PullSecretField[] = [];
  const syntaxProblems: SyntaxProblem[] = [];
  let hasKustomization = false;
  for (const document of documentsOf(masked, lines, work)) {
    if (document !== undefined) {
      const found = scanDocument(document, text, work);
      for (const each of found.images) images.push(each);
      for (const each of found.pullSecrets) pullSecrets.push(each);
      const { mistake } = found;
      if (mistake !== undefined) {
        const { line } = lines.linePos(Math.min(mistake.offset, lastWords));
        syntaxProblems.push({ line, message: short(mistake.message) });
      }
      hasKustomization ||= found.isKustomization;
    }
    yield undefined;
  }
  return { images, pullSecrets, syntaxProblems, templateLines, hasKustomization };
}

interface Mistake {
  readonly offset: number;
  readonly message: string;
}

function scanDocument(document: Document, text: string, work: Work) {
  const survey = surveyOf(document.contents);
  const reader = nodeReader(survey, work);
  const workloads = workloadsIn(document.contents, reader);
  const apiVersion = reader.text(document.contents, 'apiVersion') ?? '';
  return {
    images: imagesOf(workloads, reader, text),
    pullSecrets: pullSecretsOf(workloads, reader, text),
    mistake: firstMistake(document, survey),
    isKustomization: apiVersion.startsWith('kustomize.config.k8s.io/'),
  };
}

/** What the library found and what it wasn't asked to look for; an alias that leads nowhere is told last. */
function firstMistake({ errors }: Document, { duplicateKey, lostAlias }: Survey): Mistake | undefined {
  const [error] = errors;
  const read = error && { offset: error.pos[0], message: error.message };
  const repeated = duplicateKey && {
    offset: duplicateKey.range?.[0] ?? 0,
    message: 'Map keys must be unique',
  };
  if (read !== undefined && repeated !== undefined) return repeated.offset < read.offset ? repeated : read;
  const lost = lostAlias && {
    offset: lostAlias.range?.[0] ?? 0,
    message: `No anchor &${lostAlias.source} is above the alias *${lostAlias.source}`,
  };
  return read ?? repeated ?? lost;
}

/** A message can quote a token as long as the text. */
function short(message: string): string {
  return message.length > 300 ? `${message.slice(0, 300)}…` : message;
}
