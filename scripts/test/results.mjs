// @ts-check
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

/**
 * The counts that a suite's reporter left. A suite that did not do what it is for has failed as a whole:
 * that counts as one failure, so that the sums never look better than the run was.
 * @param {string} file
 * @param {number} exitCode
 * @returns {Promise<Omit<Result, 'suite' | 'seconds'>>}
 */
export async function readResult(file, exitCode) {
  const counts = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  if (!counts) {
    const remark = exitCode === 124 ? 'ended for taking too long' : 'ended without a result';
    return { passed: 0, failed: 1, skipped: 0, remark };
  }
  if (counts.passed + counts.failed + counts.skipped === 0)
    return { ...counts, failed: 1, remark: 'ran no test' };
  if (counts.failed === 0 && exitCode !== 0) return { ...counts, failed: 1, remark: `exit code ${exitCode}` };
  return counts;
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
