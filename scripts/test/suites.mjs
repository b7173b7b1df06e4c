// @ts-check
import { join } from 'node:path';
import { show } from '../processes.mjs';
import { root } from '../root.mjs';
import { conformanceEnvironment, whyNoConformance } from './conformance.mjs';
import { whyNoHost } from './host.mjs';
import { runInVsCode } from './vsCode.mjs';

/** @typedef {'unit' | 'contract' | 'extension' | 'e2e' | 'conformance'} SuiteName */
/** @typedef {{ coverage: boolean, grep?: string, env: NodeJS.ProcessEnv }} SuiteContext */
/**
 * @typedef {object} Obstacle
 * @property {string} message what is missing, and what to do
 * @property {string} remark the same beside the suite's counts
 * @property {boolean} isFine whether CI does without the suite, too
 */
/**
 * @typedef {object} Suite
 * @property {() => Promise<Obstacle | undefined>} [obstacle] what keeps it from running here, if anything does
 * @property {boolean} [isRecorded] whether the traffic of its emulators is written down for the conformance suite
 * @property {boolean} [assertsByWaiting] whether a test may consist of waiting for what a page shows
 * @property {number} limitMs after this time it is ended, and has failed
 * @property {(context: SuiteContext, limitMs: number) => Promise<number>} run resolves with an exit code
 */

const minutes = 60_000;
export const reporter = join(root, 'scripts', 'test', 'reporter.cjs');

/** @type {readonly SuiteName[]} */
export const suiteNames = ['unit', 'contract', 'extension', 'e2e', 'conformance'];

/** @type {Record<SuiteName, Suite>} */
export const suites = {
  unit: { limitMs: 10 * minutes, run: mocha('unit', 10_000) },
  contract: { isRecorded: true, limitMs: 15 * minutes, run: mocha('contract', 30_000) },
  extension: {
    ...(process.env.VSCODE_EXECUTABLE === undefined && { obstacle: whyNoHost }),
    limitMs: 5 * minutes,
    run: runInVsCode,
  },
  e2e: {
    obstacle: whyNoHost,
    isRecorded: true,
    assertsByWaiting: true,
    limitMs: 20 * minutes,
    run: mocha('e2e', 120_000),
  },
  // The last one, because it looks at what the others have recorded.
  conformance: { obstacle: whyNoConformance, limitMs: 15 * minutes, run: checkConformance },
};

/** @type {Suite['run']} */
async function checkConformance({ env, ...context }, limitMs) {
  const more = await conformanceEnvironment();
  return mocha('conformance', 60_000)({ ...context, env: { ...env, ...more } }, limitMs);
}

/**
 * @param {SuiteName} name
 * @param {number} timeoutMs of one test
 * @returns {Suite['run']}
 */
function mocha(name, timeoutMs) {
  return ({ coverage, grep, env }, limitMs) => {
    const command = [
      ...(coverage && (name === 'unit' || name === 'contract') ? c8(name) : []),
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
