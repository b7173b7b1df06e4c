/** The function, computing each result (a promise, too) once; also for recursion over a graph without cycles. */
export function memoized<K, V>(compute: (key: K) => V): (key: K) => V {
  const results = new Map<K, V>();
  return (key) => {
    const found = results.get(key);
    if (found !== undefined) return found;
    const result = compute(key);
    results.set(key, result);
    return result;
  };
}

/** The same for what is asked of an object, as long as that is in use. It must not change meanwhile. */
export function memoizedOf<K extends object, V extends object>(compute: (key: K) => V): (key: K) => V {
  const results = new WeakMap<K, V>();
  return (key) => {
    const result = results.get(key) ?? compute(key);
    results.set(key, result);
    return result;
  };
}

/** What `make` makes, when it is first asked for and once. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
