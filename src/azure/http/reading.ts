import { t } from '@vscode/l10n';
import { createRestError, type Client, type StreamableMethod } from '@azure-rest/core-client';
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
  throw unexpectedAnswer(path, t('a JSON object'));
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
    if (!Array.isArray(page['value'])) throw unexpectedAnswer(next, t('a list'));
    for (const item of page['value'] as readonly Json[]) items.push(item);
    next = page['nextLink'];
  }
  return items;
}

/**
 * All items of one of the SDK's lists, over its pages. `list` calls the SDK's operation with the client and the options
 * that it is given; `onFirst` is told what is on the first page. Throws what the SDK throws, and FailureError for a
 * list without an end.
 */
export function listOf<C extends Client, T>(
  client: C,
  list: (client: C, options: { readonly abortSignal: AbortSignal }) => Listing<T>,
  signal: AbortSignal,
  onFirst?: (items: readonly T[]) => void,
): Promise<readonly T[]> {
  return asModel(
    itemsOf((options) => list(carrying(client, options.abortSignal), options), signal, onFirst),
    t('an item of a list'),
  );
}

/**
 * What one of the SDK's operations reads: `read` calls it with the client and the options that it is given. `needed` is
 * put in for members that the SDK's model can't do without. Throws what the SDK throws, and FailureError where the answer
 * isn't what the SDK expects.
 */
export function readOf<C extends Client, T>(
  client: C,
  read: (client: C, options: { readonly abortSignal: AbortSignal }) => Promise<T>,
  what: string,
  signal: AbortSignal,
  needed: JsonObject = {},
): Promise<T> {
  return asModel(read(carrying(client, signal, needed), { abortSignal: signal }), what);
}

/** A model's members are taken from each other without a look: what lacks is a TypeError there, and no defect here. */
async function asModel<T>(reading: Promise<T>, what: string): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TypeError) throw unexpectedForm(what, error.message);
    throw error;
  }
}

interface Listing<T> {
  byPage(): AsyncIterable<readonly T[]>;
}

/** The same for the SDK's former generation, which passes the signal on to every page by itself. */
export async function itemsOf<T>(
  list: (options: { readonly abortSignal: AbortSignal }) => Listing<T>,
  signal: AbortSignal,
  onFirst: (items: readonly T[]) => void = () => undefined,
): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const page of list({ abortSignal: signalOfList(signal) }).byPage()) {
    signal.throwIfAborted();
    if (items.length === 0) onFirst(page);
    for (const item of page) items.push(item);
  }
  return items;
}

/**
 * The SDK sends the signal with a list's first page only; this client sends it with all of them. And it gives the SDK's
 * models, which know no null, answers without any: Azure's providers write null where something isn't set.
 */
function carrying<C extends Client>(client: C, abortSignal: AbortSignal, needed: JsonObject = {}): C {
  const pathUnchecked: Client['pathUnchecked'] = (path, ...parameters) => {
    const resource = client.pathUnchecked(path, ...parameters);
    return {
      ...resource,
      get: (options) => withoutNulls(resource.get({ abortSignal, ...options }), needed),
      post: (options) => withoutNulls(resource.post({ abortSignal, ...options }), needed),
    };
  };
  // The SDK asks for single things and first pages by the one, for further pages by the other.
  return { ...client, path: pathUnchecked, pathUnchecked };
}

/** The body is looked at when somebody awaits the answer; everything else is the request's own. */
function withoutNulls(request: StreamableMethod, needed: JsonObject): StreamableMethod {
  const complete = (body: unknown) => (isJsonObject(body) ? { ...needed, ...body } : body);
  const answered: StreamableMethod['then'] = (fulfilled, rejected) =>
    request
      .then((response) => ({ ...response, body: complete(dropNulls(response.body)) }))
      .then(fulfilled, rejected);
  return {
    then: answered,
    asNodeStream: () => request.asNodeStream(),
    asBrowserStream: () => request.asBrowserStream(),
  };
}

/** Members that are null are left out, also items of lists; anything else stays. */
export function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(dropNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, dropNulls(member)]));
}

function unexpectedForm(what: string, why: string): FailureError {
  return new FailureError({
    code: 'azure.unexpectedAnswer',
    kind: 'defect',
    message: redact(t`Azure returned ${what} in an unexpected format: ${why}.`),
    nextAction: t('Update the extension. If it’s up to date, report this.'),
  });
}

function unexpectedAnswer(path: string, expected: string): FailureError {
  return new FailureError({
    code: 'azure.unexpectedAnswer',
    kind: 'defect',
    message: t`The response for ${redact(path)} isn’t ${expected}.`,
    nextAction: t('Check the endpoint in the settings, and whether a proxy rewrites responses.'),
  });
}
