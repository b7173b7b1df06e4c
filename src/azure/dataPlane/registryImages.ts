import type { HttpClient } from '@azure/core-rest-pipeline';
import { FailureError } from '../../model/failure';
import { isDigest, isRepository, isTag } from '../../model/imageNames';
import type { AzureOptions } from '../../provisioning/azureOptions';
import type { RegistryImages } from '../../provisioning/ports';
import {
  imagePageSize,
  type Continuation,
  type RegistryAddress,
  type RegistryRefusal,
} from '../../provisioning/observed/registryImages';
import { catalogShape, parsedBody, tagsShape } from './bodies';
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
  const suffix = options.registrySuffix ?? 'azurecr.io';

  /** One request with a token for the scope. Where kept tokens were refused, it is sent once more with new ones. */
  const ask = async (
    client: RegistryClient,
    scope: string,
    request: RegistryRequest,
    signal: AbortSignal,
  ): Promise<RegistryAnswer> => {
    for (;;) {
      const isKnown = tokens.knows(client.loginServer);
      const given = await tokens.tokenFor(client, scope, signal);
      const answer =
        given.kind === 'refused'
          ? given.answer
          : await client.send({ ...request, token: given.token }, signal);
      if (answer.status !== 401) return answer;
      tokens.forget(client.loginServer);
      if (!isKnown) return answer;
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
      const path = '/acr/v1/_catalog';
      return reading(
        registry,
        {},
        'registry:catalog:*',
        signal,
        (client) => ({ method: 'GET', path: pagePath(client, path, from) }),
        (answer, client) => {
          const { repositories } = parsedBody(
            catalogShape,
            answer,
            `the repositories of ${registry.loginServer}`,
          );
          return { kind: 'listed' as const, items: repositories ?? [], next: next(answer, client, path) };
        },
      );
    },
    tags: (registry, repository, from, signal) => {
      const path = `/acr/v1/${repository}/_tags`;
      return reading(
        registry,
        { repository },
        `repository:${repository}:metadata_read`,
        signal,
        (client) => {
          requireNames(repository);
          return { method: 'GET', path: pagePath(client, path, from, 'timedesc') };
        },
        (answer, client) => {
          const { tags } = parsedBody(tagsShape, answer, `the tags of ${registry.loginServer}/${repository}`);
          const items = (tags ?? []).map(({ name, digest, lastUpdateTime }) => {
            const updated = Date.parse(lastUpdateTime ?? '');
            return { name, digest, updated: Number.isNaN(updated) ? undefined : updated };
          });
          return { kind: 'listed' as const, items, next: next(answer, client, path) };
        },
      );
    },
    digestOf: (registry, repository, tag, signal) =>
      reading(
        registry,
        { repository, tag },
        `repository:${repository}:pull`,
        signal,
        () => {
          requireNames(repository, tag);
          return { method: 'HEAD', path: `/v2/${repository}/manifests/${tag}`, accept: MANIFESTS };
        },
        (answer) => {
          const digest = answer.header('docker-content-digest') ?? '';
          if (isDigest(digest)) return { kind: 'found' as const, digest };
          throw unexpected(`${registry.loginServer} gave no digest for ${repository}:${tag}.`);
        },
      ),
  };
}

/** The first page, or the one that a continuation names, which is looked at again: it has been out of our hands. */
function pagePath(
  client: RegistryClient,
  path: string,
  from: Continuation | undefined,
  order?: string,
): string {
  const query = new URLSearchParams({
    n: String(imagePageSize),
    ...(order !== undefined && { orderby: order }),
  });
  if (from === undefined) return `${path}?${query.toString()}`;
  const page = pageOf(from, client.origin, path);
  if (page === undefined) throw foreignPage(client.loginServer);
  return page;
}

function next(answer: RegistryAnswer, client: RegistryClient, path: string): Continuation | undefined {
  const after = nextPage(answer.header('link'), client.origin, path);
  if (after.kind === 'foreign') throw foreignPage(client.loginServer);
  return after.kind === 'page' ? after.page : undefined;
}

/** Names become parts of a path and of a scope: only such as a registry can have. */
function requireNames(repository: string, tag?: string): void {
  if (isRepository(repository) && (tag === undefined || isTag(tag))) return;
  throw new FailureError({
    code: 'registry.invalidName',
    kind: 'user',
    message: `No registry can have an image of this name: ${JSON.stringify(tag === undefined ? repository : `${repository}:${tag}`).slice(0, 200)}.`,
    nextAction: 'Correct the repository or the tag.',
  });
}

function foreignPage(loginServer: string): FailureError {
  return new FailureError({
    code: 'azure.foreignOrigin',
    kind: 'defect',
    message: `${loginServer} pointed elsewhere for the next page; it was not followed.`,
    nextAction: 'Check whether a proxy rewrites answers.',
  });
}

function unexpected(message: string): FailureError {
  return new FailureError({
    code: 'azure.unexpectedAnswer',
    kind: 'defect',
    message,
    nextAction: 'Try again; if it stays, report it with the log.',
  });
}
