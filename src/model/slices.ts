/** So long may work go on before others have their turn: a frame of a screen. */
const longestMilliseconds = 10;

/**
 * The results of `work` for each item, in order. Others in the same process have their turn in between: thousands of items
 * must not make an editor stand still. Rejects with what `work` throws, and with the signal's reason once that is aborted.
 */
export async function inSlices<T, R>(
  items: readonly T[],
  work: (item: T) => R,
  signal?: AbortSignal,
): Promise<R[]> {
  const results: R[] = [];
  let began = performance.now();
  for (const item of items) {
    if (performance.now() - began > longestMilliseconds) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
      began = performance.now();
    }
    results.push(work(item));
  }
  return results;
}
