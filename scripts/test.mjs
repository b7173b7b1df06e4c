// @ts-check
// `npm test`: runs the suites, one after the other, and sums what they counted. A suite that fails does
// not keep the next one from running. See `--help` for what it takes and for VSCODE_EXECUTABLE.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium } from './host/browser.mjs';
import { installCodeServer } from './host/codeServer.mjs';
import { HostUnavailable } from './host/unavailable.mjs';
import { exitOnSignals, npm, show } from './processes.mjs';
import { root } from './root.mjs';
import { help, readOptions } from './test/options.mjs';
import { printResults, readResult } from './test/results.mjs';
import { reporter, suites } from './test/suites.mjs';

/** @typedef {import('./test/results.mjs').Result} Result */
/** @typedef {import('./test/suites.mjs').SuiteName} SuiteName */

const resultFolder = join(root, 'out', 'results');

exitOnSignals();
const options = readArguments();
if (options.help) {
  console.log(help);
  process.exit(0);
}
await build();
await rm(resultFolder, { recursive: true, force: true });
await mkdir(resultFolder, { recursive: true });
/** @type {Result[]} */
const results = [];
for (const suite of options.suites) results.push(await runSuite(suite));
process.exitCode = printResults(results) ? 0 : 1;

function readArguments() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${help}`);
    process.exit(2);
  }
}

/**
 * Builds all that the suites need; packaging comes first, because it begins with a build of its own, which
 * clears out/. What can't be built is missing then, and the suites that need it fail by themselves.
 */
async function build() {
  if (options.suites.includes('e2e') && options.package) {
    await show(...npm(['run', '--silent', 'package']), { cwd: root });
  }
  await show(process.execPath, ['esbuild.mjs', '--tests'], { cwd: root });
}

/**
 * @param {SuiteName} name
 * @returns {Promise<Result>}
 */
async function runSuite(name) {
  const suite = suites[name];
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 90 - name.length))}`);
  const unavailable = suite.needsHost ? await whyNoHost() : undefined;
  if (unavailable) {
    console.error(unavailable);
    const required = process.env.CI === 'true';
    const remark = required ? 'could not run, and CI needs it' : 'skipped: no host on this machine';
    return {
      suite: name,
      passed: 0,
      failed: required ? 1 : 0,
      skipped: required ? 0 : 1,
      seconds: 0,
      remark,
    };
  }
  const file = join(resultFolder, `${name}.json`);
  const env = { ...process.env, TEST_RESULTS_FILE: file, TEST_REPORTER: reporter };
  const { coverage, grep } = options;
  const started = Date.now();
  const exitCode = await suite
    .run({ coverage, env, ...(grep !== undefined && { grep }) }, suite.limitMs)
    .catch((error) => {
      console.error(error);
      return 1;
    });
  return { suite: name, ...(await readResult(file, exitCode)), seconds: (Date.now() - started) / 1000 };
}

/** Gets code-server and a browser ready; says why that can't be done where it can't. */
async function whyNoHost() {
  try {
    await installCodeServer();
    await findChromium();
    return undefined;
  } catch (error) {
    if (error instanceof HostUnavailable) return error.message;
    throw error;
  }
}
