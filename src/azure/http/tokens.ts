import { t } from '@vscode/l10n';
import type { TokenCredential } from '@azure/core-auth';
import {
  bearerTokenAuthenticationPolicy,
  bearerTokenAuthenticationPolicyName,
  type PipelinePolicy,
  type PipelineResponse,
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
  const policy = bearerTokenAuthenticationPolicy({ credential, scopes: options.cloud.scope });
  return answeringChallenges(policy, options);
}

/**
 * The SDK answers a claims challenge by a token that is being asked for already, if there is one: the last minutes of a token
 * are such a time, and that one was asked for without the claims. What it leaves unanswered is answered here.
 */
function answeringChallenges(policy: PipelinePolicy, options: AzureOptions): PipelinePolicy {
  return {
    name: policy.name,
    async sendRequest(request, next) {
      const response = await policy.sendRequest(request, next);
      const claims = claimsAskedBy(response);
      if (claims === undefined) return response;
      const { token } = await options.tokenSource([options.cloud.scope], { claims });
      request.headers.set('Authorization', `Bearer ${token}`);
      return next(request);
    },
  };
}

/** In the form of Microsoft's “Claims challenges, claims requests and client capabilities”. */
function claimsAskedBy({ status, headers }: PipelineResponse): string | undefined {
  const challenge = headers.get('WWW-Authenticate') ?? '';
  if (status !== 401 || !/\berror="insufficient_claims"/.test(challenge)) return undefined;
  const encoded = /\bclaims="([^"]+)"/.exec(challenge)?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
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
      const { token } = await options.tokenSource([options.cloud.scope], signal);
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
    message: t`${endpoint} isn’t on this computer, so it can’t be used as the emulator.`,
    nextAction: t(
      'Set the emulator’s endpoint to the address that it prints, for example http://127.0.0.1:8443.',
    ),
  });
}

function notHttps(endpoint: string): FailureError {
  return new FailureError({
    code: 'azure.notHttps',
    kind: 'user',
    message: t`${endpoint} isn’t an https address, so a token can’t be sent there.`,
    nextAction: t('Set the endpoint to the https address of Azure Resource Manager.'),
  });
}
