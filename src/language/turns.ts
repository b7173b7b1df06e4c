/** Work in parts, between which others have their turn: the extension host is shared with all other extensions. */

/** Milliseconds after which others have their turn. */
export const slice = 15;

/** Resolves once others have had their turn. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** What all of them give, in order; undefined where `isPast` says in between that nobody wants it any more. */
export async function flatMapInTurns<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => readonly Result[],
  isPast: () => boolean,
): Promise<readonly Result[] | undefined> {
  const results: Result[] = [];
  let until = performance.now() + slice;
  for (const item of items) {
    if (performance.now() >= until) {
      await othersTurn();
      if (isPast()) return undefined;
      until = performance.now() + slice;
    }
    results.push(...map(item));
  }
  return results;
}
