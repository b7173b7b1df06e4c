// @ts-check
import { basename, join } from 'node:path';
import { run } from '../processes.mjs';
import { root } from '../root.mjs';

/**
 * Packages a small extension that goes with this one into a VS Code: one of the demo, or of a measurement.
 * @param {string} folder the extension's
 * @param {string} into where the .vsix goes
 * @returns {Promise<string>} its file
 */
export async function packaged(folder, into) {
  const file = join(into, `${basename(folder)}.vsix`);
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  const { code, output } = await run(process.execPath, [vsce, 'package', ...flags], { cwd: folder });
  if (code !== 0) throw new Error(`The extension in ${folder} could not be packaged:\n${output}`);
  return file;
}
