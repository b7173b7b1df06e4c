import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
// @ts-expect-error -- plain JavaScript without declarations: it runs without a build
import * as resultsModule from '../../scripts/test/results.mjs';

const { readResult } = resultsModule as {
  readonly readResult: (file: string, exitCode: number, isStuck: boolean) => Promise<unknown>;
};

const tests = `
const assert = require('node:assert/strict');
it('asserts', () => assert.equal(1, 1));
it('asserts something wrong', () => assert.ok(1 === 2));
it('asserts nothing, because a list is empty', () => { for (const one of []) assert.ok(one); });
`;

describe('the counts of a test run', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'acr-test-run-'));
    await writeFile(path.join(folder, 'tests.cjs'), tests);
  });
  after(() => rm(folder, { recursive: true }));

  /** What the reporter leaves of a run of the tests above. */
  async function result(env: Readonly<Record<string, string>>): Promise<unknown> {
    const file = path.join(folder, 'result.json');
    const mocha = path.resolve('node_modules/mocha/bin/mocha.js');
    const args = [mocha, '--reporter', path.resolve('scripts/test/reporter.cjs'), 'tests.cjs'];
    const options = { cwd: folder, env: { PATH: process.env['PATH'], TEST_RESULTS_FILE: file, ...env } };
    await new Promise<void>((resolve) => {
      execFile(process.execPath, args, options, () => {
        resolve();
      });
    });
    return JSON.parse(await readFile(file, 'utf8'));
  }
  // The words of an assertion still quote the line that made it.
  const wrong = {
    title: 'asserts something wrong',
    message: 'The expression evaluated to a falsy value:\n\n  assert.ok(1 === 2)\n',
  };

  it('have a test that asserts nothing among those that failed', async () => {
    const idle = {
      title: 'asserts nothing, because a list is empty',
      message: 'It passes without asserting anything.',
    };
    assert.deepEqual(await result({ TEST_MUST_ASSERT: '1' }), {
      passed: 1,
      failed: 2,
      skipped: 0,
      failures: [wrong, idle],
    });
  });

  it('don’t mind it where tests may consist of waiting', async () => {
    assert.deepEqual(await result({}), { passed: 2, failed: 1, skipped: 0, failures: [wrong] });
  });

  it('stay there, with what ran last, of a suite that never comes to its end', async () => {
    const file = path.join(folder, 'result.json');
    await writeFile(
      path.join(folder, 'tests.cjs'),
      `${tests}it('hangs', () => process.kill(process.pid, 'SIGKILL'));`,
    );
    const left = { passed: 2, failed: 1, skipped: 0, failures: [wrong], current: 'hangs' };
    assert.deepEqual(await result({}), left);
    const { current, ...counts } = left;
    const remark = `ended while it ran “${current}”`;
    assert.deepEqual(await readResult(file, 137, false), { ...counts, failed: 2, remark });
  });
});
