// @ts-check
// `npm test`: runs the suites and sums what they counted. A suite that fails does not keep the next one from running. See
// `--help` for what it takes and for VSCODE_EXECUTABLE.
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { exitOnSignals, npm, show } from './processes.mjs';
import { root } from './root.mjs';
import { trafficFolder } from './test/conformance.mjs';
import { given, help, readOptions } from './test/options.mjs';
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
if (options.suites.includes('conformance')) await rm(trafficFolder, { recursive: true, force: true });
/** @type {Result[]} */
const results = [];
for (const lanes of stages()) {
  const isShared = lanes.length > 1;
  const ofLanes = await Promise.all(lanes.map((lane) => runInTurn(lane, isShared)));
  results.push(...ofLanes.flat());
}
process.exitCode = printResults(results) ? 0 : 1;

/**
 * What runs after what, and beside what. The browser's suite mostly waits, and leaves a core to the others; the conformance
 * suite looks at what the others have recorded.
 * @returns {SuiteName[][][]} stages of lanes of suites
 */
function stages() {
  const last = options.suites.filter((name) => name === 'conformance');
  const browser = options.suites.filter((name) => name === 'e2e');
  const others = options.suites.filter((name) => name !== 'conformance' && name !== 'e2e');
  const first = availableParallelism() > 1 ? [others, browser] : [[...others, ...browser]];
  return [first, [last]].map((lanes) => lanes.filter((lane) => lane.length > 0));
}

/**
 * @param {readonly SuiteName[]} lane
 * @param {boolean} isShared another lane prints at the same time
 */
async function runInTurn(lane, isShared) {
  /** @type {Result[]} */
  const ofLane = [];
  for (const name of lane) ofLane.push(await runSuite(name, isShared));
  return ofLane;
}

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
 * @param {boolean} isShared
 * @returns {Promise<Result>}
 */
async function runSuite(name, isShared) {
  const suite = suites[name];
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 90 - name.length))}`);
  const obstacle = await suite.obstacle?.();
  if (obstacle) {
    console.error(obstacle.message);
    const required = process.env.CI === 'true' && !obstacle.isFine;
    const remark = required ? 'could not run, and CI needs it' : obstacle.remark;
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
  const isRecorded = suite.isRecorded && options.suites.includes('conformance');
  const env = {
    ...process.env,
    TEST_RESULTS_FILE: file,
    TEST_REPORTER: reporter,
    ...(suite.assertsByWaiting ? {} : { TEST_MUST_ASSERT: '1' }),
    ...(options.pictures && { TEST_PICTURES: '1' }),
    ...(isRecorded && { EMULATOR_TRAFFIC: join(trafficFolder, name) }),
  };
  const started = Date.now();
  const command = [join(root, 'scripts', 'test', 'suite.mjs'), name, ...given(options)];
  const label = isShared ? name.padEnd(10) : undefined;
  const exitCode = await show(process.execPath, command, { cwd: root, env, ...(label && { label }) });
  return { suite: name, ...(await readResult(file, exitCode)), seconds: (Date.now() - started) / 1000 };
}
