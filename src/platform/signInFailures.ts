/** What is said where VS Code has no token to give. */
import type { Cloud } from '../model/clouds';
import type { Failure } from '../model/failure';

/**
 * No session for the account's own directory, or for the one that is named (a GUID or a domain name). Who is signed in may
 * have none for a directory that wants more proof than the home directory does (AADSTS50076 and its like): VS Code only
 * says that there is none.
 */
export function noSession({ displayName }: Pick<Cloud, 'displayName'>, tenant: string | undefined): Failure {
  if (tenant === undefined) {
    return {
      code: 'signIn.required',
      kind: 'auth',
      message: `You are not signed in to ${displayName}.`,
      nextAction: 'Sign in to Azure.',
    };
  }
  return {
    code: 'signIn.directory',
    kind: 'auth',
    message: `VS Code has no sign-in to ${displayName} for the directory ${tenant}, which may ask for more proof, such as multifactor authentication.`,
    nextAction: 'Sign in to this directory.',
  };
}

/** Whether a sign-in with VS Code's account is what helps. */
export function asksForSignIn({ code }: Pick<Failure, 'code'>): boolean {
  return code === 'signIn.required' || code === 'signIn.directory';
}
