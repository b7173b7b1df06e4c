/** Work in parts, between which others have their turn: the extension host is shared with all other extensions. */

/** So many milliseconds may work go on before others have their turn: with what came before it, a frame of a screen. */
const longest = 4;

/** When work began in the present turn of the event loop: what comes one after another in it counts together. */
let turnBegan: number | undefined;

/** Whether work goes on for so long in this turn that others should have theirs. */
export function isLong(): boolean {
  if (turnBegan === undefined) {
    turnBegan = performance.now();
    setImmediate(() => (turnBegan = undefined));
  }
  return performance.now() - turnBegan > longest;
}

/** Resolves once others have had their turn. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Lets others have their turn where this one has been long. Rejects with the signal's reason once that is aborted. */
export async function pause(signal?: AbortSignal): Promise<void> {
  if (!isLong()) return;
  await othersTurn();
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
