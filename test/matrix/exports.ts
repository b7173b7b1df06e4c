/**
 * Exports of random estates: `npm run test:full -- exports` runs it and prints its line of counts. `ESTATES` says how many
 * (200), and `ESTATES_SEED` with which seed: a failure prints the one that leads to it.
 */
import { seedOf } from './estates/run';
import { checkExports } from './exports/check';

const started = Date.now();
const seed = seedOf(process.env);
try {
  const { estates, exported, files, refused, shellchecked } = await checkExports(
    Number(process.env['ESTATES'] ?? 200),
    seed,
  );
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `exports: ${exported} plans and things that are there, of ${estates} estates (seed ${seed}), in every format: ${files} files, ${refused} refused for a reason, ${shellchecked} scripts clean by shellcheck, 0 wrong (${seconds} s)`,
  );
} catch (error) {
  console.error(error);
  console.log(`exports: failed (seed ${seed})`);
  process.exitCode = 1;
}
