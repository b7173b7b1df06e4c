// @ts-check
import { join } from 'node:path';
import { show } from '../processes.mjs';
import { root } from '../root.mjs';
import { runInVsCode } from './vsCode.mjs';

/** @typedef {'unit' | 'contract' | 'extension' | 'e2e'} SuiteName */
/** @typedef {{ coverage: boolean, grep?: string, env: NodeJS.ProcessEnv }} SuiteContext */
/**
 * @typedef {object} Suite
 * @property {boolean} needsHost whether it needs code-server and a browser, which some machines can't run
 * @property {number} limitMs after this time it is ended, and has failed
 * @property {(context: SuiteContext, limitMs: number) => Promise<number>} run resolves with an exit code
 */

const minutes = 60_000;
export const reporter = join(root, 'scripts', 'test', 'reporter.cjs');

/** @type {readonly SuiteName[]} */
export const suiteNames = ['unit', 'contract', 'extension', 'e2e'];

/** @type {Record<SuiteName, Suite>} */
export const suites = {
  unit: { needsHost: false, limitMs: 5 * minutes, run: mocha('unit', 10_000) },
  contract: { needsHost: false, limitMs: 5 * minutes, run: mocha('contract', 30_000) },
  extension: {
    needsHost: process.env.VSCODE_EXECUTABLE === undefined,
    limitMs: 5 * minutes,
    run: runInVsCode,
  },
  e2e: { needsHost: true, limitMs: 8 * minutes, run: mocha('e2e', 120_000) },
};

/**
 * @param {SuiteName} name
 * @param {number} timeoutMs of one test
 * @returns {Suite['run']}
 */
function mocha(name, timeoutMs) {
  return ({ coverage, grep, env }, limitMs) => {
    const command = [
      ...(coverage && name !== 'e2e' ? c8(name) : []),
      join(root, 'node_modules/mocha/bin/mocha.js'),
      '--reporter',
      reporter,
      '--timeout',
      `${timeoutMs}`,
      // A handle that a test left open must not keep the suite from ending.
      '--exit',
      ...(grep === undefined ? [] : ['--fgrep', grep]),
      `out/test/${name}/**/*.test.mjs`,
    ];
    const nodeFlags = ['--enable-source-maps', '--no-warnings=ExperimentalWarning'];
    return show(process.execPath, [...nodeFlags, ...command], { cwd: root, env, limitMs });
  };
}

/** @param {SuiteName} name */
function c8(name) {
  const reports = ['--reporter=text-summary', '--reporter=lcov', `--reports-dir=coverage/${name}`];
  return [join(root, 'node_modules/c8/bin/c8.js'), ...reports, process.execPath, '--enable-source-maps'];
}
