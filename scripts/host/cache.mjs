// @ts-check
// The heavy packages of the host (800 MB) stay out of `npm ci`: they are installed on first need, from a
// lockfile of their own, into a folder that all checkouts share and that CI can keep between runs.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { npm, run } from '../processes.mjs';
import { withLock } from './lock.mjs';
import { HostUnavailable } from './unavailable.mjs';

const manifestFiles = ['package.json', 'package-lock.json', '.npmrc'];
const doneMarker = '.complete';

export function cacheFolder() {
  const chosen = process.env.ACR_PRIVATE_LINK_CACHE;
  if (chosen) return resolve(chosen);
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'acr-private-link');
}

/**
 * The folder in which the packages of a lockfile are installed; they are installed now if they aren't yet.
 * @param {object} parts
 * @param {string} parts.source folder with package.json, package-lock.json and .npmrc
 * @param {string} parts.title what the user is told it is
 * @param {string} parts.recipe changes whenever `finish` does something else, and asks for a new install
 * @param {(folder: string) => Promise<void>} parts.finish what is left to do after `npm ci`
 * @returns {Promise<string>}
 */
export async function installPinned({ source, title, recipe, finish }) {
  const target = join(cacheFolder(), `${basename(source)}-${await fingerprint(source, recipe)}`);
  if (await isComplete(target)) return target;
  await mkdir(cacheFolder(), { recursive: true });
  await withLock(`${target}.lock`, async () => {
    if (await isComplete(target)) return;
    const started = Date.now();
    const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
    console.log(`Installing ${title} into ${target} (once; later runs use it from there)`);
    const ticker = setInterval(() => console.log(`  … still installing (${seconds()})`), 15_000);
    const building = await mkdtemp(`${target}.partial-`);
    try {
      for (const file of manifestFiles) await copyFile(join(source, file), join(building, file));
      await npmInstall(['ci'], building, title);
      await finish(building);
      await writeFile(join(building, doneMarker), '');
      await putInPlace(building, target);
    } finally {
      clearInterval(ticker);
      await rm(building, { recursive: true, force: true });
    }
    console.log(`Installed ${title} in ${seconds()}`);
  });
  return target;
}

/**
 * @param {readonly string[]} command
 * @param {string} cwd
 * @param {string} title
 */
export async function npmInstall(command, cwd, title) {
  // Three more tries within half a minute are enough for a hiccup, and offline is told soon.
  const retries = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=10000'];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const result = await run(...npm([...command, ...quiet, ...retries]), { cwd, env: withoutNpmContext() });
  if (result.code === 0) return;
  throw new HostUnavailable(
    `${title} could not be installed from the npm registry (is this machine offline?):\n` +
      result.output.trim().split('\n').slice(0, 6).join('\n'),
  );
}

/**
 * Under `npm run`, npm hands its own settings down, among them which project it works on. The install is
 * another project; what says where the registry is (and how to reach it) stays.
 */
function withoutNpmContext() {
  const ofTheProject =
    /^(npm_config_(local_prefix|prefix|workspaces?|omit|include)|npm_(package|lifecycle)_.*|INIT_CWD|NODE_ENV)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheProject.test(name)));
}

/**
 * @param {string} source
 * @param {string} recipe
 */
async function fingerprint(source, recipe) {
  const hash = createHash('sha256').update(recipe);
  for (const file of manifestFiles) hash.update(await readFile(join(source, file)));
  return hash.digest('hex').slice(0, 12);
}

/** @param {string} folder */
async function isComplete(folder) {
  return stat(join(folder, doneMarker)).then(
    () => true,
    () => false,
  );
}

/**
 * @param {string} building
 * @param {string} target
 */
async function putInPlace(building, target) {
  try {
    await rename(building, target);
  } catch (error) {
    if (await isComplete(target)) return;
    if (!['ENOTEMPTY', 'EEXIST'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? ''))
      throw error;
    await rm(target, { recursive: true, force: true });
    await rename(building, target);
  }
}
