import * as vscode from 'vscode';
import type { Cloud } from '../model/clouds';
import { FailureError } from '../model/failure';
import type { AccessToken, TokenSource } from '../provisioning';
import { noSession } from './signInFailures';

/** VS Code has one provider for the public cloud and one for all others, whose own setting says which of them. */
const sovereign = {
  provider: 'microsoft-sovereign-cloud',
  section: 'microsoft-sovereign-cloud',
  environments: { public: undefined, usGov: 'USGovernment', china: 'ChinaCloud' },
} as const;

/** Told the id of the account of which a token is. */
export type SignedInAs = (account: string) => void;

export interface Account {
  readonly cloud: Cloud;
  readonly tenant: string | undefined;
}

/**
 * Tokens of the account that is signed in to VS Code. It never opens a dialog by itself, except when Azure asks for
 * more proof (a claims challenge): then the user did something that needs it.
 */
export function vscodeTokens(account: Account, signedInAs: SignedInAs): TokenSource {
  return async (scopes, { tenantId, claims }) => {
    const tenant = tenantId ?? account.tenant;
    requireEnvironment(account.cloud);
    const list = scopesFor(scopes, tenant);
    const provider = providerOf(account.cloud);
    const session = await orFailure(
      claims === undefined
        ? vscode.authentication.getSession(provider, list, { silent: true })
        : vscode.authentication.getSession(provider, challengeOf(claims, list), { createIfNone: true }),
    );
    if (session === undefined) throw new FailureError(noSession(account.cloud, tenant));
    signedInAs(session.account.id);
    return { token: session.accessToken, expiresOn: expiryOf(session.accessToken) };
  };
}

/** Id of the account that is signed in to VS Code for this cloud and directory; undefined for none. Asks nobody. */
export async function accountInUse({ cloud, tenant }: Account): Promise<string | undefined> {
  const scopes = scopesFor([cloud.scope], tenant);
  const session = await orFailure(
    vscode.authentication.getSession(providerOf(cloud), scopes, { silent: true }),
  ).catch(() => undefined);
  return session?.account.id;
}

/** Opens the sign-in and lets the user choose the account. Rejects with FailureError, also if the user turns it down. */
export async function signInInteractively(account: Account): Promise<void> {
  const environment = sovereign.environments[account.cloud.name];
  if (environment !== undefined && environmentInUse() !== environment) {
    const configuration = vscode.workspace.getConfiguration(sovereign.section);
    await configuration.update('environment', environment, vscode.ConfigurationTarget.Global);
  }
  const scopes = scopesFor([account.cloud.scope], account.tenant);
  const options = { createIfNone: true, clearSessionPreference: true } as const;
  await orFailure(vscode.authentication.getSession(providerOf(account.cloud), scopes, options));
}

/** For the emulator, which takes anything but where it was started with a token: no account of the user is asked for. */
export function emulatorTokens(token = 'emulator'): TokenSource {
  return () => Promise.resolve<AccessToken>({ token, expiresOn: Date.now() + 24 * 60 * 60 * 1000 });
}

/** Calls back when somebody signed in to or out of an account that could be in use. */
export function onAccountsChanged(listener: () => void): vscode.Disposable {
  return vscode.authentication.onDidChangeSessions(({ provider }) => {
    if (provider.id === 'microsoft' || provider.id === sovereign.provider) listener();
  });
}

function providerOf(cloud: Cloud): string {
  return cloud.name === 'public' ? 'microsoft' : sovereign.provider;
}

function scopesFor(scopes: readonly string[], tenant: string | undefined): readonly string[] {
  return tenant === undefined ? scopes : [...scopes, `VSCODE_TENANT:${tenant}`];
}

function challengeOf(
  claims: string,
  fallbackScopes: readonly string[],
): vscode.AuthenticationWwwAuthenticateRequest {
  const encoded = Buffer.from(claims).toString('base64');
  return { wwwAuthenticate: `Bearer error="insufficient_claims", claims="${encoded}"`, fallbackScopes };
}

function environmentInUse(): unknown {
  return vscode.workspace.getConfiguration(sovereign.section).get('environment');
}

function requireEnvironment(cloud: Cloud): void {
  const needed = sovereign.environments[cloud.name];
  if (needed !== undefined && environmentInUse() !== needed) {
    throw new FailureError(noSession(cloud, undefined));
  }
}

/** VS Code rejects with plain errors, also when the user turned the dialog down. */
async function orFailure<T>(session: Thenable<T>): Promise<T> {
  try {
    return await session;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const turnedDown = /did not consent|cancel/i.test(words);
    throw new FailureError(
      {
        code: turnedDown ? 'signIn.turnedDown' : 'signIn.failed',
        kind: turnedDown ? 'cancelled' : 'auth',
        message: `VS Code could not sign in to Azure: ${words}`,
        nextAction: 'Sign in again, or choose another way in the setting acrPrivateLink.signIn.',
      },
      { cause: error },
    );
  }
}

/** VS Code doesn't tell when a token expires, the token itself does. */
function expiryOf(token: string): number {
  const unknown = Date.now() + 5 * 60 * 1000;
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const seconds =
      typeof payload === 'object' && payload !== null && 'exp' in payload ? payload.exp : undefined;
    return typeof seconds === 'number' ? seconds * 1000 : unknown;
  } catch {
    // Not a JWT: it is asked for again soon.
    return unknown;
  }
}
