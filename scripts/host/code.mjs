#!/usr/bin/env node
// @ts-check
// Stands in for the `code` executable where there is no desktop: @vscode/test-electron's `runTests` spawns
// it with the arguments of desktop VS Code, and it runs the same tests in code-server, whose workbench it
// opens in a headless Chromium. Exit code: what the tests report; 70 when they reported nothing.
//
//   code.mjs [folder] --extensionDevelopmentPath=DIR --extensionTestsPath=FILE [--user-data-dir=DIR]
//
// HOST_TIMEOUT_MS   how long the tests may take (default 30 minutes)
// HOST_REPORT_DIR   where server log and screenshot go when there is no result (default: out/host)
// HOST_VERBOSE      also show what VS Code itself prints
import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitOnSignals } from '../processes.mjs';
import { root } from '../root.mjs';
import { launchBrowser } from './browser.mjs';
import { relayLine } from './relay.mjs';
import { startServer, workbenchAddress } from './server.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./server.mjs').Server} Server */

const noResult = 70;

exitOnSignals();
exitWithParent();
const { options, folder } = readArguments(process.argv.slice(2));
// The address of the workbench takes one of them; the others are installed.
const [development, ...installed] =
  options.get('extensionDevelopmentPath')?.map((path) => resolve(path)) ?? [];
const tests = options.get('extensionTestsPath')?.[0];
if (!tests) {
  console.error(
    'code.mjs: --extensionTestsPath is missing; to only look at the extension, use `npm run demo`',
  );
  process.exit(2);
}

const userDataFolder = options.get('user-data-dir')?.[0];
const server = await startServer({
  smokeTestDriver: true,
  extensions: installed,
  ...(userDataFolder && { userDataFolder }),
});
const browser = await launchBrowser();
const context = await browser.newContext({
  viewport: { width: 1280, height: 800 },
  permissions: ['clipboard-read', 'clipboard-write'],
});
const page = await context.newPage();
try {
  process.exitCode = await result(page, server, tests);
} catch (error) {
  console.error(`code.mjs: ${error instanceof Error ? error.message : error}`);
  await keepEvidence(page, server);
  process.exitCode = noResult;
} finally {
  await browser.close().catch(() => {});
  await server.stop();
}

/**
 * Resolves with what the tests report, and rejects when they can't report any more.
 * @param {Page} workbench
 * @param {Server} host
 * @param {string} testsPath
 * @returns {Promise<number>}
 */
async function result(workbench, host, testsPath) {
  const limitMs = Number(process.env.HOST_TIMEOUT_MS ?? 1_800_000);
  const { promise: reported, resolve: report, reject: fail } = withResolvers();
  const late = sleep(limitMs, undefined, { ref: false });
  void late.then(() => fail(new Error(`no result of the tests within ${limitMs / 1000} s`)));
  void host.ended.then((code) => fail(new Error(`code-server ended with code ${code}`)));
  workbench.once('crash', () => fail(new Error('the page of the workbench crashed')));

  // An extension host that dies also reports 0. Only with Mocha's summary is a 0 to be believed.
  let summarySeen = false;
  await workbench.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
      const line = relayLine(type, args);
      summarySeen ||= /^\s*\d+ passing/.test(line);
    },
  );
  await workbench.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
    if (code !== 0 || summarySeen) report(code);
    else fail(new Error('the extension host ended without a summary of the tests'));
  });

  const uri = (/** @type {string} */ path) => `vscode-remote://${host.authority}${encodeURI(path)}`;
  /** @type {[string, string][]} */
  const payload = [
    ...(development ? [development] : []).map(
      (path) => /** @type {[string, string]} */ (['extensionDevelopmentPath', uri(path)]),
    ),
    ['extensionTestsPath', uri(resolve(testsPath))],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  workbench.goto(workbenchAddress(host, folder, payload)).catch(fail);
  return reported;
}

/**
 * @param {Page} workbench
 * @param {Server} host
 */
async function keepEvidence(workbench, host) {
  const reportFolder = process.env.HOST_REPORT_DIR ?? join(root, 'out', 'host');
  await mkdir(reportFolder, { recursive: true });
  await copyFile(host.logFile, join(reportFolder, 'server.log')).catch(() => {});
  await workbench.screenshot({ path: join(reportFolder, 'workbench.png'), timeout: 10_000 }).catch(() => {});
  console.error(`code.mjs: server log and screenshot are in ${reportFolder}`);
}

/** `runTests` doesn't pass on that it was ended, so this looks for itself. */
function exitWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(143), 1000).unref();
}

/** @param {readonly string[]} args */
function readArguments(args) {
  /** @type {Map<string, string[]>} */
  const named = new Map();
  const others = [];
  for (const arg of args) {
    const match = /^--([\w-]+)(?:=(.*))?$/s.exec(arg);
    if (match?.[1]) named.set(match[1], [...(named.get(match[1]) ?? []), match[2] ?? 'true']);
    else others.push(arg);
  }
  return { options: named, folder: others[0] };
}

/** `Promise.withResolvers`, which Node.js 20 doesn't have. */
function withResolvers() {
  /** @type {(code: number) => void} */
  let accept = () => {};
  /** @type {(error: Error) => void} */
  let reject = () => {};
  /** @type {Promise<number>} */
  const promise = new Promise((onValue, onError) => ((accept = onValue), (reject = onError)));
  return { promise, resolve: accept, reject };
}
