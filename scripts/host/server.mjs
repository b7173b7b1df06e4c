// @ts-check
import { closeSync, openSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pseudoLanguage, writePseudo } from '../l10n/pseudo.mjs';
import { hasEnded, run, start, stop } from '../processes.mjs';
import { removeFolder, temporaryFolder } from '../temporary.mjs';
import { installCodeServer } from './codeServer.mjs';
import { startFront } from './front/front.mjs';
import { passwordField } from './front/signIn.mjs';
import { writeSettings } from './settings.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {number} [port] a wish: another one is taken when it isn't free
 * @property {string | readonly string[]} [vsix] extensions to install
 * @property {readonly string[]} [extensions] folders of extensions, of which copies are installed
 * @property {boolean} [smokeTestDriver] development paths in an address count only with this driver on; it
 *   hides toasts and refuses modal dialogs, so look at those with an installed .vsix
 * @property {Record<string, unknown>} [settings] on top of the quiet ones
 * @property {string} [userDataFolder] default: a fresh one
 * @property {Record<string, string>} [env]
 * @property {string} [language] in which VS Code shows extensions, such as `de`; its own texts stay in English, without a language
 *   pack. `qps-ploc` is the pseudo-language, into which the installed extensions are translated
 */

/**
 * A code-server with folders of its own that go when it stops. It listens on a file that only this user can open; what
 * answers on loopback is the front before it, which wants the password.
 * @typedef {object} Server
 * @property {string} url
 * @property {string} authority host and port
 * @property {string} password made for this run
 * @property {number} pid of the process that all the others of it are below
 * @property {string} logFile
 * @property {Promise<number>} ended its exit code, when it has ended
 * @property {() => Promise<void>} stop
 */

/**
 * @param {ServerOptions} [options]
 * @returns {Promise<Server>}
 */
export async function startServer(options = {}) {
  const { node, entry } = await installCodeServer();
  const folder = temporaryFolder('host');
  const userDataFolder = options.userDataFolder ?? join(folder, 'data');
  await writeSettings(userDataFolder, options.settings);
  await writeFile(join(folder, 'config.yaml'), 'auth: none\ncert: false\n');
  // Sockets and caches of VS Code go to the temporary folder, and then away with it.
  await mkdir(join(folder, 'tmp'));
  const env = { ...environment(folder, node), ...options.env };
  const folders = ['--config', join(folder, 'config.yaml'), '--user-data-dir', userDataFolder];
  const common = [entry, ...folders, '--extensions-dir', join(folder, 'extensions')];
  for (const extension of options.extensions ?? []) {
    await cp(extension, join(folder, 'extensions', basename(extension)), { recursive: true });
  }
  for (const vsix of [options.vsix ?? []].flat()) await installExtension(node, common, resolve(vsix), env);

  if (options.language) await showIn(options.language, userDataFolder, join(folder, 'extensions'));

  const socket = join(folder, 'code-server.sock');
  const logFile = join(folder, 'server.log');
  const log = openSync(logFile, 'a');
  const flags = [
    '--auth=none',
    `--socket=${socket}`,
    '--socket-mode=600',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    '--disable-getting-started-override',
    '--ignore-last-opened',
    ...(options.language ? [`--locale=${options.language}`] : []),
    ...(options.smokeTestDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
  const child = start(node, [...common, ...flags], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise((resolveCode) => child.once('exit', (code) => resolveCode(code ?? 1)));
  const stopChild = async () => {
    await stop(child);
    removeFolder(folder);
  };
  try {
    await untilHealthy(socket, child, logFile);
    const front = await startFront(socket, options.port);
    const authority = `127.0.0.1:${front.port}`;
    const stopAll = async () => {
      await front.stop();
      await stopChild();
    };
    const pid = child.pid ?? 0;
    return {
      url: `http://${authority}`,
      authority,
      password: front.password,
      pid,
      logFile,
      ended,
      stop: stopAll,
    };
  } catch (error) {
    await stopChild();
    throw error;
  }
}

/**
 * The address of the workbench with a folder open. It signs in whoever goes there.
 * @param {Server} server
 * @param {string | undefined} folder
 * @param {readonly [string, string][]} [payload] what the command line of desktop VS Code would say
 */
export function workbenchAddress(server, folder, payload = []) {
  const address = new URL(server.url);
  if (folder) address.searchParams.set('folder', resolve(folder));
  else address.searchParams.set('ew', 'true');
  if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
  address.searchParams.set(passwordField, server.password);
  return address.href;
}

/**
 * @param {string} node
 * @param {readonly string[]} common
 * @param {string} vsix
 * @param {NodeJS.ProcessEnv} env
 */
async function installExtension(node, common, vsix, env) {
  const result = await run(node, [...common, '--install-extension', vsix, '--force'], { env });
  if (result.code !== 0) throw new Error(`${vsix} could not be installed:\n${result.output}`);
}

/**
 * VS Code speaks a language for which it has a pack: this one has no texts in it.
 * @param {string} language
 * @param {string} userDataFolder
 * @param {string} extensionsFolder
 */
async function showIn(language, userDataFolder, extensionsFolder) {
  const texts = join(userDataFolder, 'languagePack.json');
  await writeFile(texts, JSON.stringify({ contents: {} }));
  const extensions = [{ extensionIdentifier: { id: 'acr-private-link.language-pack' }, version: '1.0.0' }];
  const pack = { hash: language, label: language, extensions, translations: { vscode: texts } };
  await writeFile(join(userDataFolder, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
  if (language !== pseudoLanguage) return;
  const entries = await readdir(extensionsFolder, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isDirectory()))
    writePseudo(join(extensionsFolder, name));
}

/**
 * @param {string} socketPath
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} logFile
 */
async function untilHealthy(socketPath, child, logFile) {
  const deadline = Date.now() + 60_000;
  // The first request for the page loads VS Code's server, which takes a while.
  while (!((await answers(socketPath, '/healthz')) && (await answers(socketPath, '/?ew=true')))) {
    if (hasEnded(child) || Date.now() > deadline) {
      throw new Error(`code-server did not start:\n${(await readFile(logFile, 'utf8')).slice(-3000)}`);
    }
    await sleep(100);
  }
}

/**
 * @param {string} socketPath
 * @param {string} path
 * @returns {Promise<boolean>}
 */
function answers(socketPath, path) {
  return new Promise((resolveAnswer) => {
    const asked = request({ socketPath, path, agent: false }, (answer) => {
      answer.resume();
      answer.once('close', () => resolveAnswer(answer.statusCode === 200));
    });
    asked.once('error', () => resolveAnswer(false));
    asked.end();
  });
}

/**
 * @param {string} folder
 * @param {string} node
 */
function environment(folder, node) {
  // When we are started from a terminal of VS Code, its variables would steer the server.
  const foreign =
    /^(VSCODE_|ELECTRON_|CODE_SERVER|(PORT|PASSWORD|HASHED_PASSWORD|NODE_OPTIONS|NODE_CHANNEL_FD)$)/;
  const ours = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(ours),
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
    TMPDIR: join(folder, 'tmp'),
    EXTENSIONS_GALLERY: '{}',
  };
}
