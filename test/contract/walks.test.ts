import assert from 'node:assert/strict';
import { checkWalks, seedOf } from '../matrix/walks/run';

/** Always the same ones; `npm run test:full` goes new ones, and many times as many. `WALKS_SEED` repeats a run that failed. */
const size = 3;

/** Walks that met a fault once. */
const found = [
  [60, 'a form said that an operation of another window was running, after its end'],
  [116, 'the page of a roll back said that all was rolled back, after it was made again'],
  [119_928_852, 'the plan of an unlink deleted what somebody had made again since its page was opened'],
] as const;

describe('walks of two windows', () => {
  it(`${size} of them: nothing is said that isn’t so`, async function () {
    this.timeout(120_000);
    const seed = seedOf(process.env, 53);
    console.log(`      seed ${seed}`);
    const { walks, compared, wrong } = await checkWalks(size, seed);
    assert.deepEqual(wrong, []);
    assert.ok(walks === size && compared > 100, `${compared} statements were compared`);
  });

  for (const [seed, fault] of found) {
    it(`never again: ${fault}`, async function () {
      this.timeout(60_000);
      assert.deepEqual((await checkWalks(1, seed)).wrong, []);
    });
  }
});
