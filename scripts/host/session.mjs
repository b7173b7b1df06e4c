// @ts-check
// What an end-to-end test stands on: the packaged extension in a fresh VS Code, an emulator, and a browser
// page that shows the workbench.
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator } from '../emulatorProcess.mjs';
import { exitOnSignals } from '../processes.mjs';
import { root, vsixFile } from '../root.mjs';
import { removeFolder, temporaryFolder } from '../temporary.mjs';
import { launchBrowser } from './browser.mjs';
import { startServer, workbenchAddress } from './server.mjs';
import { replaceSettings } from './settings.mjs';

/** Takes the place of VS Code's sign-in with Microsoft accounts. */
const accountsExtension = join(root, 'test', 'e2e', 'fixtures', 'microsoftAccounts');

/** @typedef {import('../../test/support/hostSession.js').HostSession} HostSession */
/** @typedef {import('../../test/support/hostSession.js').HostSessionOptions} HostSessionOptions */

/**
 * @typedef {object} Host
 * @property {import('./server.mjs').Server} server
 * @property {import('playwright-core').Browser} browser
 * @property {string} userDataFolder
 * @property {() => Promise<void>} stop
 */

/** @type {Promise<Host> | undefined} */
let shared;

/**
 * A window of its own with settings, workspace, browser profile, storage of extensions and emulator of its own. What takes longest to start, the
 * server of VS Code and the browser, is the one that other sessions have, unless one of its own is asked for.
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
    const { scenario, latency, accounts, vsix, language } = options;
    const authorityFile = accounts && join(temporaryFolder('authority'), 'authority.pem');
    const own = {
      ...(vsix !== undefined && { vsix }),
      ...(language !== undefined && { language }),
      ...(accounts &&
        authorityFile && {
          extensions: [accountsExtension],
          env: { ACCOUNTS_FILE: accounts, NODE_EXTRA_CA_CERTS: authorityFile },
        }),
    };
    const isOwn = options.ownHost === true || Object.keys(own).length > 0;
    const [emulator, host] = await allOf(
      [
        startEmulator({ scenario, latency, ...(authorityFile && { authorityFile }) }),
        isOwn ? startHost(own) : (shared ??= startHost()),
      ],
      [(one) => undo.push(one.stop), (one) => isOwn && undo.push(one.stop)],
    );
    const { server, browser, userDataFolder } = host;
    // What extensions kept on disk is of another browser profile, which has their secrets: without them it can't be read.
    await rm(join(userDataFolder, 'User', 'globalStorage'), { recursive: true, force: true });
    await replaceSettings(userDataFolder, {
      ...(emulator.tlsUrl === undefined
        ? { 'acrPrivateLink.emulator.endpoint': emulator.url }
        : cloudAt(emulator.tlsUrl)),
      ...options.settings,
    });
    const folder = await copyWorkspace(options.workspace);
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    undo.push(async () => {
      // A window that goes elsewhere ends its extension host, which otherwise waits for it to come back.
      await page.goto('about:blank').catch(() => {});
      await context.close();
    });
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

/** To be called when no session uses it any more. */
export async function stopSharedHost() {
  const started = shared;
  shared = undefined;
  await (await started?.catch(() => undefined))?.stop();
}

/**
 * @param {Pick<import('./server.mjs').ServerOptions, 'vsix' | 'extensions' | 'env' | 'language'>} [own]
 * @returns {Promise<Host>}
 */
async function startHost(own = {}) {
  const userDataFolder = temporaryFolder('data');
  /** @type {(() => Promise<unknown>)[]} */
  const undo = [];
  const stop = async () => {
    for (const step of undo) await step().catch(() => {});
    removeFolder(userDataFolder);
  };
  try {
    const [server, browser] = await allOf(
      [startServer({ vsix: vsixFile, ...own, userDataFolder }), launchBrowser()],
      [(one) => undo.push(one.stop), (one) => undo.push(() => one.close())],
    );
    return { server, browser, userDataFolder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Waits for both, tells of each that came to be, also where the other didn't, and rejects as that did.
 * @template A, B
 * @param {[Promise<A>, Promise<B>]} both
 * @param {[(one: A) => void, (one: B) => void]} made
 * @returns {Promise<[A, B]>}
 */
async function allOf([a, b], [madeA, madeB]) {
  await Promise.allSettled([a.then(madeA), b.then(madeB)]);
  return [await a, await b];
}

/**
 * The emulator as a cloud of its own, to which VS Code's accounts sign in: tokens go there as they do to Azure.
 * @param {string} origin
 */
function cloudAt(origin) {
  return {
    'acrPrivateLink.cloud': 'custom',
    'acrPrivateLink.customCloud': {
      name: 'Contoso Cloud',
      resourceManager: origin,
      authority: origin,
      registrySuffix: 'azurecr.emulator.example',
    },
    'microsoft-sovereign-cloud.environment': 'custom',
    'microsoft-sovereign-cloud.customEnvironment': { activeDirectoryEndpointUrl: origin },
  };
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
