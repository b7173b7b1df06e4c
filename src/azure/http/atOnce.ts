import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/**
 * At most so many requests are under way at once, over all clients that share the pipeline; others wait for their turn,
 * in order. Outside of what bounds a try: its time begins with its turn, and what was aborted by then isn't sent.
 */
export function atMostAtOnce(most: number): PipelinePolicy {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return {
    name: 'atMostAtOnce',
    async sendRequest(request, next) {
      // Whose turn it is takes the place of the one that has ended.
      if (underWay >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      else underWay += 1;
      try {
        return await next(request);
      } finally {
        const following = waiting.shift();
        if (following === undefined) underWay -= 1;
        else following();
      }
    },
  };
}
