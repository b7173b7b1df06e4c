// @ts-check
import { findChromium } from '../host/browser.mjs';
import { installCodeServer } from '../host/codeServer.mjs';
import { HostUnavailable } from '../host/unavailable.mjs';

/**
 * Gets code-server and a browser ready; says why that can't be done where it can't.
 * @returns {Promise<import('./suites.mjs').Obstacle | undefined>}
 */
export async function whyNoHost() {
  try {
    await installCodeServer();
    await findChromium();
    return undefined;
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    return { message: error.message, remark: 'skipped: no host on this machine', isFine: false };
  }
}
