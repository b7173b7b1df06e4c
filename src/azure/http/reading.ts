import { createRestError, type Client } from '@azure-rest/core-client';
import { FailureError } from '../../model/failure';
import type { Json, JsonObject } from '../../model/json';
import { isJsonObject } from './json';

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
  throw new FailureError({
    code: 'azure.unexpectedAnswer',
    kind: 'defect',
    message: `The answer for ${path} is not a JSON object.`,
    nextAction: 'Check the endpoint in the settings, and whether a proxy rewrites answers.',
  });
}

/** All items of a list that the SDK has no operation for, over its pages. Throws like `getJson`. */
export async function listJson(
  client: Client,
  path: string,
  apiVersion: string,
  signal: AbortSignal,
  query?: Readonly<Record<string, string>>,
): Promise<readonly Json[]> {
  const items: Json[] = [];
  for (let next: Json | undefined = path; typeof next === 'string' && next !== '';) {
    const page: JsonObject = await getJson(client, next, apiVersion, signal, query);
    const { value, nextLink } = page;
    if (Array.isArray(value)) items.push(...(value as readonly Json[]));
    next = nextLink;
  }
  return items;
}

/** All items of one of the SDK's lists. The SDK passes the signal on for the first page only, hence the look at it. */
export async function allOf<T>(pages: AsyncIterable<T>, signal: AbortSignal): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of pages) {
    signal.throwIfAborted();
    items.push(item);
  }
  return items;
}
