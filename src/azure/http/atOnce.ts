import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import pLimit from 'p-limit';

/**
 * At most so many requests are under way at once, over all clients that share the pipeline; others wait for their turn,
 * in order. Outside of what bounds a try: its time begins with its turn, and what was aborted by then isn't sent.
 */
export function atMostAtOnce(most: number): PipelinePolicy {
  const limit = pLimit(most);
  return {
    name: 'atMostAtOnce',
    sendRequest: (request, next) => limit(() => next(request)),
  };
}
