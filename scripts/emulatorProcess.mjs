// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './ports.mjs';
import { start, stop } from './processes.mjs';
import { root } from './root.mjs';

/**
 * Starts the emulator as a process of its own and waits until it has said where it listens.
 * @param {object} [options]
 * @param {number} [options.port]
 * @param {string} [options.scenario] a file of seed data, by name
 * @param {number} [options.latency] scale of the real service's latency: 1 takes as long as Azure does
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startEmulator({ port, scenario = 'contoso', latency = 0 } = {}) {
  const main = join(root, 'dist', 'emulator', 'main.mjs');
  if (!existsSync(main)) throw new Error('The emulator is not built: run `npm run build`.');
  const args = ['--port', `${await freePort(port)}`, '--scenario', scenario, '--latency', `${latency}`];
  const child = start(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const url = await new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`The emulator did not start:\n${output.slice(-3000)}`));
    const timer = setTimeout(fail, 30_000);
    child.once('exit', fail);
    child.once('error', fail);
    for (const stream of [child.stdout, child.stderr]) {
      // It must be read to the end: a full pipe would hold the emulator up.
      stream?.on('data', (chunk) => {
        if (output.length < 100_000) output += chunk;
        const address = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/.exec(output)?.[0];
        if (address) resolve(address);
        if (address) clearTimeout(timer);
      });
    }
  }).catch(async (error) => {
    await stop(child);
    throw error;
  });
  return { url, stop: () => stop(child) };
}
