/** How long VS Code waits for the extension's files: each load in a fresh process, as in a fresh extension host. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { spread, type Spread } from './figures';

/**
 * Requires a built file with a stand-in for `vscode`, which only exists inside of VS Code, and prints milliseconds. Node's
 * own modules are there before, as they are in an extension host.
 * What the file does with `vscode` at load would show as an error here: it must do nothing before `activate`.
 */
const PROBE = `
  const Module = require('node:module');
  const anything = new Proxy(function () {}, { get: () => anything, apply: () => anything, construct: () => anything });
  const load = Module._load;
  Module._load = (request, ...rest) => (request === 'vscode' ? anything : load(request, ...rest));
  for (const name of ['crypto', 'fs/promises', 'https', 'zlib', 'tty']) require('node:' + name);
  const from = process.hrtime.bigint();
  require(process.argv[1]);
  console.log(Number(process.hrtime.bigint() - from) / 1e6);
`;

/** Milliseconds that `require` of a file in dist/ takes. */
export function loadTime(file: string, runs = 15): Spread {
  const target = path.resolve('dist', file);
  const once = () => Number(execFileSync(process.execPath, ['-e', PROBE, target], { encoding: 'utf8' }));
  once();
  return spread(Array.from({ length: runs }, once));
}
