// Mocha's spec reporter, which also writes the counts, and what failed, to the file that TEST_RESULTS_FILE
// names, so that suites of several processes, one of them VS Code, can be summed. CommonJS, because Mocha
// requires it.
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { env } = require('node:process');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    const file = env.TEST_RESULTS_FILE;
    if (!file) return;
    runner.once('end', () => {
      // A failed hook counts as a failed test: the tests that it kept from running aren't counted at all.
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      const failed = this.failures.map((test) => ({
        title: test.titlePath().join(' › '),
        message: test.err?.message ?? '',
      }));
      mkdirSync(dirname(file), { recursive: true });
      const result = { passed: passes, failed: failures, skipped: pending, failures: failed };
      writeFileSync(file, JSON.stringify(result));
    });
  }
};
