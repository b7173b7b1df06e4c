// @ts-check
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../processes.mjs';
import { installPackagedChromium } from './packagedChromium.mjs';
import { HostUnavailable } from './unavailable.mjs';

/**
 * @typedef {object} Chromium
 * @property {string} executablePath
 * @property {Record<string, string>} [env] what it needs in its environment besides ours
 */

/**
 * A Chromium: the one that `CHROMIUM` names, else an installed one, else one that is installed now.
 * @returns {Promise<Chromium>}
 */
export async function findChromium() {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    if (isExecutable(chosen)) return { executablePath: chosen };
    throw new HostUnavailable(`CHROMIUM names ${chosen}, which can't be run`);
  }
  const installed = installedChromium();
  if (installed) return { executablePath: installed };
  const failures = [];
  for (const install of [installWithApt, installPackagedChromium]) {
    try {
      return await install();
    } catch (error) {
      if (!(error instanceof HostUnavailable)) throw error;
      failures.push(error.message);
    }
  }
  throw new HostUnavailable(
    `No Chromium found (${failures.join('; ')}). Install one, or name it in the variable CHROMIUM.`,
  );
}

/** Starts a headless Chromium that never talks to anybody but the pages it is given. */
export async function launchBrowser() {
  const { executablePath, env } = await findChromium();
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    ...(env && { env: { .../** @type {Record<string, string>} */ (process.env), ...env } }),
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function installedChromium() {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const names = ['chromium', 'google-chrome'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @returns {Promise<Chromium>} */
async function installWithApt() {
  if (!isDebian() || process.getuid?.() !== 0) {
    throw new HostUnavailable('only root on Debian can install one with apt-get');
  }
  console.log('Installing Chromium with apt-get (once)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt-get may be at work, on a machine that is just being set up above all.
  const patient = ['-o', 'DPkg::Lock::Timeout=120'];
  const packages = ['chromium', 'fonts-liberation', 'fonts-dejavu-core'];
  await run('apt-get', [...patient, 'update'], { env });
  const result = await run(
    'apt-get',
    [...patient, 'install', '--yes', '--no-install-recommends', ...packages],
    { env },
  );
  const installed = installedChromium();
  if (result.code === 0 && installed) return { executablePath: installed };
  throw new HostUnavailable(`apt-get could not install it: ${result.output.trim().split('\n').at(-1)}`);
}

/** Ubuntu is none: its package `chromium` asks for snap, which containers don't have. */
function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
