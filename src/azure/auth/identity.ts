/** Entry of a file of its own (dist/identity.js): @azure/identity is needed by few and is as large as all the rest. */
import { t } from '@vscode/l10n';
import type { TokenCredential } from '@azure/core-auth';
import {
  AzureCliCredential,
  EnvironmentCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { setLogLevel } from '@azure/logger';
import { FailureError } from '../../model/failure';
import type { TokenSource } from '../../provisioning';
import { redact } from '../http/redact';

export type IdentityKind = 'azureCli' | 'environment' | 'managedIdentity';

export interface IdentityOptions {
  readonly tenantId?: string;
  /** Where users of the cloud sign in, e.g. `https://login.microsoftonline.com`. */
  readonly authorityHost?: string;
}

const nextActions: Readonly<Record<IdentityKind, (tenantId: string | undefined) => string>> = {
  azureCli: (tenantId) =>
    t`Run \`az login${tenantId === undefined ? '' : ` --tenant ${tenantId}`}\` in a terminal, then try again.`,
  environment: () =>
    t('Set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or certificate, and restart VS Code.'),
  managedIdentity: () =>
    t(
      'Run VS Code’s server on an Azure resource with a managed identity, or in a pod with a workload identity; of several, AZURE_CLIENT_ID says which.',
    ),
};

const names: Readonly<Record<IdentityKind, string>> = {
  azureCli: t('the Azure CLI'),
  environment: t('the environment'),
  managedIdentity: t('a managed identity'),
};

/**
 * Tokens of the Azure CLI's sign-in, of a service principal named by environment variables, or of the identity that the
 * machine has: a workload identity where Kubernetes gave the pod one, else a managed identity. Rejects with FailureError.
 */
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
    throw signInFailure(kind, t('no token was returned.'), tenantId ?? options.tenantId);
  };
}

function credentialOf(kind: IdentityKind, { tenantId, authorityHost }: IdentityOptions): TokenCredential {
  // Tenants are named per request too: a subscription may be in another one than the sign-in.
  const tenants = { additionallyAllowedTenants: ['*'], ...(tenantId === undefined ? {} : { tenantId }) };
  if (kind === 'azureCli') return new AzureCliCredential(tenants);
  if (kind === 'managedIdentity') return identityOfMachine(tenants, authorityHost);
  return new EnvironmentCredential({ ...tenants, ...(authorityHost === undefined ? {} : { authorityHost }) });
}

/** The variables are those that AKS's workload identity sets (Azure docs, “Microsoft Entra Workload ID”). */
function identityOfMachine(
  tenants: { readonly additionallyAllowedTenants: string[]; readonly tenantId?: string },
  authorityHost: string | undefined,
): TokenCredential {
  const { AZURE_FEDERATED_TOKEN_FILE: tokenFile, AZURE_CLIENT_ID: clientId } = process.env;
  if (tokenFile !== undefined && tokenFile !== '')
    return new WorkloadIdentityCredential({
      ...tenants,
      ...(authorityHost === undefined ? {} : { authorityHost }),
    });
  return clientId === undefined || clientId === ''
    ? new ManagedIdentityCredential()
    : new ManagedIdentityCredential({ clientId });
}

/** A directory may ask for more proof than the one that was signed in to, so it is named where one was asked for. */
function signInFailure(kind: IdentityKind, why: string, tenantId: string | undefined): FailureError {
  const name = names[kind];
  return new FailureError({
    code: 'signIn.required',
    kind: 'auth',
    message: t`No sign-in found from ${name}${tenantId === undefined ? '' : t` for the directory ${tenantId}`}: ${redact(why)}`,
    nextAction: nextActions[kind](tenantId),
  });
}
