// @ts-check
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { show } from '../processes.mjs';
import { root } from '../root.mjs';
import { conformanceEnvironment, whyNoConformance } from './conformance.mjs';
import { whyNoHost } from './host.mjs';
import { shellcheckEnvironment } from './shellcheck.mjs';
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
 * @property {number} [parts] into how many processes its files can go
 * @property {boolean} [assertsByWaiting] whether a test may consist of waiting for what a page shows
 * @property {(context: SuiteContext) => Promise<number>} run resolves with an exit code
 */

export const reporter = join(root, 'scripts', 'test', 'reporter.cjs');

/** @type {readonly SuiteName[]} */
export const suiteNames = ['unit', 'contract', 'extension', 'e2e', 'conformance'];

/** @type {Record<SuiteName, Suite>} */
export const suites = {
  unit: { run: checkUnits },
  contract: { isRecorded: true, parts: 3, run: mocha('contract', 30_000) },
  extension: {
    ...(process.env.VSCODE_EXECUTABLE === undefined && { obstacle: whyNoHost }),
    run: runInVsCode,
  },
  e2e: {
    obstacle: whyNoHost,
    isRecorded: true,
    assertsByWaiting: true,
    run: mocha('e2e', 120_000),
  },
  // The last one, because it looks at what the others have recorded.
  conformance: { obstacle: whyNoConformance, run: checkConformance },
};

/**
 * Without shellcheck its tests are skipped, after a word about it.
 * @type {Suite['run']}
 */
async function checkUnits({ env, ...context }) {
  const more = await shellcheckEnvironment();
  return mocha('unit', 10_000)({ ...context, env: { ...env, ...more } });
}

/** @type {Suite['run']} */
async function checkConformance({ env, ...context }) {
  const more = await conformanceEnvironment();
  return mocha('conformance', 60_000)({ ...context, env: { ...env, ...more } });
}

/**
 * @param {SuiteName} name
 * @param {number} timeoutMs of one test
 * @returns {Suite['run']}
 */
function mocha(name, timeoutMs) {
  return ({ coverage, grep, env }) => {
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
      ...filesOf(name, env.TEST_PART),
    ];
    // With more room for what is young a tenth of the processor's time goes to the tests instead of to collecting garbage.
    const nodeFlags = [
      '--enable-source-maps',
      '--no-warnings=ExperimentalWarning',
      '--max-semi-space-size=64',
    ];
    return show(process.execPath, [...nodeFlags, ...command], { cwd: root, env });
  };
}

/**
 * The files of a part of a suite: neighbours, which are alike, go to different ones.
 * @param {SuiteName} name
 * @param {string} [part] its index and how many there are, as `0/3`; without one all of them
 * @returns {string[]}
 */
function filesOf(name, part = '0/1') {
  const [index = 0, count = 1] = part.split('/').map(Number);
  const folder = join('out', 'test', name);
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.mjs'))
    .sort()
    .filter((_, place) => place % count === index)
    .map((file) => join(folder, file));
}

/** @param {SuiteName} name */
function c8(name) {
  const reports = ['--reporter=text-summary', '--reporter=lcov', `--reports-dir=coverage/${name}`];
  return [join(root, 'node_modules/c8/bin/c8.js'), ...reports, process.execPath, '--enable-source-maps'];
}
