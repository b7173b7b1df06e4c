import assert from 'node:assert/strict';
import { checkRegistries } from '../matrix/estates/registries';
import { checkEstates, seedOf } from '../matrix/estates/run';

/** `npm run test:full` checks twenty times as many; `ESTATES_SEED` repeats a run that failed. */
const size = 25;

describe('random estates', () => {
  it(`${size} are linked or refused, and rolled back, as they should be`, async function () {
    this.timeout(120_000);
    const seed = seedOf(process.env);
    console.log(`      seed ${seed}`);
    const { estates } = await checkEstates(size, seed);
    assert.equal(estates, size);
  });

  it(`take ${size} registries by themselves, and give them back`, async function () {
    this.timeout(120_000);
    const seed = seedOf(process.env);
    console.log(`      seed ${seed}`);
    const { made, refused } = await checkRegistries(size, seed);
    assert.equal(made + refused, size);
  });
});
