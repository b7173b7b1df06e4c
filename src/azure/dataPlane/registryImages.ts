import { t } from '@vscode/l10n';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { FailureError } from '../../model/failure';
import { isDigest, isRepository, isTag } from '../../model/imageNames';
import type {
  AzureLimits,
  AzureOptions,
  Continuation,
  RegistryAddress,
  RegistryImages,
  RegistryRefusal,
} from '../../provisioning';
import { imagePageSize } from '../../provisioning/adapters';
import { limitsOf } from '../http/limits';
import { Pages } from '../http/lists';
import { catalogShape, parsedBody, tagsShape } from './bodies';
import { continuationOf, keyOf, pageOfContinuation, type PageOfList } from './continuations';
import { nextPage, pageOf } from './links';
import { checkedLoginServer } from './loginServers';
import { refusalOf, refusalOfThrown, type Subject } from './refusals';
import { RegistryClient, type RegistryAnswer, type RegistryRequest } from './registryClient';
import { RegistryTokens } from './registryTokens';

/** What containers run: manifests and lists of them, in Docker's form and OCI's. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/**
 * Registries' lists over their own endpoints (Azure.ContainerRegistry 2021-07-01, `/acr/v1`; the manifest's digest by the
 * distribution API, `/v2`). See the port for what comes of it.
 */
export function createRegistryImages(options: AzureOptions, http?: HttpClient): RegistryImages {
  const tokens = new RegistryTokens(options);
  const suffix = options.cloud.registrySuffix;

  const limits = limitsOf('registry', options);

  /** One request with a token for the scope. Where kept tokens were refused, it is sent once more with new ones. */
  const ask = async (
    client: RegistryClient,
    scope: string,
    request: RegistryRequest,
    signal: AbortSignal,
  ): Promise<RegistryAnswer> => {
    for (let mayRetry = tokens.knows(client.loginServer); ; mayRetry = false) {
      const given = await tokens.tokenFor(client, scope, signal);
      const answer =
        given.kind === 'refused'
          ? given.answer
          : await client.send({ ...request, token: given.token }, signal);
      if (answer.status !== 401) return answer;
      tokens.forget(client.loginServer);
      if (!mayRetry) return answer;
    }
  };

  const reading = async <T>(
    registry: RegistryAddress,
    subject: Subject,
    scope: string,
    signal: AbortSignal,
    requestOf: (client: RegistryClient) => RegistryRequest,
    read: (answer: RegistryAnswer, client: RegistryClient) => T,
  ): Promise<T | RegistryRefusal> => {
    try {
      const client = new RegistryClient(options, checkedLoginServer(registry.loginServer, suffix), http);
      const answer = await ask(client, scope, requestOf(client), signal);
      return answer.status === 200 ? read(answer, client) : refusalOf(answer, registry, subject);
    } catch (thrown) {
      return refusalOfThrown(thrown, registry, signal);
    }
  };

  return {
    repositories: (registry, from, signal) => {
      const list = '/acr/v1/_catalog';
      let page: PageOfList;
      return reading(
        registry,
        {},
        'registry:catalog:*',
        signal,
        (client) => {
          page = enterPage(client, list, from, limits);
          return { method: 'GET', path: page.address };
        },
        (answer, client) => {
          const { repositories } = parsedBody(
            catalogShape,
            answer,
            t`the repositories of ${registry.loginServer}`,
          );
          return {
            kind: 'listed' as const,
            items: repositories ?? [],
            next: next(answer, client, list, page),
          };
        },
      );
    },
    tags: (registry, repository, from, signal) => {
      const list = `/acr/v1/${repository}/_tags`;
      let page: PageOfList;
      return reading(
        registry,
        { repository },
        `repository:${repository}:metadata_read`,
        signal,
        (client) => {
          requireNames(repository);
          page = enterPage(client, list, from, limits, 'timedesc');
          return { method: 'GET', path: page.address };
        },
        (answer, client) => {
          const { tags } = parsedBody(
            tagsShape,
            answer,
            t`the tags of ${registry.loginServer}/${repository}`,
          );
          const items = (tags ?? []).map(({ name, digest, lastUpdateTime }) => {
            const updated = Date.parse(lastUpdateTime ?? '');
            return { name, digest, updated: Number.isNaN(updated) ? undefined : updated };
          });
          return { kind: 'listed' as const, items, next: next(answer, client, list, page) };
        },
      );
    },
    digestOf: (registry, repository, reference, signal) =>
      reading(
        registry,
        { repository, tag: reference },
        `repository:${repository}:pull`,
        signal,
        () => {
          requireNames(repository, isDigest(reference) ? undefined : reference);
          return { method: 'HEAD', path: `/v2/${repository}/manifests/${reference}`, accept: MANIFESTS };
        },
        (answer) => {
          const digest = answer.header('docker-content-digest') ?? '';
          if (isDigest(digest)) return { kind: 'found' as const, digest };
          throw unexpected(t`${registry.loginServer} returned no digest for ${repository}:${reference}.`);
        },
      ),
  };
}

/**
 * The first page, or the one that a continuation names, which is looked at again: it has been out of our hands. Throws
 * FailureError for one elsewhere, and for a list without an end.
 */
function enterPage(
  client: RegistryClient,
  list: string,
  from: Continuation | undefined,
  limits: AzureLimits,
  order?: string,
): PageOfList {
  const query = new URLSearchParams({
    n: String(imagePageSize),
    ...(order !== undefined && { orderby: order }),
  });
  const { address, before } =
    from === undefined ? { address: `${list}?${query.toString()}`, before: [] } : pageOfContinuation(from);
  const checked = pageOf(address, client.origin, list);
  if (checked === undefined) throw foreignPage(client.loginServer);
  new Pages(limits, client.loginServer, before).enter(keyOf(checked));
  return { address: checked, before };
}

function next(
  answer: RegistryAnswer,
  client: RegistryClient,
  list: string,
  { address, before }: PageOfList,
): Continuation | undefined {
  const after = nextPage(answer.header('link'), client.origin, list);
  if (after.kind === 'foreign') throw foreignPage(client.loginServer);
  if (after.kind === 'none') return undefined;
  return continuationOf({ address: after.page, before: [...before, keyOf(address)] });
}

/** Names become parts of a path and of a scope: only such as a registry can have. */
function requireNames(repository: string, tag?: string): void {
  if (isRepository(repository) && (tag === undefined || isTag(tag))) return;
  throw new FailureError({
    code: 'registry.invalidName',
    kind: 'user',
    message: t`This isn’t a valid image name: ${JSON.stringify(tag === undefined ? repository : `${repository}:${tag}`).slice(0, 200)}.`,
    nextAction: t('Correct the repository or the tag.'),
  });
}

function foreignPage(loginServer: string): FailureError {
  return new FailureError({
    code: 'azure.foreignOrigin',
    kind: 'defect',
    message: t`${loginServer} referred to another host for the next page, which wasn’t followed.`,
    nextAction: t('Check whether a proxy rewrites responses.'),
  });
}

function unexpected(message: string): FailureError {
  return new FailureError({
    code: 'azure.unexpectedAnswer',
    kind: 'defect',
    message,
    nextAction: t('Try again. If the problem persists, report it with the log.'),
  });
}
