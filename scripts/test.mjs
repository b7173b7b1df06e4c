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
import { printResults, readResult, sumOfParts, watchProgress } from './test/results.mjs';
import { reporter, suites } from './test/suites.mjs';

/** @typedef {import('./test/results.mjs').Result} Result */
/** @typedef {import('./test/suites.mjs').SuiteName} SuiteName */
/** @typedef {{ name: SuiteName, index: number, count: number }} Part every so-manieth file of a suite */

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
for (const stage of stages()) results.push(...(await runSideBySide(stage)));
process.exitCode = printResults(sumOfParts(results)) ? 0 : 1;

/**
 * What runs side by side, before what comes next: first what needs one core each, then the browser, which needs all of them,
 * then what looks at the traffic of both, beside VS Code.
 * @returns {Part[][]}
 */
function stages() {
  const chosen = (/** @type {SuiteName[]} */ ...names) =>
    names.filter((name) => options.suites.includes(name));
  const first = chosen('contract', 'unit').flatMap(partsOf);
  const others = chosen('conformance', 'extension').flatMap(partsOf);
  return [first, chosen('e2e').flatMap(partsOf), others].filter((stage) => stage.length > 0);
}

/**
 * @param {SuiteName} name
 * @returns {Part[]}
 */
function partsOf(name) {
  // A part in which no title has the text would have run no test.
  const count = options.grep === undefined && !options.coverage ? (suites[name].parts ?? 1) : 1;
  return Array.from({ length: count }, (_, index) => ({ name, index, count }));
}

/**
 * @param {readonly Part[]} stage
 * @returns {Promise<Result[]>} in the order of the stage
 */
async function runSideBySide(stage) {
  const lanes = Math.min(2, availableParallelism(), stage.length);
  const waiting = [...stage.entries()];
  /** @type {Result[]} */
  const done = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      done[next[0]] = await runPart(next[1], lanes > 1);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
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
 * @param {Part} part
 * @param {boolean} isShared another one prints at the same time
 * @returns {Promise<Result>}
 */
async function runPart({ name, index, count }, isShared) {
  const suite = suites[name];
  const title = count === 1 ? name : `${name}-${index + 1}`;
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 90 - title.length))}`);
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
  const file = join(resultFolder, `${title}.json`);
  const isRecorded = suite.isRecorded && options.suites.includes('conformance');
  const env = {
    ...process.env,
    TEST_RESULTS_FILE: file,
    TEST_PART: `${index}/${count}`,
    TEST_REPORTER: reporter,
    ...(suite.assertsByWaiting ? {} : { TEST_MUST_ASSERT: '1' }),
    ...(options.pictures && { TEST_PICTURES: '1' }),
    ...(isRecorded && { EMULATOR_TRAFFIC: join(trafficFolder, title) }),
  };
  const started = Date.now();
  const command = [join(root, 'scripts', 'test', 'suite.mjs'), name, ...given(options)];
  const label = isShared ? title.padEnd(11) : undefined;
  const stuck = new AbortController();
  const stopWatching = watchProgress(file, () => stuck.abort());
  const exitCode = await show(process.execPath, command, {
    cwd: root,
    env,
    ending: stuck.signal,
    ...(label && { label }),
  });
  stopWatching();
  const result = await readResult(file, exitCode, stuck.signal.aborted);
  return { suite: name, ...result, seconds: (Date.now() - started) / 1000 };
}
