import assert from 'node:assert/strict';
import { inSlices } from '../../../src/model/slices';

describe('work in slices', () => {
  const busyFor = (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  };
  const items = Array.from({ length: 20 }, (_, index) => index);

  it('gives every result in order, and lets others have their turn', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    try {
      const results = await inSlices(items, (item) => {
        busyFor(6);
        return item * 2;
      });
      assert.deepEqual(
        results,
        items.map((item) => item * 2),
      );
      assert.ok(turns > 0, 'nothing else ran');
    } finally {
      clearInterval(timer);
    }
  });

  it('ends where it is aborted, and with what the work throws', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const work = inSlices(
      items,
      (item) => {
        busyFor(6);
        seen.push(item);
        abort.abort(new Error('enough'));
      },
      abort.signal,
    );
    await assert.rejects(work, /enough/);
    assert.ok(seen.length < items.length);
    await assert.rejects(
      inSlices(items, () => {
        throw new Error('no good');
      }),
      /no good/,
    );
  });
});
