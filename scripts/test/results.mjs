// @ts-check
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/**
 * @typedef {object} Result
 * @property {string} suite
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {number} seconds
 * @property {string} [remark] why it failed or was skipped as a whole
 * @property {{ title: string, message: string }[]} [failures] the tests that failed
 */

const linesOfMessage = 20;
/** No test may take longer than four minutes; what comes before the first, as VS Code, takes less than this, too. */
const patienceMs = 5 * 60_000;

/**
 * The counts that a suite's reporter left. A suite that did not do what it is for, or didn't come to its end, has failed as a
 * whole: that counts as one failure, so that the sums never look better than the run was.
 * @param {string} file
 * @param {number} exitCode
 * @param {boolean} isStuck whether it was ended because it didn't get on
 * @returns {Promise<Omit<Result, 'suite' | 'seconds'>>}
 */
export async function readResult(file, exitCode, isStuck) {
  const found = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  const ended = isStuck ? `ended, because no test began for ${patienceMs / 60_000} minutes` : 'ended';
  if (!found) return { passed: 0, failed: 1, skipped: 0, remark: `${ended} without a result` };
  const { current, ...counts } = found;
  const failed = counts.failed + 1;
  if (current !== undefined) return { ...counts, failed, remark: `${ended} while it ran “${current}”` };
  if (counts.passed + counts.failed + counts.skipped === 0)
    return { ...counts, failed, remark: 'ran no test' };
  if (counts.failed === 0 && exitCode !== 0) return { ...counts, failed, remark: `exit code ${exitCode}` };
  return counts;
}

/**
 * Calls back, once, when a suite's reporter has written nothing for so long that the suite won't come to its end. How long a
 * suite takes as a whole depends on the machine and on what else it does.
 * @param {string} file
 * @param {() => void} onStuck
 * @returns {() => void} stops to watch
 */
export function watchProgress(file, onStuck) {
  let lastSign = Date.now();
  const timer = setInterval(() => {
    const { mtimeMs = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
    lastSign = Math.max(lastSign, mtimeMs);
    if (Date.now() - lastSign < patienceMs) return;
    clearInterval(timer);
    onStuck();
  }, 1000);
  return () => clearInterval(timer);
}

/**
 * @param {readonly Result[]} results
 * @returns {Result[]} one of each suite
 */
export function sumOfParts(results) {
  return [...new Set(results.map(({ suite }) => suite))].map((suite) => {
    const parts = results.filter((one) => one.suite === suite);
    const sum = (/** @type {'passed' | 'failed' | 'skipped' | 'seconds'} */ key) =>
      parts.reduce((total, one) => total + one[key], 0);
    const remark = parts.flatMap(({ remark: each }) => each ?? []).join(', ');
    return {
      suite,
      passed: sum('passed'),
      failed: sum('failed'),
      skipped: sum('skipped'),
      seconds: sum('seconds'),
      failures: parts.flatMap(({ failures = [] }) => failures),
      ...(remark && { remark }),
    };
  });
}

/**
 * Says at the very end what failed, where nobody has to look for it among the output of later suites.
 * @param {readonly Result[]} results
 */
export function printResults(results) {
  console.log(
    `\n${'suite'.padEnd(12)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'time'.padStart(9)}`,
  );
  for (const { suite, passed, failed, skipped, seconds, remark } of results) {
    const cells = [
      suite.padEnd(12),
      `${passed}`.padStart(8),
      `${failed}`.padStart(8),
      `${skipped}`.padStart(9),
      `${seconds.toFixed(1)} s`.padStart(9),
    ];
    console.log(`${cells.join('')}${remark ? `   ${remark}` : ''}`);
  }
  for (const { suite, failures = [] } of results) {
    for (const { title, message } of failures) {
      const lines = message.split('\n').slice(0, linesOfMessage);
      console.log(`\n✖ ${suite}: ${title}\n${lines.map((line) => `    ${line}`).join('\n')}`);
    }
  }
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    results.reduce((total, one) => total + one[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') === 0;
}
