/** The fault matrix in full: `npm run test:full` runs it and prints its line of counts. */
import { undisturbed } from './survival/crash';
import { disturb, faultCases, faultTitle, type Verdict } from './survival/fault';
import { inParallel } from './survival/inParallel';
import { operations } from './survival/operations';

const started = Date.now();
const verdicts: Verdict[] = [];
const counts: string[] = [];
for (const operation of await operations()) {
  const expected = await undisturbed(operation);
  const cases = faultCases(operation, expected);
  const found = await inParallel(cases, 4, async (testCase): Promise<Verdict> => {
    const verdict = await disturb(testCase, expected).catch((error: unknown) => ({ wrong: [String(error)] }));
    if (typeof verdict === 'object')
      console.error(`✗ ${faultTitle(testCase)}\n  ${verdict.wrong.join('\n  ')}`);
    return verdict;
  });
  verdicts.push(...found);
  const count = (wanted: Verdict) => found.filter((verdict) => verdict === wanted).length;
  const met = cases.length - count('notMet');
  counts.push(
    `${operation.name} ${met} faults met, ${count('converged')} converge, ${count('stoppedAndResumed')} stop and converge resumed`,
  );
}
const wrong = verdicts.filter((verdict) => typeof verdict === 'object').length;
const seconds = Math.round((Date.now() - started) / 1000);
console.log(`fault matrix: ${counts.join('; ')}; ${wrong} wrong (${seconds} s)`);
process.exit(wrong === 0 ? 0 : 1);
