import {
  isRestError,
  retryPolicy,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { Failure } from '../../model/failure';
import { armErrorOf } from './answers';
import { armFailure } from './armFailures';
import { failureOf } from './failures';
import { retryAfter } from './retryAfter';

/** The SDK's own number: a request is sent four times at most. */
export const MAX_RETRIES = 3;

/** `attempt` counts the try that is about to be made; the first one is 1. */
export type RetryListener = (failure: Failure, attempt: number, delaySeconds: number) => void;

const listeners = new WeakMap<AbortSignal, RetryListener>();
const attempts = new WeakMap<PipelineRequest, number>();

/** The listener hears of retries of requests that are sent with this signal: a signal is all that an SDK call carries on. */
export function listenToRetries(signal: AbortSignal, listener: RetryListener): void {
  listeners.set(signal, listener);
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

/** Tells a listener about every attempt that will be followed by another one. Innermost, so that it sees each. */
export function reportRetries(pace: number): PipelinePolicy {
  return {
    name: 'reportRetries',
    async sendRequest(request, next) {
      const listener = request.abortSignal instanceof AbortSignal && listeners.get(request.abortSignal);
      if (!listener) return next(request);
      const attempt = (attempts.get(request) ?? 0) + 1;
      attempts.set(request, attempt);
      const report = (failure: Failure, delay: number) => {
        if (attempt <= MAX_RETRIES) listener(failure, attempt + 1, delay / 1000);
      };
      try {
        const response = await next(request);
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
