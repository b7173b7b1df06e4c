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
