import { t } from '@vscode/l10n';
import { createRestError, getClient, type Client, type PathUncheckedResponse } from '@azure-rest/core-client';
import * as v from 'valibot';
import { FailureError } from '../../model/failure';
import type { AzureOptions, DirectoryPrincipal, PrincipalType, SignedIn } from '../../provisioning';
import { failureOf } from '../http/failures';
import { parseAnswer } from '../http/parse';
import { createPipeline } from '../http/pipeline';

const MOST = 50;
/** Microsoft Graph takes no more ids at once. */
const mostIds = 1000;

/** Lists of Microsoft Graph v1.0, and the members by which `startswith` finds somebody without further headers. */
const lists: Readonly<Record<PrincipalType, { path: string; names: readonly string[] }>> = {
  User: { path: '/v1.0/users', names: ['displayName', 'userPrincipalName'] },
  Group: { path: '/v1.0/groups', names: ['displayName'] },
  ServicePrincipal: { path: '/v1.0/servicePrincipals', names: ['displayName'] },
};

const found = v.object({
  value: v.array(
    v.object({
      id: v.string(),
      displayName: v.nullish(v.string()),
      userPrincipalName: v.nullish(v.string()),
    }),
  ),
});
const me = v.object({ id: v.string() });

/** The directory: Microsoft Graph, a service of its own with tokens of its own. It is only read. */
export class Directory {
  private client: Client | undefined;

  constructor(private readonly options: AzureOptions) {}

  /** See GrantReader.findPrincipals. Throws what the SDK throws for a refusal. */
  async find(type: PrincipalType, text: string, signal: AbortSignal): Promise<readonly DirectoryPrincipal[]> {
    const { path, names } = lists[type];
    const literal = `'${text.replaceAll("'", "''")}'`;
    const query = {
      $filter: names.map((name) => `startswith(${name},${literal})`).join(' or '),
      $select: ['id', ...names].join(','),
      $top: `${MOST}`,
    };
    const { value } = parseAnswer(found, await this.get(path, query, signal), t('a list of the directory'));
    return value
      .map(({ id, displayName, userPrincipalName }) => ({
        objectId: id,
        name: displayName ?? userPrincipalName ?? id,
        ...(typeof userPrincipalName === 'string' && { signInName: userPrincipalName }),
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name));
  }

  /** The user who is signed in. Throws what the SDK throws for a refusal, as for an application. */
  async me(signal: AbortSignal): Promise<SignedIn> {
    const answer = await this.get('/v1.0/me', { $select: 'id' }, signal);
    return { objectId: parseAnswer(me, answer, t('who is signed in')).id, type: 'User' };
  }

  /**
   * Names of users, groups and applications by object id, in lower case; those that it doesn't know are left out. Throws what
   * the SDK throws for a refusal.
   * https://learn.microsoft.com/graph/api/directoryobject-getbyids
   */
  async namesOf(
    objectIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, string>>> {
    const body = { ids: objectIds.slice(0, mostIds), types: ['user', 'group', 'servicePrincipal'] };
    const answer = await this.ask(signal, (client) =>
      client.pathUnchecked('/v1.0/directoryObjects/getByIds').post({ body, abortSignal: signal }),
    );
    const { value } = parseAnswer(found, answer, t('names in the directory'));
    return Object.fromEntries(
      value.flatMap(({ id, displayName, userPrincipalName }) => {
        const name = displayName ?? userPrincipalName;
        return typeof name === 'string' && name !== '' ? [[id.toLowerCase(), name]] : [];
      }),
    );
  }

  private get(
    path: string,
    queryParameters: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<unknown> {
    return this.ask(signal, (client) =>
      client.pathUnchecked(path).get({ queryParameters, abortSignal: signal }),
    );
  }

  private async ask(
    signal: AbortSignal,
    send: (client: Client) => PromiseLike<PathUncheckedResponse>,
  ): Promise<unknown> {
    this.client ??= clientOver(this.options);
    try {
      const response = await send(this.client);
      signal.throwIfAborted();
      if (response.status !== '200') throw createRestError(response);
      return response.body;
    } catch (error) {
      throw /^signIn\.(required|directory)$/.test(failureOf(error).code) ? noToken() : error;
    }
  }
}

function clientOver(options: AzureOptions): Client {
  const endpoint = options.emulator ? options.endpoint : options.cloud.directory;
  if (endpoint === undefined) throw noDirectory();
  const cloud = { ...options.cloud, scope: `${endpoint}/.default` };
  const pipeline = createPipeline({ ...options, endpoint, cloud }, 'directory');
  return getClient(endpoint, { pipeline, allowInsecureConnection: options.emulator });
}

/** A custom cloud may not say where its Microsoft Graph is. */
function noDirectory(): FailureError {
  return new FailureError({
    code: 'directory.noEndpoint',
    kind: 'user',
    message: t(
      'The custom cloud of the settings has no address of Microsoft Graph, so its directory can’t be searched.',
    ),
    nextAction: t(
      'Enter the object ID, or set microsoftGraph in acrPrivateLink.customCloud in your user settings.',
    ),
  });
}

/** Whoever is signed in for Resource Manager may have no sign-in for Microsoft Graph. */
function noToken(): FailureError {
  return new FailureError({
    code: 'directory.noToken',
    kind: 'auth',
    message: t('This sign-in provides no token for the directory (Microsoft Graph).'),
    nextAction: t(
      'Enter the object ID, or sign in with the Azure CLI (run az login) and set acrPrivateLink.signIn to azureCli.',
    ),
  });
}
