import { createRestError, type Client } from '@azure-rest/core-client';
import { FailureError } from '../../model/failure';
import type { Json, JsonObject } from '../../model/json';
import { isJsonObject } from './json';
import { signalOfList } from './lists';
import { redact } from './redact';

/** GET of an id or an absolute address, as JSON. Throws what the SDK throws for a refusal. */
export async function getJson(
  client: Client,
  path: string,
  apiVersion: string,
  signal: AbortSignal,
  query: Readonly<Record<string, string>> = {},
): Promise<JsonObject> {
  const response = await client.pathUnchecked(path).get({
    // An address that Azure gave has everything in it already.
    queryParameters: path.startsWith('/') ? { 'api-version': apiVersion, ...query } : {},
    abortSignal: signal,
  });
  if (response.status !== '200') throw createRestError(response);
  const body: unknown = response.body;
  if (isJsonObject(body)) return body;
  throw unexpectedAnswer(path, 'a JSON object');
}

/**
 * All items of a list that the SDK has no operation for, over its pages. Throws like `getJson`, and FailureError for a
 * page without a list or a list without an end.
 */
export async function listJson(
  client: Client,
  path: string,
  apiVersion: string,
  signal: AbortSignal,
  query?: Readonly<Record<string, string>>,
): Promise<readonly Json[]> {
  const own = signalOfList(signal);
  const items: Json[] = [];
  for (let next: Json | undefined = path; typeof next === 'string' && next !== '';) {
    const page: JsonObject = await getJson(client, next, apiVersion, own, query);
    if (!Array.isArray(page['value'])) throw unexpectedAnswer(next, 'a list');
    for (const item of page['value'] as readonly Json[]) items.push(item);
    next = page['nextLink'];
  }
  return items;
}

/**
 * All items of one of the SDK's lists, over its pages. `list` calls the SDK's operation with the client and the options
 * that it is given. Throws what the SDK throws, and FailureError for a list without an end.
 */
export function listOf<C extends Client, T>(
  client: C,
  list: (client: C, options: { readonly abortSignal: AbortSignal }) => AsyncIterable<T>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  return itemsOf((options) => list(carrying(client, options.abortSignal), options), signal);
}

/** The same for the SDK's former generation, which passes the signal on to every page by itself. */
export async function itemsOf<T>(
  list: (options: { readonly abortSignal: AbortSignal }) => AsyncIterable<T>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of list({ abortSignal: signalOfList(signal) })) {
    signal.throwIfAborted();
    items.push(item);
  }
  return items;
}

/** The SDK sends the signal with a list's first page only; this client sends it with all of them. */
function carrying<C extends Client>(client: C, abortSignal: AbortSignal): C {
  const pathUnchecked: Client['pathUnchecked'] = (path, ...parameters) => {
    const resource = client.pathUnchecked(path, ...parameters);
    return {
      ...resource,
      get: (options) => resource.get({ abortSignal, ...options }),
      post: (options) => resource.post({ abortSignal, ...options }),
    };
  };
  return { ...client, pathUnchecked };
}

function unexpectedAnswer(path: string, expected: string): FailureError {
  return new FailureError({
    code: 'azure.unexpectedAnswer',
    kind: 'defect',
    message: `The answer for ${redact(path)} is not ${expected}.`,
    nextAction: 'Check the endpoint in the settings, and whether a proxy rewrites answers.',
  });
}
