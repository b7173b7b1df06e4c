/**
 * Finds images and pull secrets in a text with manifests. The only file of the extension that starts the YAML library
 * (with its helpers), which takes as long to load as half of the rest: it is built into a file of its own, dist/manifests.js.
 */
import { isAlias, isScalar, LineCounter, parseAllDocuments, Scalar, type Document } from 'yaml';
import { removalOf } from './removal';
import {
  containerLists,
  type ImageField,
  type ManifestScan,
  type PullSecretField,
  type TextRange,
} from './scanned';
import { maskTemplates } from './templates';
import { workloadsIn, type Workload } from './workloads';
import { nodeReader, type MapPair, type NodeReader } from './yamlNodes';

/** Takes any text; never throws. */
export function scanManifests(text: string): ManifestScan {
  const { text: masked, templateLines } = maskTemplates(text);
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(masked, {
    keepSourceTokens: true,
    lineCounter,
    prettyErrors: false,
    logLevel: 'error',
  });
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
  const problemAt = (offset: number, message: string) => {
    // What lacks its end is noticed at the end of the text: the last line that says something is meant.
    const at = Math.min(offset, masked.trimEnd().length);
    return { line: lineCounter.linePos(at).line, message };
  };
  const found = documents.map((document) => scanDocument(document, text));
  return {
    images: found.flatMap(({ images }) => images),
    pullSecrets: found.flatMap(({ pullSecrets }) => pullSecrets),
    syntaxProblems: found.flatMap(({ mistakes }) =>
      mistakes.slice(0, 1).map(({ offset, message }) => problemAt(offset, message)),
    ),
    templateLines,
    hasKustomization: found.some(({ kustomization }) => kustomization),
  };
}

function scanDocument(document: Document, text: string) {
  const reader = nodeReader(document);
  const workloads = workloadsIn(document.contents, reader);
  const apiVersion = reader.text(document.contents, 'apiVersion') ?? '';
  return {
    images: imagesOf(workloads, reader, text),
    pullSecrets: workloads.flatMap((workload) => pullSecretsOf(workload, reader, text)),
    mistakes: [
      ...document.errors.map(({ pos, message }) => ({ offset: pos[0], message })),
      ...reader.lostAliases.map(({ source, range }) => ({
        offset: range?.[0] ?? 0,
        message: `No anchor &${source} is above the alias *${source}`,
      })),
    ],
    kustomization: apiVersion.startsWith('kustomize.config.k8s.io/'),
  };
}

interface Found {
  readonly workload: string;
  readonly container: string;
  readonly list: ImageField['list'];
  readonly pair: MapPair;
}

function imagesOf(workloads: readonly Workload[], reader: NodeReader, text: string): readonly ImageField[] {
  const found = new Map<MapPair, Found>();
  for (const { title, podSpec } of workloads) {
    for (const list of containerLists) {
      const containers = reader.seqOf(reader.entry(podSpec, list)?.value)?.items ?? [];
      for (const [index, container] of containers.entries()) {
        const pair = reader.entry(container, 'image');
        if (pair === undefined || found.has(pair)) continue;
        const name = reader.text(container, 'name') ?? `${index + 1}`;
        found.set(pair, { workload: title, container: name, list, pair });
      }
    }
  }
  const values = new Set([...found.keys()].map(({ value }) => value));
  return [...found.values()].flatMap((each) => imageField(each, values, reader, text) ?? []);
}

function imageField(
  { pair, ...about }: Found,
  values: ReadonlySet<unknown>,
  reader: NodeReader,
  text: string,
): ImageField | undefined {
  const scalar = reader.resolved(pair.value);
  if (!isScalar(scalar) || !isScalar(pair.key) || !scalar.range || !pair.key.range) return undefined;
  // An image that isn't there yet, as while it is being typed.
  if (scalar.value === null || scalar.value === '') return undefined;
  const image = String(typeof scalar.value === 'string' ? scalar.value : scalar.source).trim();
  const valueEnd = isAlias(pair.value) ? pair.value.range?.[1] : scalar.range[1];
  const place = { start: pair.key.range[0], end: valueEnd ?? scalar.range[1] };
  const obstacle = obstacleOf(scalar, values, reader);
  const range = contentOf(scalar, image, text);
  return { ...about, image, place, text: range, ...(obstacle !== undefined && { obstacle }) };
}

function obstacleOf(scalar: Scalar, images: ReadonlySet<unknown>, reader: NodeReader): string | undefined {
  if (typeof scalar.value !== 'string') return 'It is not text.';
  // A change at an anchor changes what every alias of it says: that may only be images.
  const isImage = images.has(scalar) && reader.aliasesOf(scalar).every((alias) => images.has(alias));
  const shared = scalar.anchor !== undefined && !isImage;
  return shared ? `Its text is at the anchor &${scalar.anchor}, which something else uses, too.` : undefined;
}

/** Where the words of a scalar are, without quotes and without the header of a block. */
function contentOf(scalar: Scalar, image: string, text: string): TextRange {
  const [start, end] = scalar.range ?? [0, 0];
  switch (scalar.type) {
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE: {
      const inner = { start: start + 1, end: end - 1 };
      const at = text.slice(inner.start, inner.end).indexOf(image);
      return at < 0 ? inner : { start: inner.start + at, end: inner.start + at + image.length };
    }
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL: {
      // The header's line can end in a comment that names the image.
      const body = text.indexOf('\n', start) + 1;
      const at = text.slice(body, end).indexOf(image);
      return at < 0 ? { start, end } : { start: body + at, end: body + at + image.length };
    }
    default:
      return { start, end };
  }
}

function pullSecretsOf(
  { title, secretsHolder }: Workload,
  reader: NodeReader,
  text: string,
): readonly PullSecretField[] {
  const holder = reader.mapOf(secretsHolder);
  const pair = holder && reader.entry(holder, 'imagePullSecrets');
  const list = reader.seqOf(pair?.value);
  if (holder === undefined || pair === undefined || list === undefined) return [];
  return list.items.flatMap((item, index) => {
    const map = reader.mapOf(item);
    const name = reader.text(item, 'name') ?? `${index + 1}`;
    if (!map?.range) return [];
    const [start, end] = map.range;
    const place = { start, end: start + text.slice(start, end).trimEnd().length };
    const removal = removalOf({ holder, pair, list, index, text });
    return [
      typeof removal === 'string'
        ? { workload: title, name, place, removal: undefined, obstacle: removal }
        : { workload: title, name, place, removal },
    ];
  });
}
