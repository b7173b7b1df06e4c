import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Cloud } from '../model/clouds';
import { FailureError } from '../model/failure';
import type { AccessToken, Account, TokenSource } from '../provisioning';
import { environmentOf, isSameEnvironment } from './customEnvironment';
import { moreProof, noSession } from './signInFailures';

/** VS Code has one provider for the public cloud and one for all others, whose own settings say which of them. */
const sovereign = { provider: 'microsoft-sovereign-cloud', section: 'microsoft-sovereign-cloud' } as const;

/** Told the id of the account of which a token is. */
export type SignedInAs = (account: string) => void;

/** Where to sign in: as the account with this id, to this directory; left out for those in use. */
export interface SignInPlace {
  readonly cloud: Cloud;
  readonly tenant: string | undefined;
  readonly account?: string | undefined;
}

/** Claims that Azure has asked for and that no sign-in has had yet, by account and directory. */
const challenges = new Map<string, string>();
const challengeKey = (account: string | undefined, tenant: string | undefined) =>
  `${account ?? ''} ${tenant ?? ''}`;

/**
 * Tokens of the accounts that are signed in to VS Code. It never opens a dialog: where Azure asks for more proof (a claims
 * challenge) than a sign-in has, it says so, and `signInInteractively` takes the challenge along.
 */
export function vscodeTokens({ cloud, tenant: own }: SignInPlace, signedInAs: SignedInAs): TokenSource {
  return async (scopes, { tenantId: tenant = own, tenantName = tenant, account: id, claims }) => {
    requireEnvironment(cloud);
    const list = scopesFor(scopes, tenant);
    const account = id === undefined ? undefined : await accountWith(cloud, id, tenant);
    const request = claims === undefined ? list : challengeOf(claims, list);
    const session = await orFailure(
      { cloud, tenant },
      getSession(cloud, request, { silent: true, ...(account && { account }) }),
    );
    if (session === undefined) {
      if (claims === undefined) throw new FailureError(noSession(cloud, tenant, account, tenantName));
      challenges.set(challengeKey(id, tenant), claims);
      throw new FailureError(moreProof(cloud, tenant, account, tenantName));
    }
    if (id === undefined) signedInAs(session.account.id);
    return { token: session.accessToken, expiresOn: expiryOf(session.accessToken) };
  };
}

/** Everybody who is signed in to VS Code for this cloud, by name. Asks nobody; rejects with FailureError. */
export async function signedInAccounts(cloud: Cloud): Promise<readonly Account[]> {
  requireEnvironment(cloud);
  const found = await orFailure({ cloud }, vscode.authentication.getAccounts(providerOf(cloud)));
  return found
    .map(({ id, label }) => ({ id, label }))
    .sort((a, b) => a.label.localeCompare(b.label) || a.id.localeCompare(b.id));
}

/** Ids of the accounts that are signed in, as one text; undefined for nobody. What `accountInUse` says where all are used. */
export function accountsKey(accounts: readonly Account[]): string | undefined {
  return accounts.length === 0 ? undefined : accounts.map(({ id }) => id).join(' ');
}

/** Id of the account in use for a directory, or of all where none is set; undefined for none. Asks nobody. */
export async function accountInUse({ cloud, tenant }: SignInPlace): Promise<string | undefined> {
  if (tenant === undefined) return accountsKey(await signedInAccounts(cloud).catch(() => []));
  const scopes = scopesFor([cloud.scope], tenant);
  const silent = getSession(cloud, scopes, { silent: true });
  const session = await orFailure({ cloud, tenant }, silent).catch(() => undefined);
  return session?.account.id;
}

/**
 * Opens the sign-in; without an account it lets the user choose one. A challenge of Azure's that is open there is answered
 * along. Rejects with FailureError, also if the user turns it down.
 */
export async function signInInteractively({ cloud, tenant, account: id }: SignInPlace): Promise<void> {
  await setEnvironment(cloud);
  const scopes = scopesFor([cloud.scope], tenant);
  const key = challengeKey(id, tenant);
  const claims = challenges.get(key);
  const account = id === undefined ? undefined : await accountWith(cloud, id, tenant);
  await orFailure(
    { cloud, tenant },
    getSession(cloud, claims === undefined ? scopes : challengeOf(claims, scopes), {
      createIfNone: true,
      ...(account === undefined ? { clearSessionPreference: true } : { account }),
    }),
  );
  challenges.delete(key);
}

/** Throws a FailureError for one that isn't signed in any more. */
async function accountWith(
  cloud: Cloud,
  id: string,
  tenant: string | undefined,
): Promise<vscode.AuthenticationSessionAccountInformation> {
  const accounts = await orFailure({ cloud }, vscode.authentication.getAccounts(providerOf(cloud)));
  const account = accounts.find((one) => one.id === id);
  if (account !== undefined) return account;
  throw new FailureError({
    code: 'signIn.accountGone',
    kind: 'auth',
    message: t`The account of this is no longer signed in to ${cloud.displayName}.`,
    nextAction: t('Sign in again with the same account, then continue.'),
    // It can't be named to VS Code any more.
    signIn: { ...(tenant !== undefined && { tenantId: tenant }) },
  });
}

/** VS Code's types have an overload for each of the two. */
function getSession(
  cloud: Cloud,
  request: readonly string[] | vscode.AuthenticationWwwAuthenticateRequest,
  options: vscode.AuthenticationGetSessionOptions,
): Thenable<vscode.AuthenticationSession | undefined> {
  return vscode.authentication.getSession(providerOf(cloud), request, options);
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

/** Has VS Code sign in to this cloud, by its own settings of the user. */
async function setEnvironment(cloud: Cloud): Promise<void> {
  if (isEnvironmentOf(cloud)) return;
  const configuration = vscode.workspace.getConfiguration(sovereign.section);
  const { Global } = vscode.ConfigurationTarget;
  if (cloud.name === 'custom') await configuration.update('customEnvironment', environmentOf(cloud), Global);
  await configuration.update('environment', cloud.signInEnvironment, Global);
}

/** Whether VS Code would sign in to this cloud, and to no other one: its tokens would go there. */
function isEnvironmentOf(cloud: Cloud): boolean {
  if (cloud.signInEnvironment === undefined) return true;
  const configuration = vscode.workspace.getConfiguration(sovereign.section);
  if (configuration.get<unknown>('environment') !== cloud.signInEnvironment) return false;
  return cloud.name !== 'custom' || isSameEnvironment(configuration.get<unknown>('customEnvironment'), cloud);
}

function requireEnvironment(cloud: Cloud): void {
  if (!isEnvironmentOf(cloud)) throw new FailureError(noSession(cloud, undefined));
}

/** VS Code rejects with plain errors, also when the user turned the dialog down. */
async function orFailure<T>(
  { cloud, tenant }: Pick<SignInPlace, 'cloud'> & Partial<SignInPlace>,
  session: Thenable<T>,
): Promise<T> {
  try {
    return await session;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const turnedDown = /did not consent|cancel/i.test(words);
    throw new FailureError(
      {
        code: turnedDown ? 'signIn.turnedDown' : 'signIn.failed',
        kind: turnedDown ? 'cancelled' : 'auth',
        message: t`VS Code couldn’t sign in to ${cloud.displayName}: ${words}`,
        nextAction:
          tenant === undefined
            ? t('Sign in again, or choose another method in the setting acrPrivateLink.signIn.')
            : t('Sign in again, or hide this directory with Accounts and Directories….'),
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
