/**
 * Nobody is forgotten, in full: `npm run test:full` runs it and prints its line of counts. On estates in which something of
 * a pair is broken every operation is planned and applied; whoever lost a pull by it must have been named before.
 */
import { checkForgotten } from './forgotten/check';

const started = Date.now();
const { plans, applied, refused, named, wrong } = await checkForgotten(Number(process.env['EVERY'] ?? 6));
for (const each of wrong) console.error(`✗ ${each}`);
const seconds = Math.round((Date.now() - started) / 1000);
console.log(
  `nobody forgotten: ${plans} plans, ${applied} applied, ${refused} refused, ${named} who lost a pull were named, ${wrong.length} wrong (${seconds} s)`,
);
process.exit(wrong.length === 0 ? 0 : 1);
