// @ts-check
// `npm run test:full [name…]`: runs the matrices of test/matrix in full, one after the other. Each prints one line of
// counts, named after it, and these are repeated at the end. A matrix that fails does not keep the next from running.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { exitOnSignals, show } from './processes.mjs';
import { root } from './root.mjs';
import { shellcheckEnvironment } from './test/shellcheck.mjs';

exitOnSignals();
// As `npm test` does: what is young has more room, so that less time goes to collecting garbage.
const nodeFlags = ['--enable-source-maps', '--no-warnings', '--max-semi-space-size=64'];
const wanted = process.argv.slice(2);
Object.assign(process.env, await shellcheckEnvironment());
await show(process.execPath, ['esbuild.mjs', '--tests'], { cwd: root });
const folder = join(root, 'out', 'test', 'matrix');
const matrices = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs'))
  .filter((file) => wanted.length === 0 || wanted.includes(basename(file, '.mjs')));
/** @type {string[]} */
const lines = [];
for (const file of matrices) {
  console.log(`\n── ${basename(file, '.mjs')} ${'─'.repeat(60)}`);
  const { code, lastLine } = await run(join(folder, file));
  lines.push(code === 0 ? lastLine : `${lastLine}  ✗ failed`);
  if (code !== 0) process.exitCode = 1;
}
console.log(`\n${lines.join('\n')}`);

/**
 * Shows what a program prints as it comes, and keeps the last line of it.
 * @param {string} file
 * @returns {Promise<{ code: number, lastLine: string }>}
 */
function run(file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeFlags, file], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      process.stdout.write(chunk);
      text = `${text}${chunk.toString('utf8')}`.slice(-10_000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, lastLine: text.trim().split('\n').at(-1) ?? basename(file) });
    });
  });
}
