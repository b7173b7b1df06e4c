/** The stranger matrix in full: `npm run test:full` runs it and prints its line of counts. */
import { inParallel } from './survival/inParallel';
import { operations } from './survival/operations';
import { meet, strangerCases, strangerTitle, type Verdict } from './strangers/stranger';

const started = Date.now();
const verdicts: Verdict[] = [];
const counts: string[] = [];
for (const operation of await operations()) {
  const cases = strangerCases(operation);
  const found = await inParallel(cases, 4, async (testCase): Promise<Verdict> => {
    const verdict = await meet(testCase).catch((error: unknown) => ({ wrong: [String(error)] }));
    if (typeof verdict === 'object') {
      console.error(`✗ ${strangerTitle(testCase)}\n  ${verdict.wrong.join('\n  ')}`);
    }
    return verdict;
  });
  verdicts.push(...found);
  const count = (wanted: Verdict) => found.filter((verdict) => verdict === wanted).length;
  counts.push(
    `${operation.name} ${cases.length - count('notMet')} meetings, ${count('done')} done, ${count('stopped')} stopped`,
  );
}
const wrong = verdicts.filter((verdict) => typeof verdict === 'object').length;
const seconds = Math.round((Date.now() - started) / 1000);
console.log(`stranger matrix: ${counts.join('; ')}; ${wrong} wrong (${seconds} s)`);
process.exit(wrong === 0 ? 0 : 1);
