/** The images of a document's containers, and where in the text they are written. */
import { isAlias, isScalar, Scalar } from 'yaml';
import { containerLists, type ImageField, type TextRange } from './scanned';
import type { Workload } from './workloads';
import type { MapPair, NodeReader } from './yamlNodes';

interface Found {
  readonly workload: string;
  readonly container: string;
  readonly list: ImageField['list'];
  readonly pair: MapPair;
}

/** What is the same for every container whose image is written in one place. */
interface Written extends Pick<ImageField, 'image' | 'text' | 'obstacle'> {
  readonly end: number;
}

/** No image's name is nearly as long; what is longer is shown, and compared, up to here. */
const longestImage = 4096;

export function imagesOf(
  workloads: readonly Workload[],
  reader: NodeReader,
  text: string,
): readonly ImageField[] {
  const found = new Map<MapPair, Found>();
  for (const { title, podSpec } of workloads) {
    for (const list of containerLists) {
      const containers = reader.itemsOf(reader.entry(podSpec, list)?.value);
      for (const [index, container] of containers.entries()) {
        const pair = reader.entry(container, 'image');
        if (pair === undefined || found.has(pair)) continue;
        const name = reader.text(container, 'name') ?? `${index + 1}`;
        found.set(pair, { workload: title, container: name, list, pair });
      }
    }
  }
  const values = new Set<unknown>([...found.keys()].map(({ value }) => value));
  const known = new Map<unknown, Written | undefined>();
  return [...found.values()].flatMap(({ pair: { key, value }, ...about }) => {
    const scalar = reader.resolved(value);
    if (!known.has(scalar)) known.set(scalar, writtenIn(scalar, values, reader, text));
    const written = known.get(scalar);
    if (written === undefined || !isScalar(key) || !key.range) return [];
    const { end: scalarEnd, ...field } = written;
    const end = isAlias(value) ? (value.range?.[1] ?? scalarEnd) : scalarEnd;
    return [{ ...about, ...field, place: { start: key.range[0], end } }];
  });
}

function writtenIn(
  scalar: unknown,
  values: ReadonlySet<unknown>,
  reader: NodeReader,
  text: string,
): Written | undefined {
  if (!isScalar(scalar) || !scalar.range) return undefined;
  // An image that isn't there yet, as while it is being typed.
  if (scalar.value === null || scalar.value === '') return undefined;
  const image = String(typeof scalar.value === 'string' ? scalar.value : scalar.source)
    .trim()
    .slice(0, longestImage);
  const obstacle = obstacleOf(scalar, values, reader);
  return {
    image,
    text: contentOf(scalar, image, text),
    end: scalar.range[1],
    ...(obstacle !== undefined && { obstacle }),
  };
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
