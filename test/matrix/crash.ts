/** The crash matrix in full: `npm run test:full` runs it and prints its line of counts. */
import { crash, crashCases, titleOf, undisturbed } from './survival/crash';
import { inParallel } from './survival/inParallel';
import { operations } from './survival/operations';

const started = Date.now();
const counts: string[] = [];
let failed = 0;
for (const operation of await operations()) {
  const expected = await undisturbed(operation);
  const cases = crashCases(operation, expected);
  const problems = await inParallel(cases, 2, async (testCase) => {
    const found = await crash(testCase, expected).catch((error: unknown) => [String(error)]);
    if (found.length > 0) console.error(`✗ ${titleOf(testCase)}\n  ${found.join('\n  ')}`);
    return found.length > 0;
  });
  const wrong = problems.filter((isWrong) => isWrong).length;
  failed += wrong;
  counts.push(
    `${operation.name} ${expected.requests.length} requests, ${cases.length - wrong}/${cases.length} converge`,
  );
}
const seconds = Math.round((Date.now() - started) / 1000);
console.log(`crash matrix: ${counts.join('; ')} (${seconds} s)`);
process.exit(failed === 0 ? 0 : 1);
