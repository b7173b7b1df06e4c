import type { ArmResource, Estate } from '../estate';
import { compareNames, findRepository, repositoriesOf, type Repository } from './contents';
import { nameUnknown, RegistryError, type RegistryAnswer } from './errors';
import { DOCKER_MANIFEST, manifestOf } from './image';

export interface ListRequest {
  readonly estate: Estate;
  readonly registry: ArmResource;
  readonly loginServer: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Items on a page where nothing else is asked for, and the most that may be. */
const PAGE = 100;
const LONGEST_PAGE = 1000;

/** `GET /v2/_catalog` and `/acr/v1/_catalog`; an empty registry has no list at all, as Azure has it (B). */
export function catalog(request: ListRequest): RegistryAnswer {
  const names = repositoriesOf(request.estate, request.registry.id).map(({ name }) => name);
  const { items, headers } = page(request, names, (name) => name);
  return { status: 200, headers, body: { repositories: names.length === 0 ? null : items } };
}

/** `GET /v2/{name}/tags/list`. */
export function tagNames(request: ListRequest, name: string): RegistryAnswer {
  const { tags } = found(request, name);
  const names = tags.map((tag) => tag.name).toSorted(compareNames);
  const { items, headers } = page(request, names, (each) => each);
  return { status: 200, headers, body: { name, tags: items } };
}

/** `GET /acr/v1/{name}/_tags`: tags with digests and times; `orderby` `timeasc` or `timedesc`, else by name. */
export function tagDetails(request: ListRequest, name: string): RegistryAnswer {
  const { tags } = found(request, name);
  const { items, headers } = page(
    request,
    ordered(request, tags, (tag) => tag.name),
    (tag) => tag.name,
  );
  const body = {
    registry: request.loginServer,
    imageName: name,
    tags: items.map((tag) => ({ ...tag, signed: false, changeableAttributes: CHANGEABLE })),
  };
  return { status: 200, headers, body };
}

/** `GET /acr/v1/{name}/_manifests`. */
export function manifestDetails(request: ListRequest, name: string): RegistryAnswer {
  const { tags, manifests } = found(request, name);
  const all = manifests.map((each) => ({ ...each, lastUpdateTime: each.createdTime }));
  const { items, headers } = page(
    request,
    ordered(request, all, ({ digest }) => digest),
    ({ digest }) => digest,
  );
  const body = {
    registry: request.loginServer,
    imageName: name,
    manifests: items.map(({ digest, seed, createdTime, lastUpdateTime }) => ({
      digest,
      imageSize: manifestOf(seed).imageSize,
      createdTime,
      lastUpdateTime,
      architecture: 'amd64',
      os: 'linux',
      mediaType: DOCKER_MANIFEST,
      tags: tags.filter((tag) => tag.digest === digest).map((tag) => tag.name),
      changeableAttributes: CHANGEABLE,
    })),
  };
  return { status: 200, headers, body };
}

const CHANGEABLE = { deleteEnabled: true, writeEnabled: true, readEnabled: true, listEnabled: true };

function found({ estate, registry }: ListRequest, name: string): Repository {
  const repository = findRepository(estate, registry.id, name);
  if (repository === undefined) throw nameUnknown(name);
  return repository;
}

function ordered<T extends { readonly lastUpdateTime: string }>(
  { query }: ListRequest,
  items: readonly T[],
  nameOf: (item: T) => string,
): readonly T[] {
  const byName = items.toSorted((a, b) => compareNames(nameOf(a), nameOf(b)));
  const order = query.get('orderby') ?? '';
  if (order === 'timeasc') return byName.toSorted((a, b) => compareNames(a.lastUpdateTime, b.lastUpdateTime));
  if (order === 'timedesc')
    return byName.toSorted((a, b) => compareNames(b.lastUpdateTime, a.lastUpdateTime));
  if (order === '') return byName;
  throw new RegistryError(400, 'BAD_REQUEST', `the order '${order}' is not known.`);
}

/** The page behind `last`, `n` items long. Where more follow, `Link` has the next one's path, without a host. */
function page<T>(
  { path, query }: ListRequest,
  items: readonly T[],
  nameOf: (item: T) => string,
): { items: readonly T[]; headers: Readonly<Record<string, string>> } {
  const n = query.get('n');
  const length = Math.min(n === null ? PAGE : Number(n), LONGEST_PAGE);
  if (!Number.isInteger(length) || length < 1) {
    throw new RegistryError(400, 'PAGINATION_NUMBER_INVALID', `invalid number of results requested`);
  }
  const last = query.get('last') ?? '';
  const start = last === '' ? 0 : items.findIndex((item) => nameOf(item) === last) + 1;
  const shown = items.slice(start, start + length);
  const end = shown.at(-1);
  if (end === undefined || start + length >= items.length) return { items: shown, headers: {} };
  const next = new URLSearchParams({
    last: nameOf(end),
    n: String(length),
    orderby: query.get('orderby') ?? '',
  });
  return { items: shown, headers: { Link: `<${path}?${next.toString()}>; rel="next"` } };
}
