import assert from 'node:assert/strict';
import { clampedDelay } from '../../../src/model/delay';

describe('a wait that was computed', () => {
  const most = 2 ** 31 - 1;
  const cases: readonly (readonly [wait: number, least: number, timer: number])[] = [
    [250, 0, 250],
    [250, 1000, 1000],
    [-5, 0, 0],
    [-Infinity, 1000, 1000],
    [NaN, 0, 0],
    [NaN, 1000, 1000],
    [3_000_000_000, 0, most],
    [Infinity, 1000, most],
  ];
  for (const [wait, least, timer] of cases) {
    it(`of ${wait} ms, at least ${least}, is one of ${timer}`, () => {
      assert.equal(clampedDelay(wait, least), timer);
    });
  }
});
