/** An image's name, taken apart as the container runtimes do it (github.com/distribution/reference). */
import { t } from '@vscode/l10n';
import { repositoryProblem, tagProblem } from './image';

export interface ImageReference {
  /** Host, with a port where there is one; undefined for a short name such as `nginx`, which means Docker Hub. */
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

export interface NoReference {
  /** Why no image can have this name. */
  readonly problem: string;
}

/** No image's name is nearly as long; what is longer is shown, and compared, up to here. */
export const longestImage = 4096;

const host =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const digestForm = /^[a-z][a-z0-9]*(?:[-_+.][a-z][a-z0-9]*)*:[0-9a-f]{32,}$/i;
const dockerHub = /^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io)$/i;

/** Takes the whole value of `image:`; white space around it is not part of any name. */
export function parseReference(text: string): ImageReference | NoReference {
  const [name = '', ...digests] = text.split('@');
  const [digest] = digests;
  if (digests.length > 1) return { problem: t('It has more than one “@”.') };
  if (digest !== undefined && !digestForm.test(digest)) {
    return { problem: t`“${short(digest)}” isn’t a digest such as sha256:… with 64 hexadecimal digits.` };
  }
  const registry = registryOf(name);
  if (registry !== undefined && !host.test(registry)) {
    return { problem: t`“${short(registry)}” isn’t a registry host name.` };
  }
  const path = registry === undefined ? name : name.slice(registry.length + 1);
  const colon = path.lastIndexOf(':');
  const repository = colon < 0 ? path : path.slice(0, colon);
  const tag = colon < 0 ? undefined : path.slice(colon + 1);
  const problem = pathProblem(repository) ?? (tag === undefined ? undefined : tagProblem(tag));
  return problem === undefined ? { registry, repository, tag, digest } : { problem };
}

/**
 * The repository of an image that a text names with its registry, e.g. `shop/web`; undefined for none, and without tag and
 * digest, because the text may have been cut off within the name.
 */
export function wholeRepository(image: string | undefined): string | undefined {
  const reference = parseReference(image ?? '');
  if ('problem' in reference || reference.registry === undefined) return undefined;
  const { repository, tag, digest } = reference;
  return tag === undefined && digest === undefined ? undefined : repository;
}

/**
 * What somebody typed for an image of a registry: a repository with a tag or a digest, or without, and with the login server
 * in front of it, or not; without `loginServer` there may be none. Gives the parts, or why it can't be an image there.
 */
export function imageIn(text: string, loginServer: string | undefined): ImageReference | NoReference {
  const reference = parseReference(text.trim());
  if ('problem' in reference) return reference;
  const { registry } = reference;
  if (registry === undefined || registry.toLowerCase() === loginServer?.toLowerCase()) return reference;
  // Without a dot or a port it was taken for a host because of its capital letters alone.
  return /[.:]/.test(registry) || registry === 'localhost'
    ? {
        problem:
          loginServer === undefined
            ? t('Remove the registry in front of the repository.')
            : t`This image is in ${short(registry)}. Choose an image in ${loginServer}.`,
      }
    : { problem: repositoryProblem(registry) ?? t('It has no repository.') };
}

/**
 * True for what another tool fills in before Kubernetes sees it (envsubst, Flux, Azure Pipelines, Argo, a person), such as
 * `${REGISTRY}/web` or `<registry>/web`, and for a policy's pattern such as `contoso.azurecr.io/*`. No image's name has these
 * characters, so it is not a mistake, but unfinished.
 */
export function hasPlaceholder(text: string): boolean {
  return /[$<>{}%#*]/.test(text);
}

/** The same for an image that is to be changed: what is filled in later can't be taken apart. */
export function settledReference(text: string): ImageReference | NoReference {
  return hasPlaceholder(text)
    ? { problem: t('It has a placeholder that is filled in later.') }
    : parseReference(text);
}

/**
 * The names that a repository may have gone by when it was copied to another registry; the first is the likeliest.
 * There is only one, except for Docker Hub's short names: `nginx` is `library/nginx` there, while the documentation of
 * `az acr import` copies it to `nginx`. Both are common, so the user has to say.
 */
export function repositoriesElsewhere({ registry, repository }: ImageReference): readonly string[] {
  const onDockerHub = registry === undefined || dockerHub.test(registry);
  return onDockerHub && !repository.includes('/') ? [repository, `library/${repository}`] : [repository];
}

/** The first part is a host if it looks like one: otherwise it belongs to a repository on Docker Hub. */
function registryOf(name: string): string | undefined {
  const slash = name.indexOf('/');
  if (slash < 0) return undefined;
  const first = name.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  return isHost ? first : undefined;
}

function pathProblem(repository: string): string | undefined {
  if (repository === '') return t('It has no repository.');
  if (repository.includes(':')) return t('It has more than one “:” after the registry.');
  return repositoryProblem(repository);
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
