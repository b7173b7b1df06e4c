/** What is said where VS Code has no token to give. */
import { t } from '@vscode/l10n';
import type { Cloud } from '../model/clouds';
import type { Account } from '../provisioning';
import type { Failure } from '../model/failure';

/**
 * No session for the account's own directory, or for the one with this id (or domain name) and name. Who is signed in may
 * have none for a directory that wants more proof than the home directory does (AADSTS50076 and its like): VS Code only
 * says that there is none.
 */
export function noSession(
  { displayName }: Pick<Cloud, 'displayName'>,
  tenant: string | undefined,
  account?: Account,
  name?: string,
): Failure {
  const of = account === undefined ? '' : t` for ${account.label}`;
  const signIn = {
    ...(tenant !== undefined && { tenantId: tenant }),
    ...(account !== undefined && { account: account.id }),
  };
  if (tenant === undefined) {
    return {
      code: 'signIn.required',
      kind: 'auth',
      message:
        account === undefined
          ? t`You aren’t signed in to ${displayName}.`
          : t`VS Code has no sign-in to ${displayName}${of}.`,
      nextAction: t('Sign in to Azure.'),
      ...(account !== undefined && { signIn }),
    };
  }
  return {
    code: 'signIn.directory',
    kind: 'auth',
    message: t`VS Code has no sign-in to ${displayName}${of} in the directory ${name ?? tenant}, which may require more verification, such as multifactor authentication.`,
    nextAction: t('Sign in to this directory.'),
    signIn,
  };
}

/** Whether a sign-in with VS Code's account is what helps. */
export function asksForSignIn({ code }: Pick<Failure, 'code'>): boolean {
  return code === 'signIn.required' || code === 'signIn.directory' || code === 'signIn.accountGone';
}

/** Azure wants more proof than the sign-in that is there (a claims challenge). */
export function moreProof(
  { displayName }: Pick<Cloud, 'displayName'>,
  tenant: string | undefined,
  account?: Account,
  name?: string,
): Failure {
  const where = tenant === undefined ? '' : t` in the directory ${name ?? tenant}`;
  const of = account === undefined ? '' : t` for ${account.label}`;
  return {
    code: 'signIn.directory',
    kind: 'auth',
    message: t`${displayName} requires more verification${where}, such as multifactor authentication, than VS Code’s sign-in${of} has.`,
    nextAction: tenant === undefined ? t('Sign in again.') : t('Sign in to this directory.'),
    signIn: {
      ...(tenant !== undefined && { tenantId: tenant }),
      ...(account !== undefined && { account: account.id }),
    },
  };
}
