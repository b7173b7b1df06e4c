import assert from 'node:assert/strict';

/** Like `Object.fromEntries`, for what a test compares: fails where a key comes twice, which would hide one of the two. */
export function recordOf<V>(entries: Iterable<readonly [key: string, value: V]>): Record<string, V> {
  const list = [...entries];
  const keys = list.map(([key]) => key);
  assert.deepEqual(
    keys.filter((key, index) => keys.indexOf(key) !== index),
    [],
    'comes twice',
  );
  return Object.fromEntries(list);
}
