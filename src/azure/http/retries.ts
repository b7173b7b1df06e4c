import { t } from '@vscode/l10n';
import {
  isRestError,
  retryPolicy,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { FailureError, type Failure } from '../../model/failure';
import { armErrorOf } from './answers';
import { armFailure } from './armFailures';
import { failureOf } from './failures';
import type { AzureOptions } from '../../provisioning';
import { retryAfter } from './retryAfter';

/** The SDK's own number: a request is sent four times at most. */
export const MAX_RETRIES = 3;

/** `attempt` counts the try that is about to be made; the first one is 1. */
export type RetryListener = (failure: Failure, attempt: number, delaySeconds: number) => void;

/** Whether a request that changes something may be sent once more: others may have written since it was sent first. */
export type ResendCheck = () => Promise<boolean>;

interface Listening {
  readonly heard: RetryListener;
  readonly mayResend: ResendCheck | undefined;
}

const listeners = new WeakMap<AbortSignal, Listening>();
const attempts = new WeakMap<PipelineRequest, number>();

/** The listener hears of retries of requests that are sent with this signal: a signal is all that an SDK call carries on. */
export function listenToRetries(signal: AbortSignal, listener: RetryListener, mayResend?: ResendCheck): void {
  listeners.set(signal, { heard: listener, mayResend });
}

/** Requests sent with `to` report to the listener of `from`. */
export function passRetriesOn(from: AbortSignal, to: AbortSignal): void {
  const listener = listeners.get(from);
  if (listener) listeners.set(to, listener);
}

/**
 * The SDK retries 429 only if Azure says how long to wait, and Azure's providers don't always. Other answers are left
 * to the SDK, which treats them well.
 */
export function retryBareThrottling(pace: number, maxRetries: number): PipelinePolicy {
  return retryPolicy(
    [
      {
        name: 'bareThrottling',
        retry: ({ retryCount, response }) =>
          response?.status === 429 && retryAfter(response.headers, Date.now()) === undefined
            ? { retryAfterInMs: backOff(pace, retryCount) }
            : { skipStrategy: true },
      },
    ],
    { maxRetries },
  );
}

/**
 * Tells a listener about every attempt that will be followed by another one, and asks before what changes something is
 * sent again; refused, it ends with the failure `azure.lookAgain`. Innermost, so that it sees each attempt. `throttled` hears
 * of the waits of all requests.
 */
export function reportRetries(pace: number, throttled?: AzureOptions['throttled']): PipelinePolicy {
  return {
    name: 'reportRetries',
    async sendRequest(request, next) {
      const attempt = (attempts.get(request) ?? 0) + 1;
      attempts.set(request, attempt);
      const send = async () => {
        const response = await next(request);
        if (response.status === 429 && attempt <= MAX_RETRIES)
          throttled?.((retryAfter(response.headers, Date.now()) ?? pace) / 1000);
        return response;
      };
      const listener = request.abortSignal instanceof AbortSignal && listeners.get(request.abortSignal);
      if (!listener) return send();
      const isWrite = request.method !== 'GET';
      if (attempt > 1 && isWrite && (await listener.mayResend?.()) === false)
        throw new FailureError(lookAgain);
      const report = (failure: Failure, delay: number) => {
        if (attempt <= MAX_RETRIES) listener.heard(failure, attempt + 1, delay / 1000);
      };
      try {
        const response = await send();
        if (isRetried(response)) {
          const asked = retryAfter(response.headers, Date.now());
          report(failureOfResponse(response), asked ?? backOff(pace, attempt - 1));
        }
        return response;
      } catch (error) {
        if (isRestError(error) && !request.abortSignal?.aborted)
          report(failureOf(error), backOff(pace / 2, attempt - 1));
        throw error;
      }
    },
  };
}

const lookAgain: Failure = {
  code: 'azure.lookAgain',
  kind: 'transient',
  message: t('Before the request could be sent again, the resource changed.'),
  nextAction: t('Check the current state, then try again.'),
};

function isRetried({ status }: PipelineResponse): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

function failureOfResponse(response: PipelineResponse): Failure {
  let body: unknown;
  try {
    body = JSON.parse(response.bodyAsText ?? '');
  } catch {
    // Gateways answer in HTML: the status says enough.
  }
  return armFailure({ ...armErrorOf(body), status: response.status });
}

function backOff(pace: number, retryCount: number): number {
  return pace * 2 ** retryCount;
}
