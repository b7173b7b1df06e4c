/** So long may work go on before others have their turn: a frame of a screen. */
const longestMilliseconds = 10;

/** When work began in the present turn of the event loop: what comes one after another in it counts together. */
let turnBegan: number | undefined;

function isLong(): boolean {
  if (turnBegan === undefined) {
    turnBegan = performance.now();
    setTimeout(() => (turnBegan = undefined), 0);
  }
  return performance.now() - turnBegan > longestMilliseconds;
}

/** Lets others have their turn where this one has been long. Rejects with the signal's reason once that is aborted. */
export async function pause(signal?: AbortSignal): Promise<void> {
  if (!isLong()) return;
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
}

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
  for (const item of items) {
    if (isLong()) await pause(signal);
    results.push(work(item));
  }
  return results;
}
