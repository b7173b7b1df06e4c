import assert from 'node:assert/strict';
import { seedOf } from '../matrix/estates/run';
import { checkExports } from '../matrix/exports/check';

/** Always the same ones; `npm run test:full` draws new ones, and forty times as many. `ESTATES_SEED` repeats a run that failed. */
const size = 5;

describe('exports', () => {
  it(`of ${size} random estates are right in every format`, async function () {
    this.timeout(240_000);
    const seed = seedOf(process.env, 190287874);
    console.log(`      seed ${seed}`);
    const { estates, exported, files } = await checkExports(size, seed);
    assert.equal(estates, size);
    assert.ok(exported > 2 * size && files > exported, `${exported} exported as ${files} files`);
  });
});
