// @ts-check
import { join } from 'node:path';
import { resolveCliPathFromVSCodeExecutablePath } from '@vscode/test-electron';
import { writeSettings } from '../host/settings.mjs';
import { show, start } from '../processes.mjs';

/**
 * Opens a folder in desktop VS Code, with user data and extensions of its own.
 * @param {string} home where the user data go
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 * @param {readonly string[]} extensions to install
 * @returns {Promise<void>} resolves when the window is closed
 */
export async function openDesktop(home, folder, settings, extensions) {
  await writeSettings(join(home, 'data'), settings);
  const chosen = process.env.VSCODE_EXECUTABLE;
  const cli = chosen ? resolveCliPathFromVSCodeExecutablePath(chosen) : 'code';
  const own = ['--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
  const wanted = extensions.flatMap((file) => ['--install-extension', file]);
  const installed = await show(...commandLine(cli, [...own, ...wanted, '--force']));
  if (installed !== 0) {
    throw new Error(
      `\`${cli}\` could not install the extension. Is VS Code there? Name it in VSCODE_EXECUTABLE.`,
    );
  }
  const window = start(...commandLine(cli, [...own, '--new-window', '--wait', folder]));
  await new Promise((resolve) => window.once('exit', resolve));
}

/**
 * On Windows the command line of VS Code is a batch file, which only a shell can start.
 * @param {string} command
 * @param {string[]} args
 * @returns {[string, string[], { shell: boolean }]}
 */
function commandLine(command, args) {
  if (process.platform !== 'win32') return [command, args, { shell: false }];
  const quote = (/** @type {string} */ text) => `"${text}"`;
  return [quote(command), args.map(quote), { shell: true }];
}
