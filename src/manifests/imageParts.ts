/** Images whose names are in parts: Kustomize's entries, and a chart's values. */
import { t } from '@vscode/l10n';
import { isAlias, isScalar, Scalar, type YAMLMap } from 'yaml';
import { addedNewName } from './kustomize';
import type { ChartParts } from './places';
import { hasEnd } from './likeImages';
import { longestImage } from './reference';
import type { ImageField, ImageParts, PartText } from './scanned';
import { usedElsewhere, type Written } from './written';
import type { MapPair, NodeReader } from './yamlNodes';

type Shown = Pick<ImageField, 'image' | 'text' | 'obstacle' | 'shared' | 'parts'>;

/** What Kustomize makes of an entry. By its name images are found: that stays, and only a newName leads elsewhere. */
export function ofEntry(
  field: Omit<Written, 'end'>,
  pair: MapPair,
  entry: YAMLMap,
  reader: NodeReader,
  text: string,
): Shown {
  const end = endOf(entry, 'newTag', reader);
  const image = `${field.image}${end}`;
  if (isNewName(pair)) return { ...field, image, parts: { end } };
  const newName = addedNewName(entry, pair, text);
  return typeof newName === 'string'
    ? { image, text: field.text, obstacle: newName, parts: { end } }
    : { image, text: field.text, parts: { end, newName } };
}

export function isNewName({ key }: MapPair): boolean {
  return isScalar(key) && key.value === 'newName';
}

/** What a chart makes of its values. Where the registry has a key, it is written there, and the name stays. */
export function ofChart(
  name: Written,
  pair: MapPair,
  { map, end: where, registry: registryPair, obstacle: doubt }: ChartParts,
  reader: NodeReader,
  written: (pair: MapPair) => Written | undefined,
): Shown {
  const common = where === 'beside' && map !== undefined ? besideName(map, reader) : { end: '' };
  const { end } = common;
  const shared = sharedBy(reader.resolved(pair.value), reader);
  if (registryPair === undefined) {
    const obstacle = doubt ?? name.obstacle;
    const image = `${name.image}${end}`;
    return {
      image,
      text: name.text,
      ...(obstacle !== undefined && { obstacle }),
      ...(shared !== undefined && { shared }),
      ...(where !== 'inName' && { parts: common }),
    };
  }
  const registry = written(registryPair);
  const text = partText(reader.resolved(registryPair.value));
  if (registry === undefined || text === undefined) {
    const obstacle = doubt ?? t('Its registry can’t be changed safely. Change it manually.');
    return { image: `${name.image}${end}`, text: name.text, obstacle, parts: common };
  }
  const obstacle = doubt ?? registry.obstacle;
  const slash = registry.image === '' || registry.image.endsWith('/') ? '' : '/';
  return {
    image: `${registry.image}${slash}${name.image}${end}`,
    text: { start: text.start, end: text.end },
    ...(obstacle !== undefined && { obstacle }),
    parts: {
      ...common,
      registry: { name: registry.image, repository: shared ?? repositoryIn(name, pair, reader) },
    },
  };
}

/** Tag and digest in a chart's values. Some have a digest in `sha`, without `sha256:`; what else is there stays as well. */
function besideName(map: YAMLMap, reader: NodeReader): Pick<ImageParts, 'end' | 'tag'> {
  const end = endOf(map, 'tag', reader);
  const sha = wordsIn(map, 'sha', reader);
  const tag = end.includes('@') || sha !== '' ? undefined : tagIn(map, reader);
  const isDigest = /^(?:sha256:)?[0-9a-f]{64}$/i.test(sha) && !end.includes('@');
  const digest = isDigest ? `@sha256:${sha.slice(-64)}` : '';
  return { end: `${end}${digest}`, ...(tag !== undefined && { tag }) };
}

/** What comes behind the name: nothing where neither is said, as other files say it then. */
function endOf(map: YAMLMap, tagKey: string, reader: NodeReader): string {
  const tag = wordsIn(map, tagKey, reader);
  const digest = wordsIn(map, 'digest', reader);
  return `${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
}

function wordsIn(map: YAMLMap, key: string, reader: NodeReader): string {
  const value = reader.resolved(reader.entry(map, key)?.value);
  if (!isScalar(value) || value.value === null || value.value === '') return '';
  const words = typeof value.value === 'string' ? value.value : (value.source ?? '');
  return words.slice(0, longestImage);
}

/** Why the text can't become that of another image: aliases have it, too. */
function sharedBy(scalar: unknown, reader: NodeReader): string | undefined {
  const anchor = isScalar(scalar) && reader.aliasesOf(scalar).length > 0 ? scalar.anchor : undefined;
  return anchor === undefined ? undefined : usedElsewhere(anchor);
}

/** Where the repository is written, or why another can't be written there. */
function repositoryIn(name: Written, { value }: MapPair, reader: NodeReader): PartText | string {
  if (name.obstacle !== undefined) return name.obstacle;
  const text = hasEnd(name.image) ? undefined : partText(reader.resolved(value));
  return text ?? t('Its repository can’t be changed safely. Change it manually.');
}

/** Only its own tag, and only one that nothing else uses. */
function tagIn(map: YAMLMap, reader: NodeReader): PartText | undefined {
  const value = reader.ownEntries(map).get('tag')?.value;
  if (isAlias(value) || !isScalar(value) || value.anchor !== undefined || value.value === null)
    return undefined;
  return partText(value);
}

/** All between the quotes, or all of it without; undefined for blocks, of which a part can't be changed alone. */
function partText(scalar: unknown): PartText | undefined {
  if (!isScalar(scalar) || !scalar.range || scalar.tag !== undefined) return undefined;
  const [start, end] = scalar.range;
  switch (scalar.type) {
    case Scalar.PLAIN:
      return { start, end, isPlain: true };
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE:
      return { start: start + 1, end: end - 1, isPlain: false };
    default:
      return undefined;
  }
}
