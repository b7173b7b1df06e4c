// @ts-check
// `npm run conformance`: records what the emulator is asked and answers in the contract suite, in the crash and fault
// matrices, by the Azure CLI and in the browser, and lays all of it beside Microsoft's definitions. See `--help`.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitOnSignals, npm, show } from './processes.mjs';
import { root } from './root.mjs';
import { trafficFolder, whyNoConformance } from './test/conformance.mjs';
import { reporter, suites } from './test/suites.mjs';

const help = `Usage: npm run conformance -- --specs DIR

  --specs DIR   folder with Microsoft's definitions, as \`specification/\` and \`derived/\`; by default
                ../shared/azure-rest-api-specs
  --quick       leaves out the matrices; the contract suite holds a part of each
  --cli         also what the Azure CLI does, where there is one (as \`npm run conformance:cli\`)
  --e2e         also what the packaged extension does, driven through a browser
  --help        this text

The report is out/conformance/report.md.`;

const hour = 3_600_000;

exitOnSignals();
const { specs, quick, cli, e2e } = readArguments();
if (specs !== undefined) process.env.CONFORMANCE_SPECS = specs;
const obstacle = await whyNoConformance();
if (obstacle) {
  console.error(obstacle.message);
  process.exit(2);
}
await rm(trafficFolder, { recursive: true, force: true });
if (e2e) await show(...npm(['run', '--silent', 'package']), { cwd: root });
await show(process.execPath, ['esbuild.mjs', '--tests'], { cwd: root });
const failed = [];
if ((await runSuite('contract')) !== 0) failed.push('contract');
for (const program of [
  ...(quick ? [] : ['matrix/crash', 'matrix/fault']),
  ...(cli ? ['conformance/cli/main'] : []),
]) {
  console.log(`\n── ${program}`);
  const flags = ['--enable-source-maps', '--no-warnings'];
  const code = await show(process.execPath, [...flags, join(root, 'out', 'test', `${program}.mjs`)], {
    cwd: root,
    env: recording(program),
    ending: AbortSignal.timeout(hour),
  });
  if (code !== 0) failed.push(program);
}
if (e2e && (await runSuite('e2e')) !== 0) failed.push('e2e');
if ((await runSuite('conformance')) !== 0) failed.push('conformance');
if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        specs: { type: 'string' },
        quick: { type: 'boolean', default: false },
        cli: { type: 'boolean', default: false },
        e2e: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (!values.help) return values;
    console.log(help);
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${help}`);
    process.exit(2);
  }
}

/** @param {'contract' | 'e2e' | 'conformance'} name */
function runSuite(name) {
  console.log(`\n── ${name}`);
  const { run, isRecorded } = suites[name];
  const env = { ...(isRecorded ? recording(name) : process.env), TEST_REPORTER: reporter };
  return run({ coverage: false, env });
}

/** @param {string} name */
function recording(name) {
  return { ...process.env, EMULATOR_TRAFFIC: join(trafficFolder, name) };
}
