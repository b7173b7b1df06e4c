/**
 * Random estates in full: `npm run test:full` runs it and prints its line of counts. `ESTATES` says how many (500), and
 * `ESTATES_SEED` with which seed: a failure prints the one that leads to it.
 */
import { checkRegistries } from './estates/registries';
import { checkEstates, seedOf } from './estates/run';

const started = Date.now();
const size = Number(process.env['ESTATES'] ?? 500);
const seed = seedOf(process.env);
try {
  const { estates, solved, blocked, writes, undone, unlinked, pairs, unknown } = await checkEstates(
    size,
    seed,
  );
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `random estates: ${estates} (seed ${seed}): ${solved} solvable, all linked (${writes} steps), rolled back from a random step (${undone} steps) linked again and unlinked (${unlinked} parts); ${blocked} unsolvable, all blocked with the right reason; the model and the oracle agree on ${pairs - unknown} pairs, ${unknown} unknown, 0 wrong (${seconds} s)`,
  );
  const alone = await checkRegistries(Math.ceil(size / 2), seed);
  const all = Math.round((Date.now() - started) / 1000) - seconds;
  console.log(
    `registries by themselves (seed ${seed}): ${alone.made} made or made private (${alone.writes} steps), rolled back from a random step (${alone.undone} steps); ${alone.refused} refused for the right reason (${all} s)`,
  );
} catch (error) {
  console.error(error);
  console.log(`random estates: failed (seed ${seed})`);
  process.exitCode = 1;
}
