// @ts-check
import { join } from 'node:path';
import { run } from '../processes.mjs';
import { root } from '../root.mjs';

/**
 * Packages the extension of the demo that opens the view and the walkthrough: VS Code has no setting for that.
 * @param {string} folder where the .vsix goes
 * @returns {Promise<string>} its file
 */
export async function packageOpening(folder) {
  const file = join(folder, 'opening.vsix');
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  const cwd = join(root, 'scripts', 'demo', 'opening');
  const { code, output } = await run(process.execPath, [vsce, 'package', ...flags], { cwd });
  if (code !== 0)
    throw new Error(`The extension that opens the walkthrough could not be packaged:\n${output}`);
  return file;
}
