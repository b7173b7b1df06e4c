/**
 * Images in the values of a Helm chart: in parts (`repository`, beside which there may be `registry`, `tag` and `digest`), or
 * whole under `image` and keys that end in `Image`. What the templates make of them isn't known: what isn't usual is passed over.
 */
import { t } from '@vscode/l10n';
import { isMap, isScalar, type YAMLMap } from 'yaml';
import { hasEnd, isHost, isReference, looksLikeImage, mayBeImage, namesRegistry, textOf } from './likeImages';
import type { ChartParts, FoundImage, FoundPlaces, Passed, SecretsHolder } from './places';
import { hasPlaceholder, longestImage } from './reference';
import { walkNodes } from './walk';
import type { Work } from './work';
import type { MapPair, NodeReader } from './yamlNodes';

const workload = 'Values';

type ValuesImage = FoundImage & { readonly chart: ChartParts };

/** One of them beside a repository makes it that of an image, whatever the key of both is. */
const partKeys = ['registry', 'tag', 'digest', 'pullPolicy'];

/** Goes over each map once. */
export function chartImagesIn(root: unknown, reader: NodeReader, work: Work): FoundPlaces {
  const images: ValuesImage[] = [];
  const holders: SecretsHolder[] = [];
  const passed: Passed[] = [];
  const candidates: Passed[] = [];
  /** Maps of which others take parts. */
  const merged = new Set<unknown>();
  walkNodes({ node: root, around: '' }, reader, work, (node, path) => {
    if (!isMap(node)) {
      return node.items.map((item, index) => ({ node: item, around: shortened(`${path}[${index}]`) }));
    }
    const found = foundIn(node, path, reader);
    images.push(...found.images);
    passed.push(...found.passed);
    const own = reader.ownEntries(node);
    if (own.has('imagePullSecrets')) holders.push({ workload, node });
    const mergedHere = own.get('<<')?.value;
    for (const each of [mergedHere, ...reader.itemsOf(mergedHere)]) merged.add(reader.resolved(each));
    return [...own].flatMap(([key, pair]) => {
      if (typeof key !== 'string' || key === '<<') return [];
      if (mayBeImage(key, pair.value) && isScalar(reader.resolved(pair.value))) {
        candidates.push({ workload, pair });
      }
      return [{ node: pair.value, around: below(path, key) }];
    });
  });
  const parts = images.flatMap(({ pair, chart }) => [pair, chart.registry]);
  const known = new Set([...parts, ...passed.map(({ pair }) => pair)]);
  const globalRegistry = reader.text(reader.entry(root, 'global')?.value, 'imageRegistry') ?? '';
  return {
    images: images.map((image) => withDoubts(image, globalRegistry, merged)),
    holders,
    passed: [
      ...passed,
      ...candidates.filter(
        ({ pair }) => !known.has(pair) && (looksLikeImage(pair, reader) || isTagged(textIn(pair, reader))),
      ),
    ],
  };
}

/** What a map has of images itself. */
function foundIn(map: YAMLMap, path: string, reader: NodeReader) {
  const own = reader.ownEntries(map);
  const images: ValuesImage[] = [];
  const passed: Passed[] = [];
  const pass = (pair: MapPair) => passed.push({ workload, pair });
  const isImage = /image[^.]*$/i.test(path);
  const repository = own.get('repository');
  const name = nameIn(repository, reader);
  const image = own.get('image');
  const whole = isImageText(textIn(image, reader)) ? image : undefined;
  // Only then, as chains of merge keys can be long.
  if ((repository ?? whole) !== undefined && hasTwoNames(map, reader)) {
    for (const pair of [repository, whole]) if (pair !== undefined) pass(pair);
  } else if (whole !== undefined) {
    if (isDoubtful(textIn(whole, reader), map, reader)) pass(whole);
    else images.push(named(whole, below(path, 'image'), ofWhole(map, whole, reader)));
  } else if (repository === undefined || name === undefined) {
    const registry = own.get('registry');
    if (registry !== undefined && isImage && textIn(registry, reader) !== '') pass(registry);
  } else if (isImage || partKeys.some((key) => reader.entry(map, key) !== undefined)) {
    if (name === '') passed.push({ workload, pair: repository, isEmpty: true });
    else if (isFirstPart(name, map, isImage, reader)) pass(repository);
    else images.push(named(repository, path || 'repository', inParts(map, repository, reader)));
  } else if (name !== '' && name.length <= longestImage && isReference(name)) {
    pass(repository);
  }
  for (const [key, pair] of own) {
    if (typeof key !== 'string') continue;
    const text = textIn(pair, reader);
    if (isImage && isOtherName(key, text)) pass(pair);
    if (!key.endsWith('Image') || !isImageText(text)) continue;
    // What stands beside it may be parts of another image.
    const isUnclear = isWord(text) || (reader.entry(map, 'registry') !== undefined && !namesRegistry(text));
    if (isUnclear || isHost(text)) pass(pair);
    else images.push(named(pair, below(path, key), { end: hasEnd(text) ? 'inName' : 'elsewhere' }));
  }
  return { images, passed };
}

function named(pair: MapPair, container: string, chart: ChartParts): ValuesImage {
  return { workload, container, pair, chart };
}

/** `image: nginx`, beside which the rest of it may be, too. */
function ofWhole(map: YAMLMap, pair: MapPair, reader: NodeReader): ChartParts {
  const text = textIn(pair, reader);
  const parts = namesRegistry(text) ? withHost(map, reader) : inParts(map, pair, reader);
  return hasEnd(text) ? { ...parts, end: 'inName' } : parts;
}

