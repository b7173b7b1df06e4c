// Mocha's spec reporter, which also writes the counts, and what failed, to the file that TEST_RESULTS_FILE
// names, so that suites of several processes, one of them VS Code, can be summed. It writes them anew whenever a test
// begins: that shows who looks at the file that the suite gets on, and what it had found, if it never comes to its end.
// CommonJS, because Mocha requires it.
const { mkdirSync, renameSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { env } = require('node:process');
const { reporters } = require('mocha');
const assertions = require('./assertions.cjs');

const assertsNothing = 'It passes without asserting anything.';

module.exports = class CountingReporter extends reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    const file = env.TEST_RESULTS_FILE;
    if (!file) return;
    mkdirSync(dirname(file), { recursive: true });
    /** @type {string[]} */
    const idle = [];
    if (env.TEST_MUST_ASSERT) {
      assertions.install();
      runner.on('test', assertions.reset);
      runner.on('pass', (test) => {
        if (assertions.count() === 0) idle.push(test.titlePath().join(' › '));
      });
    }
    /** @param {string} [current] what runs now, unless all has run */
    const write = (current) => {
      // A failed hook counts as a failed test: the tests that it kept from running aren't counted at all.
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      const failed = this.failures.map((test) => ({
        title: test.titlePath().join(' › '),
        message: test.err?.message ?? '',
      }));
      const result = {
        passed: passes - idle.length,
        failed: failures + idle.length,
        skipped: pending,
        failures: [...failed, ...idle.map((title) => ({ title, message: assertsNothing }))],
        ...(current !== undefined && { current }),
      };
      writeFileSync(`${file}.new`, JSON.stringify(result));
      renameSync(`${file}.new`, file);
    };
    runner.on('test', (test) => write(test.titlePath().join(' › ')));
    runner.on('hook', (hook) => write(hook.titlePath().join(' › ')));
    runner.once('end', () => write());
  }
};
