import { listAt, textAt } from '../arm/json';
import type { ArmResource, Estate, Json } from '../estate';
import { manifestOf } from './image';

/** Repositories are no resources of Azure, but state all the same, so that the estate holds them below their registry. */
const TYPE = 'Microsoft.ContainerRegistry/registries/emulatedRepositories';

interface Tag {
  readonly name: string;
  readonly digest: string;
  /** When it was first pushed, and when it last came to point elsewhere; ISO 8601. */
  readonly createdTime: string;
  readonly lastUpdateTime: string;
}

export interface Manifest {
  readonly digest: string;
  /** What the manifest's text follows from, see `manifestOf`. */
  readonly seed: string;
  readonly createdTime: string;
}

export interface Repository {
  readonly name: string;
  readonly tags: readonly Tag[];
  readonly manifests: readonly Manifest[];
}

/** All repositories of a registry, by name. */
export function repositoriesOf(estate: Estate, registryId: string): readonly Repository[] {
  return estate
    .below(registryId, TYPE)
    .map(repositoryOf)
    .sort((a, b) => compareNames(a.name, b.name));
}

export function findRepository(estate: Estate, registryId: string, name: string): Repository | undefined {
  const found = estate.get(idOf(registryId, name));
  return found === undefined ? undefined : repositoryOf(found);
}

/** The manifest that a tag or a digest names. */
export function findManifest(repository: Repository, reference: string): Manifest | undefined {
  const digest = repository.tags.find(({ name }) => name === reference)?.digest ?? reference;
  return repository.manifests.find((manifest) => manifest.digest === digest);
}

/** An image that comes into a repository by its tags (none: by its digest only), each with the time of its push. */
export interface Push {
  readonly repository: string;
  readonly seed: string;
  readonly tags: readonly string[];
  readonly at: string;
}

/** Pushes images; a tag that exists points to the new image from now on. One write a repository, whatever their number. */
export function pushImages(estate: Estate, registryId: string, pushes: readonly Push[]): void {
  for (const name of new Set(pushes.map(({ repository }) => repository))) {
    const before = findRepository(estate, registryId, name);
    const tags = new Map(before?.tags.map((tag) => [tag.name, tag]));
    const manifests = new Map(before?.manifests.map((manifest) => [manifest.digest, manifest]));
    for (const { seed, tags: names, at } of pushes.filter(({ repository }) => repository === name)) {
      const { digest } = manifestOf(seed);
      if (!manifests.has(digest)) manifests.set(digest, { digest, seed, createdTime: at });
      for (const tag of names) {
        tags.set(tag, {
          name: tag,
          digest,
          createdTime: tags.get(tag)?.createdTime ?? at,
          lastUpdateTime: at,
        });
      }
    }
    estate.put({
      id: idOf(registryId, name),
      name,
      type: TYPE,
      properties: { tags: asJson([...tags.values()]), manifests: asJson([...manifests.values()]) },
    });
  }
}

/** Registries order names by their bytes, not by anybody's language. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function repositoryOf({ name, properties }: ArmResource): Repository {
  const text = (item: Json, member: string): string => textAt(item, member) ?? '';
  return {
    name,
    tags: (listAt(properties, 'tags') as Json[]).map((tag) => ({
      name: text(tag, 'name'),
      digest: text(tag, 'digest'),
      createdTime: text(tag, 'createdTime'),
      lastUpdateTime: text(tag, 'lastUpdateTime'),
    })),
    manifests: (listAt(properties, 'manifests') as Json[]).map((manifest) => ({
      digest: text(manifest, 'digest'),
      seed: text(manifest, 'seed'),
      createdTime: text(manifest, 'createdTime'),
    })),
  };
}

/** A repository's name has slashes; the segment of an id must not. */
function idOf(registryId: string, name: string): string {
  return `${registryId}/emulatedRepositories/${name.replaceAll('/', '~')}`;
}

function asJson(items: readonly (Tag | Manifest)[]): Json[] {
  return items.map((item) => ({ ...item }));
}
