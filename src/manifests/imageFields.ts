/** Where in the text a document's images are written. */
import { isAlias, isScalar } from 'yaml';
import { isNewName, ofChart, ofEntry } from './imageParts';
import type { ChartParts, FoundImage } from './places';
import { settledReference } from './reference';
import type { ImageField, TextRange } from './scanned';
import { usedElsewhere, writtenIn, type Written } from './written';
import type { MapPair, NodeReader } from './yamlNodes';

/** In the order of the text; each once, also where several workloads share it by aliases. */
export function imagesOf(
  images: readonly FoundImage[],
  reader: NodeReader,
  text: string,
): readonly ImageField[] {
  const found = new Map<MapPair, FoundImage>();
  for (const each of images) if (!found.has(each.pair)) found.set(each.pair, each);
  const values = changedTogether([...found.values()], reader);
  const known = new Map<unknown, Written | undefined>();
  const written = ({ value }: MapPair): Written | undefined => {
    const scalar = reader.resolved(value);
    if (!known.has(scalar)) known.set(scalar, writtenIn(scalar, values, reader, text));
    return known.get(scalar);
  };
  const fieldOf = ({ workload, container, pair, entry, chart }: FoundImage): ImageField | undefined => {
    const name = written(pair);
    const place = placeOf(pair, name);
    // An image that isn't there yet, as while it is being typed.
    if (name === undefined || place === undefined || isEmptyText(reader.resolved(pair.value)))
      return undefined;
    const { image, text: range, obstacle } = name;
    const field = { image, text: range, ...(obstacle !== undefined && { obstacle }) };
    if (chart !== undefined) {
      const registry = ownRegistry(chart, reader);
      const registryPlace = registry && placeOf(registry, written(registry));
      const shown = ofChart(name, pair, chart, reader, written);
      return { workload, container, place: registryPlace ? spanOf(place, registryPlace) : place, ...shown };
    }
    const shown = entry === undefined ? field : ofEntry(field, pair, entry, reader, text);
    return { workload, container, place, ...shown };
  };
  const fields = [...found.values()].flatMap((image) => {
    const field = fieldOf(image);
    return field === undefined ? [] : [{ field, scalar: reader.resolved(image.pair.value) }];
  });
  return changedAlike(fields).toSorted((a, b) => a.place.start - b.place.start);
}

interface FieldOfScalar {
  readonly field: ImageField;
  /** What has the image's text. */
  readonly scalar: unknown;
}

/** Of images that have one text by an anchor, none may change it unless that is right for all of them. */
function changedAlike(fields: readonly FieldOfScalar[]): readonly ImageField[] {
  const stays = ({ image, obstacle, parts }: ImageField) =>
    obstacle !== undefined || parts?.registry !== undefined || 'problem' in settledReference(image);
  const kept = new Set(fields.filter(({ field }) => stays(field)).map(({ scalar }) => scalar));
  return fields.map(({ field, scalar }) => {
    if (!isScalar(scalar) || scalar.anchor === undefined || !kept.has(scalar) || stays(field)) return field;
    return { ...field, obstacle: usedElsewhere(scalar.anchor) };
  });
}

/** What is written for images alone, so that it can be changed for all of them. */
function changedTogether(found: readonly FoundImage[], reader: NodeReader): ReadonlySet<unknown> {
  // An entry's name isn't changed, so that what is written there for other images, too, isn't all images.
  const changing = found.filter(({ pair, entry }) => entry === undefined || isNewName(pair));
  // A registry that others have by an alias stays: those are other images, for which nobody has asked.
  const registries = found.flatMap(({ chart }) => chart?.registry?.value ?? []);
  return new Set<unknown>([
    ...changing.map(({ pair }) => pair.value),
    ...registries.filter((value) => !isAlias(value) && reader.aliasesOf(value).length === 0),
  ]);
}

/** A registry that is merged in stands among other values. */
function ownRegistry({ map, registry }: ChartParts, reader: NodeReader): MapPair | undefined {
  const isOwn = map !== undefined && reader.ownEntries(map).get('registry') === registry;
  return isOwn ? registry : undefined;
}

function placeOf({ key, value }: MapPair, written: Written | undefined): TextRange | undefined {
  if (written === undefined || !isScalar(key) || !key.range) return undefined;
  return { start: key.range[0], end: isAlias(value) ? (value.range?.[1] ?? written.end) : written.end };
}

function spanOf(one: TextRange, other: TextRange): TextRange {
  return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}

function isEmptyText(scalar: unknown): boolean {
  return isScalar(scalar) && scalar.value === '';
}
