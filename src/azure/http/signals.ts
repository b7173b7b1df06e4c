import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { orAborted } from './aborting';
import { passRetriesOn } from './retries';

/**
 * A signal of its own for every request: dozens of them are under way for one cancel button, and Node warns of a leak
 * when more than ten listen to one signal. Aborting the caller's signal aborts it, and ends the request for the caller
 * whatever is just waited for, as a token.
 */
export const separateSignals: PipelinePolicy = {
  name: 'separateSignals',
  sendRequest(request, next) {
    const { abortSignal } = request;
    if (!(abortSignal instanceof AbortSignal)) return next(request);
    const own = AbortSignal.any([abortSignal]);
    passRetriesOn(abortSignal, own);
    request.abortSignal = own;
    return orAborted(next(request), own);
  },
};
