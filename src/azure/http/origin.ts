import { t } from '@vscode/l10n';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { FailureError } from '../../model/failure';

/**
 * Azure names the next page of a list and the address of a running operation by whole URLs. They are followed on the
 * configured origin only: any other would be sent the user's token.
 */
export function onlyOrigin(endpoint: string): PipelinePolicy {
  const allowed = new URL(endpoint).origin;
  return {
    name: 'onlyOrigin',
    sendRequest(request, next) {
      if (originOf(request.url) !== allowed) return Promise.reject(foreignOrigin(request.url, allowed));
      return next(request);
    },
  };
}

/** FailureError for an address, given by an answer or a resume token, that is not on the configured origin. */
export function foreignOrigin(url: string, allowed: string): FailureError {
  return new FailureError({
    code: 'azure.foreignOrigin',
    kind: 'defect',
    message: t`A response pointed to ${originOf(url) ?? t('an invalid address')} instead of ${allowed}, and wasn’t followed.`,
    nextAction: t('Check the endpoint in the settings, and whether a proxy rewrites responses.'),
  });
}

/** Undefined for text that isn't a URL. */
export function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
