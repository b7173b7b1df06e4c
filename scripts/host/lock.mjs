// @ts-check
import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 5_000;
const abandonedAfterMs = 30_000;

/**
 * Does the work while no other process does it. The lock is a folder whose time is renewed by its owner,
 * so that a lock left behind by a killed process is seen, even from another container. Two processes that
 * find an abandoned lock at the same moment may both get it: what the work makes has to be put in place
 * atomically all the same.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, work) {
  let announced = false;
  while (!(await tryToMake(folder))) {
    if (!announced) console.log(`Waiting for another process that holds ${folder}`);
    announced = true;
    if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true });
    else await sleep(500);
  }
  const beat = setInterval(() => void utimes(folder, new Date(), new Date()).catch(() => {}), beatMs);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function tryToMake(folder) {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} folder */
async function isAbandoned(folder) {
  try {
    return Date.now() - (await stat(folder)).mtimeMs > abandonedAfterMs;
  } catch {
    return false;
  }
}
