// @ts-check
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps VS Code to what it is asked to do: nothing opens, asks, updates or calls home by itself. */
const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Writes the user's settings.json: the place where settings of scope `application` count too, in desktop
 * VS Code and in code-server. What the file already says stays, under what is given here.
 * @param {string} userDataFolder
 * @param {Record<string, unknown>} settings
 */
export async function writeSettings(userDataFolder, settings = {}) {
  const file = join(userDataFolder, 'User', 'settings.json');
  const existing = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  await mkdir(join(userDataFolder, 'User'), { recursive: true });
  await writeFile(file, JSON.stringify({ ...quiet, ...existing, ...settings }, null, 2));
}
