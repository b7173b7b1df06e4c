// @ts-check
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPinned } from '../host/cache.mjs';
import { HostUnavailable } from '../host/unavailable.mjs';
import { root } from '../root.mjs';

/** Below it every emulator of a suite writes down its traffic. */
export const trafficFolder = join(root, 'out', 'traffic');

/** Where Microsoft's definitions are. They are not part of the repository: no other's data is. */
export function definitionsFolder() {
  return resolve(process.env.CONFORMANCE_SPECS || join(root, '..', 'shared', 'azure-rest-api-specs'));
}

/**
 * Why the suite can't run here, if it can't. Without definitions it is skipped, in CI too.
 * @returns {Promise<import('./suites.mjs').Obstacle | undefined>}
 */
export async function whyNoConformance() {
  const folder = definitionsFolder();
  if (!existsSync(join(folder, 'specification'))) {
    const message = `Microsoft's definitions are not in ${folder}. Say where they are: npm run conformance -- --specs DIR`;
    return { message, remark: "skipped: Microsoft's definitions are not on this machine", isFine: true };
  }
  try {
    await installOav();
    return undefined;
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    return { message: error.message, remark: 'skipped: the validator could not be installed', isFine: false };
  }
}

/** What the suite is told by its environment. */
export async function conformanceEnvironment() {
  return { CONFORMANCE_SPECS: definitionsFolder(), CONFORMANCE_OAV: await installOav() };
}

/** @returns {Promise<string>} the folder in which Microsoft's validator is installed, now if it isn't yet */
function installOav() {
  return installPinned({
    source: fileURLToPath(new URL('../conformance/oav', import.meta.url)),
    title: "oav (Microsoft's validator)",
    recipe: '',
    finish: async () => {},
  });
}
