/** Where in the text a document's images are written. */
import { t } from '@vscode/l10n';
import { isAlias, isScalar, Scalar, type YAMLMap } from 'yaml';
import { addedNewName, kustomizeEnd } from './kustomize';
import { longestImage } from './reference';
import type { ImageField, TextRange } from './scanned';
import type { FoundImage } from './workloads';
import type { MapPair, NodeReader } from './yamlNodes';

/** What is the same for every container whose image is written in one place. */
interface Written extends Pick<ImageField, 'image' | 'text' | 'obstacle'> {
  readonly end: number;
}

/** In the order of the text; each once, also where several workloads share it by aliases. */
export function imagesOf(
  images: readonly FoundImage[],
  reader: NodeReader,
  text: string,
): readonly ImageField[] {
  const found = new Map<MapPair, FoundImage>();
  for (const each of images) if (!found.has(each.pair)) found.set(each.pair, each);
  // An entry's name isn't changed, so that what is written there for other images, too, isn't all images.
  const changing = [...found.values()].filter(({ pair, entry }) => entry === undefined || isNewName(pair));
  const values = new Set<unknown>(changing.map(({ pair }) => pair.value));
  const known = new Map<unknown, Written | undefined>();
  const fields = [...found.values()].flatMap(({ workload, container, pair, entry }): ImageField[] => {
    const { key, value } = pair;
    const scalar = reader.resolved(value);
    if (!known.has(scalar)) known.set(scalar, writtenIn(scalar, values, reader, text));
    const written = known.get(scalar);
    if (written === undefined || !isScalar(key) || !key.range) return [];
    const { end: scalarEnd, ...field } = written;
    const end = isAlias(value) ? (value.range?.[1] ?? scalarEnd) : scalarEnd;
    const place = { start: key.range[0], end };
    const shown = entry === undefined ? field : ofEntry(field, pair, entry, reader, text);
    return [{ workload, container, place, ...shown }];
  });
  return fields.toSorted((a, b) => a.place.start - b.place.start);
}

/** What Kustomize makes of an entry. By its name images are found: that stays, and only a newName leads elsewhere. */
function ofEntry(
  field: Omit<Written, 'end'>,
  pair: MapPair,
  entry: YAMLMap,
  reader: NodeReader,
  text: string,
): Omit<ImageField, 'workload' | 'container' | 'place'> {
  const end = kustomizeEnd(entry, reader);
  const image = `${field.image}${end}`;
  if (isNewName(pair)) return { ...field, image, kustomize: { end } };
  const newName = addedNewName(entry, pair, text);
  return typeof newName === 'string'
    ? { image, text: field.text, obstacle: newName, kustomize: { end } }
    : { image, text: field.text, kustomize: { end, newName } };
}

function isNewName({ key }: MapPair): boolean {
  return isScalar(key) && key.value === 'newName';
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
  if (typeof scalar.value !== 'string') return t('It isn’t text.');
  // A change at an anchor changes what every alias of it says: that may only be images.
  const isImage = images.has(scalar) && reader.aliasesOf(scalar).every((alias) => images.has(alias));
  return scalar.anchor === undefined || isImage
    ? undefined
    : t`Its text is at the anchor &${scalar.anchor}, which is also used elsewhere.`;
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
