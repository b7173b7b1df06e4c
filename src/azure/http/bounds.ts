import { t } from '@vscode/l10n';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { clampedDelay } from '../../model/delay';
import { FailureError } from '../../model/failure';
import type { AzureLimits } from '../../provisioning';
import { orAborted } from './aborting';
import { askForStream, readBody } from './bodies';
import { clampRetryAfter } from './retryAfter';

const late = new Error('too late');

/**
 * What one try may take: time until the last byte, bytes, and how long it may make us wait before the next. Innermost,
 * so that all else sees whole answers within bounds. `pace` is the rhythm of polls: what Azure says about their next
 * one counts from half of it on.
 *
 * A try that took too long throws FailureError, which nothing in the pipeline tries again: who has waited that long is
 * told. The caller's signal stays the request's own, and what it aborts stays aborted.
 */
export function boundTries(
  { tryMilliseconds, answerBytes, longestWait }: AzureLimits,
  pace: number,
  who: string,
): PipelinePolicy {
  return {
    name: 'boundTries',
    async sendRequest(request, next) {
      const { abortSignal: callers } = request;
      const ending = new AbortController();
      const end = () => {
        ending.abort();
      };
      const timer = setTimeout(() => {
        ending.abort(late);
      }, clampedDelay(tryMilliseconds));
      callers?.addEventListener('abort', end);
      if (callers?.aborted) end();
      request.abortSignal = ending.signal;
      askForStream(request);
      const trying = async () => {
        const response = await next(request);
        await readBody(response, answerBytes, who);
        return response;
      };
      try {
        const response = await orAborted(trying(), ending.signal);
        // What a success says about coming again is about the next poll.
        const least = response.status < 400 ? pace / 2 : 0;
        clampRetryAfter(response.headers, Date.now(), least, longestWait);
        return response;
      } catch (error) {
        if (ending.signal.reason === late && callers?.aborted !== true) throw noAnswer(tryMilliseconds, who);
        throw error;
      } finally {
        clearTimeout(timer);
        callers?.removeEventListener('abort', end);
        if (callers === undefined) delete request.abortSignal;
        else request.abortSignal = callers;
      }
    },
  };
}

function noAnswer(milliseconds: number, who: string): FailureError {
  return new FailureError({
    code: 'network.timeout',
    kind: 'transient',
    message: t`${who} didn’t respond within ${milliseconds / 1000} seconds.`,
    nextAction: t('Check the network and proxy, then try again.'),
  });
}
