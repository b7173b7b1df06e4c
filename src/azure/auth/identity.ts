/** Entry of a file of its own (dist/identity.js): @azure/identity is needed by few and is as large as all the rest. */
import type { TokenCredential } from '@azure/core-auth';
import { AzureCliCredential, EnvironmentCredential } from '@azure/identity';
import { setLogLevel } from '@azure/logger';
import { FailureError } from '../../model/failure';
import type { TokenSource } from '../../provisioning';
import { redact } from '../http/redact';

export type IdentityKind = 'azureCli' | 'environment';

export interface IdentityOptions {
  readonly tenantId?: string;
  /** Where users of the cloud sign in, e.g. `https://login.microsoftonline.com`. */
  readonly authorityHost?: string;
}

const nextActions: Readonly<Record<IdentityKind, (tenantId: string | undefined) => string>> = {
  azureCli: (tenantId) =>
    `Run \`az login${tenantId === undefined ? '' : ` --tenant ${tenantId}`}\` in a terminal, then try again.`,
  environment: () => 'Set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or certificate, and restart VS Code.',
};

/** Tokens of the Azure CLI's sign-in, or of a service principal named by environment variables. Rejects with FailureError. */
export function createIdentityTokenSource(kind: IdentityKind, options: IdentityOptions): TokenSource {
  setLogLevel();
  let credential: TokenCredential | undefined;
  return async (scopes, { tenantId, claims, signal }) => {
    try {
      // Made here, because a malformed tenant id makes the constructor throw.
      credential ??= credentialOf(kind, options);
      const token = await credential.getToken([...scopes], {
        ...(tenantId === undefined ? {} : { tenantId }),
        ...(claims === undefined ? {} : { claims }),
        ...(signal === undefined ? {} : { abortSignal: signal }),
      });
      if (token) return { token: token.token, expiresOn: token.expiresOnTimestamp };
    } catch (error) {
      // Who cancelled isn't to be told to sign in.
      signal?.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      throw signInFailure(kind, why, tenantId ?? options.tenantId);
    }
    throw signInFailure(kind, 'no token was given.', tenantId ?? options.tenantId);
  };
}

function credentialOf(kind: IdentityKind, { tenantId, authorityHost }: IdentityOptions): TokenCredential {
  // Tenants are named per request too: a subscription may be in another one than the sign-in.
  const tenants = { additionallyAllowedTenants: ['*'], ...(tenantId === undefined ? {} : { tenantId }) };
  if (kind === 'azureCli') return new AzureCliCredential(tenants);
  return new EnvironmentCredential({ ...tenants, ...(authorityHost === undefined ? {} : { authorityHost }) });
}

/** A directory may ask for more proof than the one that was signed in to, so it is named where one was asked for. */
function signInFailure(kind: IdentityKind, why: string, tenantId: string | undefined): FailureError {
  const name = kind === 'azureCli' ? 'the Azure CLI' : 'the environment';
  return new FailureError({
    code: 'signIn.required',
    kind: 'auth',
    message: `There is no sign-in from ${name}${tenantId === undefined ? '' : ` for the directory ${tenantId}`}: ${redact(why)}`,
    nextAction: nextActions[kind](tenantId),
  });
}
