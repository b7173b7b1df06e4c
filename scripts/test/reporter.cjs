// Mocha's spec reporter, which also writes the counts, and what failed, to the file that TEST_RESULTS_FILE
// names, so that suites of several processes, one of them VS Code, can be summed. CommonJS, because Mocha
// requires it.
const { mkdirSync, writeFileSync } = require('node:fs');
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
    /** @type {string[]} */
    const idle = [];
    if (env.TEST_MUST_ASSERT) {
      assertions.install();
      runner.on('test', assertions.reset);
      runner.on('pass', (test) => {
        if (assertions.count() === 0) idle.push(test.titlePath().join(' › '));
      });
    }
    runner.once('end', () => {
      // A failed hook counts as a failed test: the tests that it kept from running aren't counted at all.
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      const failed = this.failures.map((test) => ({
        title: test.titlePath().join(' › '),
        message: test.err?.message ?? '',
      }));
      mkdirSync(dirname(file), { recursive: true });
      const result = {
        passed: passes - idle.length,
        failed: failures + idle.length,
        skipped: pending,
        failures: [...failed, ...idle.map((title) => ({ title, message: assertsNothing }))],
      };
      writeFileSync(file, JSON.stringify(result));
    });
  }
};
