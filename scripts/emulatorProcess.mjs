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
 * @param {string} [options.authorityFile] HTTPS as well, as a custom cloud; its certificate's authority is written there
 * @returns {Promise<{ url: string, tlsUrl: string | undefined, stop: () => Promise<void> }>}
 */
export async function startEmulator({ port, scenario = 'contoso', latency = 0, authorityFile } = {}) {
  const main = join(root, 'dist', 'emulator', 'main.mjs');
  if (!existsSync(main)) throw new Error('The emulator is not built: run `npm run build`.');
  const args = ['--port', `${await freePort(port)}`, '--scenario', scenario, '--latency', `${latency}`];
  if (authorityFile) args.push('--cloud', 'custom', '--tls-port', '0', '--tls-ca', authorityFile);
  const child = start(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const [url = '', tlsUrl] = await new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`The emulator did not start:\n${output.slice(-3000)}`));
    const timer = setTimeout(fail, 30_000);
    child.once('exit', fail);
    child.once('error', fail);
    for (const stream of [child.stdout, child.stderr]) {
      // It must be read to the end: a full pipe would hold the emulator up.
      stream?.on('data', (chunk) => {
        if (output.length < 100_000) output += chunk;
        const addresses = / listens on (.+) \(/.exec(output)?.[1]?.split(' and ');
        if (addresses) resolve(addresses);
        if (addresses) clearTimeout(timer);
      });
    }
  }).catch(async (error) => {
    await stop(child);
    throw error;
  });
  return { url, tlsUrl, stop: () => stop(child) };
}
