/**
 * Diagnosis of several causes at once, in full: `npm run test:full` runs it and prints its line of counts. `DIAGNOSIS_SEED`
 * repeats a run.
 */
import { checkDiagnosis } from './diagnosis/check';

const started = Date.now();
const seed = Number(process.env['DIAGNOSIS_SEED'] ?? 14);
const { combinations, impossible, found, repaired, rounds, left, wrong } = await checkDiagnosis(
  300 + 60,
  seed,
);
for (const each of wrong) console.error(`✗ ${each}`);
const seconds = Math.round((Date.now() - started) / 1000);
console.log(
  `diagnosis (seed ${seed}): ${combinations} pairs and triples of causes (${impossible} can't be made), ${found} found as the oracle says, ${repaired} repaired in up to ${rounds} rounds, ${left} left with words for somebody, ${wrong.length} wrong (${seconds} s)`,
);
process.exit(wrong.length === 0 ? 0 : 1);
