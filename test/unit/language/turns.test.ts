import assert from 'node:assert/strict';
import { flatMapInTurns, slice } from '../../../src/language/turns';

describe('work in turns', () => {
  /** Takes longer than one may without letting others have their turn. */
  function slowly<Value>(value: Value): readonly Value[] {
    const until = performance.now() + slice + 1;
    while (performance.now() < until);
    return [value, value];
  }

  it('gives everything in order, and lets others have their turn in between', async () => {
    const others: string[] = [];
    setImmediate(() => others.push('a turn'));
    const results = await flatMapInTurns([1, 2, 3], slowly, () => false);
    assert.deepEqual(results, [1, 1, 2, 2, 3, 3]);
    assert.deepEqual(others, ['a turn']);
  });

  it('ends where nobody wants it any more', async () => {
    const begun: number[] = [];
    let isPast = false;
    setImmediate(() => (isPast = true));
    const work = (value: number) => {
      begun.push(value);
      return slowly(value);
    };
    const results = await flatMapInTurns([1, 2, 3], work, () => isPast);
    assert.equal(results, undefined);
    assert.deepEqual(begun, [1]);
  });
});
