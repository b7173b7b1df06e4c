// @ts-check
// Child processes that never outlive us. Each leads a process group of its own, and only groups
// started here are ever ended, by their id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

const isWindows = process.platform === 'win32';

/** @type {Set<ChildProcess>} */
const running = new Set();
/** Programs that have children to end themselves, and so must be asked. @type {Set<ChildProcess>} */
const parents = new Set();

process.once('exit', () => {
  for (const child of running) signalGroup(child, parents.has(child) ? 'SIGTERM' : 'SIGKILL');
});

let listening = false;

/**
 * Ends this process, and with it all that it started, when it is asked to end: without a listener, Node.js
 * would end without the `exit` event that the others are ended on.
 */
export function exitOnSignals() {
  if (listening) return;
  listening = true;
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGHUP', () => process.exit(129));
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { detached: !isWindows, ...options });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * Ends a process and its descendants: politely first, by force when that takes too long.
 * @param {ChildProcess} child
 */
export async function stop(child, patienceMs = 5000) {
  if (!hasEnded(child)) {
    const gone = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    await Promise.race([gone, sleep(patienceMs, undefined, { ref: false })]);
  }
  // The leader may be gone while others of its group still run.
  signalGroup(child, 'SIGKILL');
}

/** @param {ChildProcess} child */
export function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

/**
 * Runs a command to its end. Its output is returned, not shown.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function run(command, args, options = {}) {
  const child = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a command to its end and shows what it prints: as it is, or line by line behind a label, where others print at the
 * same time.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { ending?: AbortSignal, label?: string }} [options]
 * @returns {Promise<number>} its exit code; 124 when it was ended by the signal
 */
export async function show(command, args, { ending, label, ...options } = {}) {
  const out = label === undefined ? 'inherit' : 'pipe';
  const child = start(command, args, { ...options, stdio: ['ignore', out, out] });
  parents.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => console.log(`${label} ${line}`));
  }
  const end = () => void stop(child);
  ending?.addEventListener('abort', end, { once: true });
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  ending?.removeEventListener('abort', end);
  return ending?.aborted ? 124 : code;
}

/**
 * The command line that runs npm: the one we were started by, where there is one, because a plain
 * `npm` can't be spawned on Windows.
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
export function npm(args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? [process.execPath, [cli, ...args]] : ['npm', [...args]];
}

/**
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}
