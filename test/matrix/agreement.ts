/**
 * The model of who can pull against the oracle, in full: `npm run test:full` runs it and prints its line of counts. From a
 * pair that pulls each necessary thing is taken away, alone and in pairs; what the model says with all facts, and with those
 * of the tree, must not contradict the oracle.
 */
import { checkAgreement } from './agreement/check';

const started = Date.now();
const { estates, agree, unknown, wrong } = await checkAgreement();
for (const each of wrong) console.error(`✗ ${each}`);
const seconds = Math.round((Date.now() - started) / 1000);
console.log(
  `agreement: ${estates} estates, ${agree} agree, ${unknown} unknown, ${wrong.length} wrong (${seconds} s)`,
);
process.exit(wrong.length === 0 ? 0 : 1);
