import assert from 'node:assert/strict';
import { checkEstate } from '../matrix/estates/check';
import { found, foundByThemselves } from '../matrix/estates/found';
import { checkRegistries, checkRegistry } from '../matrix/estates/registries';
import { checkEstates, seedOf } from '../matrix/estates/run';

/**
 * Always the same ones, so that a failure is of what was changed. `npm run test:full` draws new ones, and twenty times as many;
 * `ESTATES_SEED` repeats a run that failed.
 */
const size = 25;

describe('random estates', () => {
  it(`${size} are linked or refused, and rolled back, as they should be`, async function () {
    this.timeout(120_000);
    const seed = seedOf(process.env, 1187110867);
    console.log(`      seed ${seed}`);
    const { estates } = await checkEstates(size, seed);
    assert.equal(estates, size);
  });

  for (const [fault, model] of found) {
    it(`never again: ${fault}`, async () => {
      assert.equal((await checkEstate(model)).result, 'solved');
    }).timeout(60_000);
  }

  for (const [fault, model] of foundByThemselves) {
    it(`never again: ${fault}`, async () => {
      assert.equal((await checkRegistry(model)).refused, false);
    }).timeout(60_000);
  }

  it(`take ${size} registries by themselves, and give them back`, async function () {
    this.timeout(120_000);
    const seed = seedOf(process.env, 1973531665);
    console.log(`      seed ${seed}`);
    const { made, refused } = await checkRegistries(size, seed);
    assert.equal(made + refused, size);
  });
});
