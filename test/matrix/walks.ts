/**
 * Two windows and all commands at random over the sample estate, in full: `npm run test:full` runs it and prints its line of
 * counts. What pages, tree, diagnosis and journals say once they have looked must not contradict the oracle. `WALKS` says how
 * many walks (200), and `WALKS_SEED` with which seed; a failure prints how to go its walk again.
 */
import { checkWalks, seedOf } from './walks/run';

const started = Date.now();
const seed = seedOf(process.env);
const { walks, commands, compared, wrong } = await checkWalks(Number(process.env['WALKS'] ?? 200), seed);
for (const each of wrong) console.error(`✗ ${each}`);
const seconds = Math.round((Date.now() - started) / 1000);
console.log(
  `walks: ${walks} of two windows (seed ${seed}), ${commands} commands, ${compared} statements compared, ${wrong.length} wrong (${seconds} s)`,
);
process.exit(wrong.length === 0 ? 0 : 1);
