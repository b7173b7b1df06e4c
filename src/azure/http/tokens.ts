import type { TokenCredential } from '@azure/core-auth';
import {
  bearerTokenAuthenticationPolicy,
  bearerTokenAuthenticationPolicyName,
  type PipelinePolicy,
} from '@azure/core-rest-pipeline';
import { FailureError } from '../../model/failure';
import { isLoopback } from '../../model/loopback';
import type { AzureOptions, TokenSource } from '../../provisioning';

/**
 * Attaches the token: for a real cloud the SDK's own policy (https only, answers claims challenges, shares one token
 * until it expires), for the emulator one that sends its dummy to this machine only.
 * Throws FailureError for an endpoint that neither may send to.
 */
export function tokenPolicy(options: AzureOptions): PipelinePolicy & { readonly name: string } {
  const url = URL.canParse(options.endpoint) ? new URL(options.endpoint) : undefined;
  if (options.emulator) {
    if (!url || !isLoopback(url)) throw notLoopback(options.endpoint);
    return loopbackTokenPolicy(options);
  }
  if (url?.protocol !== 'https:') throw notHttps(options.endpoint);
  const credential = credentialOver(options.tokenSource);
  return bearerTokenAuthenticationPolicy({ credential, scopes: options.scope });
}

/**
 * The SDK's form of a token source. Requests that come while a token is asked for share the answer, so that one of them
 * that is cancelled must not take it from the others: signals aren't passed on.
 */
export function credentialOver(tokenSource: TokenSource): TokenCredential {
  return {
    async getToken(scopes, options) {
      const { token, expiresOn } = await tokenSource(typeof scopes === 'string' ? [scopes] : scopes, {
        ...(options?.tenantId === undefined ? {} : { tenantId: options.tenantId }),
        ...(options?.claims === undefined ? {} : { claims: options.claims }),
      });
      return { token, expiresOnTimestamp: expiresOn };
    },
  };
}

function loopbackTokenPolicy(options: AzureOptions): PipelinePolicy {
  return {
    // The name of the SDK's policy: arm-authorization adds that one, which refuses http, where it finds none so named.
    name: bearerTokenAuthenticationPolicyName,
    async sendRequest(request, next) {
      const url = new URL(request.url);
      if (!isLoopback(url)) throw notLoopback(url.origin);
      const signal = request.abortSignal instanceof AbortSignal ? { signal: request.abortSignal } : {};
      const { token } = await options.tokenSource([options.scope], signal);
      request.allowInsecureConnection = true;
      request.headers.set('Authorization', `Bearer ${token}`);
      return next(request);
    },
  };
}

function notLoopback(endpoint: string): FailureError {
  return new FailureError({
    code: 'emulator.notLoopback',
    kind: 'user',
    message: `${endpoint} is not on this machine, so it can't be used as the emulator.`,
    nextAction: 'Set the endpoint of the emulator to the address that it prints, e.g. http://127.0.0.1:8443.',
  });
}

function notHttps(endpoint: string): FailureError {
  return new FailureError({
    code: 'azure.notHttps',
    kind: 'user',
    message: `${endpoint} is not an https address: a token can't be sent there.`,
    nextAction: 'Set the endpoint to the https address of Azure Resource Manager.',
  });
}
