// @ts-check
// shellcheck, for the scripts that exports make. npm has only packages that load it from elsewhere; Debian's own package
// is unpacked into the cache, which needs no root.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../host/cache.mjs';
import { HostUnavailable } from '../host/unavailable.mjs';
import { run } from '../processes.mjs';

/**
 * A shellcheck: the one that `SHELLCHECK` names, else one on the path, else one that is unpacked now. Throws
 * HostUnavailable, with what to do, where none can be had.
 * @returns {Promise<string>} the program
 */
async function findShellcheck() {
  const cached = join(cacheFolder(), 'shellcheck');
  const program = join(cached, 'usr', 'bin', 'shellcheck');
  for (const one of [process.env.SHELLCHECK, 'shellcheck', program]) {
    if (one && (await runs(one))) return one;
  }
  await unpack(cached);
  if (await runs(program)) return program;
  throw new HostUnavailable(`Debian's shellcheck in ${cached} doesn't run here. ${instead}`);
}

/**
 * What tests that want shellcheck are told by their environment; nothing, after a word about it, where none can be had.
 * @returns {Promise<{ SHELLCHECK?: string }>}
 */
export async function shellcheckEnvironment() {
  try {
    return { SHELLCHECK: await findShellcheck() };
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    console.error(error.message);
    return {};
  }
}

const instead = 'Install shellcheck, or name it in the variable SHELLCHECK.';

/** @param {string} program */
async function runs(program) {
  return (await run(program, ['--version'])).code === 0;
}

/** @param {string} target */
async function unpack(target) {
  console.log(`Unpacking Debian's shellcheck into ${target} (once; later runs use it from there)`);
  await mkdir(cacheFolder(), { recursive: true });
  const building = await mkdtemp(`${target}.partial-`);
  try {
    const loaded = await download(building);
    const [file] = (await readdir(building)).filter((name) => name.endsWith('.deb'));
    if (file === undefined) throw unavailable(loaded.output);
    const folder = join(building, 'unpacked');
    const unpacked = await run('dpkg-deb', ['--extract', join(building, file), folder]);
    if (unpacked.code !== 0) throw unavailable(unpacked.output);
    await rm(target, { recursive: true, force: true });
    await rename(folder, target).catch((error) => {
      // Somebody else was faster.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/**
 * As anybody; where apt has no lists yet, only root can get them.
 * @param {string} cwd
 */
async function download(cwd) {
  const patient = ['-o', 'DPkg::Lock::Timeout=120'];
  const first = await run('apt-get', ['download', 'shellcheck'], { cwd });
  if (first.code === 0 || first.code === 127 || process.getuid?.() !== 0) return first;
  await run('apt-get', [...patient, 'update']);
  return run('apt-get', ['download', 'shellcheck'], { cwd });
}

/** @param {string} output */
function unavailable(output) {
  const reason = output.trim().split('\n').at(-1) ?? '';
  return new HostUnavailable(`shellcheck could not be got from Debian (${reason}). ${instead}`);
}
