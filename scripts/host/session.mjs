// @ts-check
// What an end-to-end test stands on: the packaged extension in a fresh VS Code, an emulator, and a browser
// page that shows the workbench.
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator } from '../emulatorProcess.mjs';
import { exitOnSignals } from '../processes.mjs';
import { root, vsixFile } from '../root.mjs';
import { temporaryFolder } from '../temporary.mjs';
import { launchBrowser } from './browser.mjs';
import { startServer, workbenchAddress } from './server.mjs';

/** @typedef {import('../../test/support/hostSession.js').HostSession} HostSession */
/** @typedef {import('../../test/support/hostSession.js').HostSessionOptions} HostSessionOptions */

/**
 * @param {HostSessionOptions} [options]
 * @returns {Promise<HostSession>}
 */
export async function startSession(options = {}) {
  exitOnSignals();
  /** @type {(() => Promise<unknown>)[]} */
  const undo = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step().catch(() => {});
  };
  try {
    const emulator = await startEmulator({ scenario: options.scenario, latency: options.latency });
    undo.push(emulator.stop);
    const folder = await copyWorkspace(options.workspace);
    const server = await startServer({
      vsix: options.vsix ?? vsixFile,
      settings: { 'acrPrivateLink.emulator.endpoint': emulator.url, ...options.settings },
    });
    undo.push(server.stop);
    const browser = await launchBrowser();
    undo.push(() => browser.close());
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const url = workbenchAddress(server, folder);
    await page.goto(url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    const screenshots = join(root, 'out', 'screenshots');
    await mkdir(screenshots, { recursive: true });
    return {
      page,
      url,
      emulatorUrl: emulator.url,
      folder,
      serverLog: server.logFile,
      serverPid: server.pid,
      screenshots,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Tests change files, so they get a copy.
 * @param {string} [source]
 */
async function copyWorkspace(source = join(root, 'scripts', 'demo', 'workspace')) {
  const folder = join(temporaryFolder('workspace'), 'contoso-shop');
  await cp(source, folder, { recursive: true });
  return folder;
}