/** A chart may put its registry in front of a name that has one, or take either. */
function withHost(map: YAMLMap, reader: NodeReader): ChartParts {
  const parts = { map, end: 'beside' } as const;
  if (!hasValue(map, 'registry', reader)) return parts;
  return {
    ...parts,
    obstacle: t('It has a registry in its name and another one beside it. Edit it manually.'),
  };
}

function inParts(map: YAMLMap, pair: MapPair, reader: NodeReader): ChartParts {
  const parts = { map, end: 'beside' } as const;
  const registry = reader.entry(map, 'registry');
  if (registry === undefined) return parts;
  const value = reader.resolved(registry.value);
  const isNull = isScalar(value) && value.value === null;
  // Where the name has a registry, an empty one beside it adds none.
  if ((isNull || textIn(registry, reader) === '') && namesRegistry(textIn(pair, reader))) return parts;
  if (isNull) return { ...parts, obstacle: t('Its registry is left empty. Enter the login server there.') };
  if (reader.ownEntries(map).get('registry') === registry) return { ...parts, registry };
  return {
    ...parts,
    registry,
    obstacle: t('Its registry comes from a merge key (<<). Change it where it’s written.'),
  };
}

/** The rest of the chart can have a say in what an image is made of. */
function withDoubts(image: ValuesImage, globalRegistry: string, merged: ReadonlySet<unknown>): FoundImage {
  const { chart } = image;
  if (chart.obstacle !== undefined) return image;
  if (globalRegistry !== '') {
    const obstacle = t('The chart takes the registry from global.imageRegistry. Change it there.');
    return { ...image, chart: { ...chart, obstacle } };
  }
  if (chart.map === undefined || !merged.has(chart.map)) return image;
  const obstacle = t('Other values take parts of it by a merge key (<<). Edit it manually.');
  return { ...image, chart: { ...chart, obstacle } };
}

/** A repository's name, or nothing where one is to be filled in; undefined for what is none. */
function nameIn(repository: MapPair | undefined, reader: NodeReader): string | undefined {
  const scalar = reader.resolved(repository?.value);
  if (isScalar(scalar) && scalar.value === null) return '';
  const name = textOf(scalar)?.trim();
  return name === undefined || isAddress(name) ? undefined : name;
}

/** Without the line break at the end of a block; nothing for what is no text. */
function textIn(pair: MapPair | undefined, reader: NodeReader): string {
  return (textOf(reader.resolved(pair?.value)) ?? '').trim();
}

/** A repository and a whole image, also where one is merged in: either may be the beginning of the other. */
function hasTwoNames(map: YAMLMap, reader: NodeReader): boolean {
  const name = nameIn(reader.entry(map, 'repository'), reader) ?? '';
  return name !== '' && isImageText(textIn(reader.entry(map, 'image'), reader));
}

/**
 * A host without a repository, or what has the end of its name beside it: how the chart joins them isn't known. Elsewhere than
 * under an image's key, a `name` is that of the component.
 */
function isFirstPart(repository: string, map: YAMLMap, isImage: boolean, reader: NodeReader): boolean {
  if (hasValue(map, 'registry', reader)) return false;
  return isHost(repository) || (isImage && hasValue(map, 'name', reader));
}

/** A word can be a switch or a variant, and Istio's charts put a hub in front of it: other parts make it an image. */
function isDoubtful(text: string, map: YAMLMap, reader: NodeReader): boolean {
  if (isHost(text)) return true;
  if (!isWord(text)) return false;
  // A tag is usually left empty where it is the chart's version.
  const isSaid =
    reader.entry(map, 'tag') !== undefined ||
    ['registry', 'digest'].some((key) => hasValue(map, key, reader));
  return !isSaid || reader.entry(map, 'hub') !== undefined;
}

function isWord(text: string): boolean {
  return !hasPlaceholder(text) && !/[/:@]/.test(text);
}

/** Of Docker Hub, as a text that names a registry looks like an image anyway. */
function isTagged(text: string): boolean {
  return text.includes('/') && text.length <= longestImage && hasEnd(text);
}

/** What other charts call the name of an image, or those of others beside it. */
function isOtherName(key: string, text: string): boolean {
  if (key === 'name') return namesRegistry(text);
  return key.endsWith('Repository') && text.includes('/') && text.length <= longestImage && isReference(text);
}

function hasValue(map: YAMLMap, key: string, reader: NodeReader): boolean {
  const value = reader.resolved(reader.entry(map, key)?.value);
  return isScalar(value) && value.value !== null && value.value !== '';
}

/** Of charts or of sources, in a map that says where these are. */
function isAddress(repository: string): boolean {
  return /:\/\/|^git@|\.git$|^(?:bitbucket\.org|github\.com|gitlab\.com)\//.test(repository);
}

/** Not a title, and not the file of a picture. */
function isImageText(text: string): boolean {
  if (text === '' || text.length > longestImage || /\.(?:gif|ico|jpe?g|png|svg|webp)$/i.test(text))
    return false;
  return isReference(text) || (hasPlaceholder(text) && !/\s/.test(withoutActions(text)));
}

/** Piece by piece, as an expression could go back and forth in braces that nothing closes. */
function withoutActions(text: string): string {
  return text
    .split('}}')
    .map((piece) => piece.split('{{', 1)[0])
    .join('');
}

function below(path: string, key: string): string {
  return shortened(path === '' ? key : `${path}.${key}`);
}

/** Keys can be as long as a text. */
function shortened(path: string): string {
  return path.length > 100 ? `…${path.slice(-100)}` : path;
}
