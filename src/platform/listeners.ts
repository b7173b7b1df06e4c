/** Events for those that listen, without VS Code. */
export type Listen<T> = (listener: (event: T) => void) => { dispose(): void };

export function listeners<T>(): { readonly listen: Listen<T>; readonly fire: (event: T) => void } {
  const all = new Set<(event: T) => void>();
  return {
    listen(listener) {
      all.add(listener);
      return { dispose: () => void all.delete(listener) };
    },
    fire(event) {
      for (const listener of [...all]) listener(event);
    },
  };
}
