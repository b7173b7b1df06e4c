import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { passRetriesOn } from './retries';

/**
 * A signal of its own for every request: dozens of them are under way for one cancel button, and Node warns of a leak
 * when more than ten listen to one signal. Aborting the caller's signal aborts it.
 */
export const separateSignals: PipelinePolicy = {
  name: 'separateSignals',
  sendRequest(request, next) {
    const { abortSignal } = request;
    if (abortSignal instanceof AbortSignal) {
      const own = AbortSignal.any([abortSignal]);
      passRetriesOn(abortSignal, own);
      request.abortSignal = own;
    }
    return next(request);
  },
};
