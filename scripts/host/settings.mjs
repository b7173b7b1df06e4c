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
  const existing = await readFile(fileIn(userDataFolder), 'utf8').then(JSON.parse, () => ({}));
  await replaceSettings(userDataFolder, { ...existing, ...settings });
}

/**
 * The same, whatever the file says.
 * @param {string} userDataFolder
 * @param {Record<string, unknown>} settings
 */
export async function replaceSettings(userDataFolder, settings) {
  await mkdir(join(userDataFolder, 'User'), { recursive: true });
  await writeFile(fileIn(userDataFolder), JSON.stringify({ ...quiet, ...settings }, null, 2));
}

/** @param {string} userDataFolder */
function fileIn(userDataFolder) {
  return join(userDataFolder, 'User', 'settings.json');
}
