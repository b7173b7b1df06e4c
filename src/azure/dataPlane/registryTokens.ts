import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { AzureOptions } from '../../provisioning';
import type { RegistryAnswer, RegistryClient } from './registryClient';
import { parsedBody } from './bodies';

/** A token for a scope of a registry, or the registry's refusal to give one. */
export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'refused'; readonly answer: RegistryAnswer };

interface Kept {
  readonly token: string;
  readonly expiresOn: number;
}

/**
 * Audience of registries (Azure docs, “Configure registry acceptance of Microsoft Entra authentication scopes”). A
 * registry may insist on it; not every sign-in and cloud has it, while most registries take Resource Manager's as well.
 */
const REGISTRY_SCOPE = 'https://containerregistry.azure.net/.default';

/** A token is not used in its last minute: it may expire on the way. */
const MARGIN = 60_000;

const refreshShape = v.object({ refresh_token: v.pipe(v.string(), v.minLength(1)) });
const accessShape = v.object({ access_token: v.pipe(v.string(), v.minLength(1)) });

/**
 * Makes registries' tokens of the signed-in person's: `/oauth2/exchange`, then `/oauth2/token` for a scope (Azure's
 * documentation of its registries' sign-in, AAD-OAuth). They are kept in memory by registry and scope until they expire.
 */
export class RegistryTokens {
  private readonly refreshTokens = new Map<string, Kept>();
  private readonly accessTokens = new Map<string, Kept>();

  constructor(private readonly options: Pick<AzureOptions, 'tokenSource' | 'cloud'>) {}

  /** Throws FailureError when nobody is signed in, and what the SDK throws when nobody answers. */
  async tokenFor(client: RegistryClient, scope: string, signal: AbortSignal): Promise<TokenAnswer> {
    const key = `${client.loginServer} ${scope}`;
    const known = this.accessTokens.get(key);
    if (isGood(known)) return { kind: 'token', token: known.token };
    const refresh = await this.refreshToken(client, signal);
    if (refresh.kind === 'refused') return refresh;
    const answer = await client.send(
      {
        method: 'POST',
        path: '/oauth2/token',
        form: {
          grant_type: 'refresh_token',
          service: client.loginServer,
          scope,
          refresh_token: refresh.token,
        },
      },
      signal,
    );
    if (answer.status !== 200) return { kind: 'refused', answer };
    const { access_token: token } = parsedBody(accessShape, answer, t('the sign-in of a registry'));
    this.accessTokens.set(key, { token, expiresOn: expiryOf(token) });
    return { kind: 'token', token };
  }

  /** Whether something that a registry gave before is kept. */
  knows(loginServer: string): boolean {
    return this.refreshTokens.has(loginServer);
  }

  /** Forgets what a registry gave: it takes none of it any more, or roles have changed. */
  forget(loginServer: string): void {
    this.refreshTokens.delete(loginServer);
    for (const key of this.accessTokens.keys()) {
      if (key.startsWith(`${loginServer} `)) this.accessTokens.delete(key);
    }
  }

  private async refreshToken(client: RegistryClient, signal: AbortSignal): Promise<TokenAnswer> {
    const known = this.refreshTokens.get(client.loginServer);
    if (isGood(known)) return { kind: 'token', token: known.token };
    let refused: RegistryAnswer | undefined;
    for (const scope of [REGISTRY_SCOPE, this.options.cloud.scope]) {
      const entra = await this.entraToken(scope, signal);
      if (entra === undefined) continue;
      const form = { grant_type: 'access_token', service: client.loginServer, access_token: entra };
      const answer = await client.send({ method: 'POST', path: '/oauth2/exchange', form }, signal);
      if (answer.status === 200) {
        const { refresh_token: token } = parsedBody(refreshShape, answer, t('the sign-in of a registry'));
        this.refreshTokens.set(client.loginServer, { token, expiresOn: expiryOf(token) });
        return { kind: 'token', token };
      }
      refused = answer;
      if (answer.status !== 401) break;
    }
    if (refused === undefined) throw new Error('a token source returned nothing and didn’t fail');
    return { kind: 'refused', answer: refused };
  }

  /** Undefined where the sign-in has no token of the registries' own audience; throws where it has none at all. */
  private async entraToken(scope: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      return (await this.options.tokenSource([scope], { signal })).token;
    } catch (error) {
      signal.throwIfAborted();
      if (scope === REGISTRY_SCOPE) return undefined;
      throw error;
    }
  }
}

function isGood(kept: Kept | undefined): kept is Kept {
  return kept !== undefined && kept.expiresOn - MARGIN > Date.now();
}

/** From the token's own claim; one without is used for this minute only. */
function expiryOf(token: string): number {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const { exp } = v.parse(v.object({ exp: v.number() }), payload);
    return exp * 1000;
  } catch {
    return Date.now() + 2 * MARGIN;
  }
}
