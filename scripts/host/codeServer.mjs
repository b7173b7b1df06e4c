// @ts-check
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPinned, npmInstall } from './cache.mjs';
import { HostUnavailable } from './unavailable.mjs';

const title = 'code-server (VS Code for the browser)';

/** Native modules that npm has no binaries of, and what takes their place. */
const replacements = [
  { name: 'spdlog', by: fileURLToPath(new URL('spdlog.cjs', import.meta.url)) },
  { name: 'native-watchdog', by: fileURLToPath(new URL('watchdog.cjs', import.meta.url)) },
];

/**
 * Where code-server and the Node.js that it needs are; installed now if they aren't yet.
 * @returns {Promise<{ node: string, entry: string }>}
 */
export async function installCodeServer() {
  refuseOtherPlatforms();
  const folder = await installPinned({
    source: fileURLToPath(new URL('codeServer', import.meta.url)),
    title,
    recipe: (await Promise.all(replacements.map(({ by }) => readFile(by, 'utf8')))).join(),
    finish,
  });
  return {
    node: join(folder, `node_modules/node-linux-${process.arch}/bin/node`),
    entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

/**
 * What the install script of code-server would do, less what needs a compiler or a download: the packages
 * of VS Code are listed in a manifest inside of it.
 * @param {string} folder
 */
async function finish(folder) {
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  await npmInstall(['install', '--omit=dev'], vscode, title);
  for (const { name, by } of replacements) {
    await copyFile(by, join(vscode, 'node_modules/@vscode', name, 'index.js'));
  }
}

function refuseOtherPlatforms() {
  const instead = 'Use a desktop VS Code instead: VSCODE_EXECUTABLE for tests, --desktop for the demo.';
  if (process.platform !== 'linux') throw new HostUnavailable(`code-server runs on Linux only. ${instead}`);
  if (!['x64', 'arm64'].includes(process.arch)) {
    throw new HostUnavailable(`code-server has no Node.js for ${process.arch}. ${instead}`);
  }
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  if (!report.header.glibcVersionRuntime) {
    throw new HostUnavailable(`code-server needs glibc; this is another libc (Alpine's?). ${instead}`);
  }
}
