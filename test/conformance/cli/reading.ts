import assert from 'node:assert/strict';

/** Asserts that a value has these members, at any depth; texts compare without case, as Azure's ids do. */
export function has(value: unknown, expected: unknown, path = 'the answer'): void {
  if (typeof expected === 'object' && expected !== null && !Array.isArray(expected)) {
    assert.ok(typeof value === 'object' && value !== null, `${path} is ${JSON.stringify(value)}`);
    for (const [key, part] of Object.entries(expected)) {
      has((value as Record<string, unknown>)[key], part, `${path}.${key}`);
    }
    return;
  }
  assert.deepEqual(folded(value), folded(expected), path);
}

export function list(value: unknown): unknown[] {
  assert.ok(Array.isArray(value), `a list is expected, not ${JSON.stringify(value)}`);
  return value;
}

/** A member by its path; `undefined` where something on the way lacks. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null
        ? (current as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** The same value with all texts in lower case. */
export function folded(value: unknown): unknown {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(folded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, folded(part)]));
}
