import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { atMost } from '../../../src/model/atMost';

describe('work on many items', () => {
  it('is under way for so many at a time, and comes back in order', async () => {
    let [open, most] = [0, 0];
    const results = await atMost(3, [5, 1, 4, 2, 3, 0, 6], async (turns) => {
      open += 1;
      most = Math.max(most, open);
      for (let index = 0; index < turns; index += 1) await turn();
      open -= 1;
      return `${turns}`;
    });
    assert.equal(results.join(''), '5142306');
    assert.equal(most, 3);
  });

  it('is nothing without items', async () => {
    assert.deepEqual(await atMost(3, [], () => Promise.reject(new Error('Nothing to do.'))), []);
  });

  it('rejects with the first that does', async () => {
    const work = atMost(2, [1, 2, 3], (item) =>
      item === 2 ? Promise.reject(new Error('Two.')) : turn(item),
    );
    await assert.rejects(work, /Two/);
  });
});
