import * as vscode from 'vscode';
import { settingNames, settingsSection } from '../contributions';
import { parseSettings, type SettingName, type Settings } from './parseSettings';

/** Throws a FailureError for a setting that can't be used. */
export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const read = (name: SettingName): unknown => configuration.get(settingNames[name]);
  return parseSettings({
    cloud: read('cloud'),
    emulatorEndpoint: read('emulatorEndpoint'),
    signIn: read('signIn'),
    tenant: read('tenant'),
    subscriptions: read('subscriptions'),
  });
}

/** Saves the filter where it is set now: in the workspace if that has one of its own, else for the user. */
export async function saveSubscriptions(ids: readonly string[]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const existing = configuration.inspect(settingNames.subscriptions);
  const target =
    existing?.workspaceValue === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  await configuration.update(settingNames.subscriptions, ids.length === 0 ? undefined : ids, target);
}

/** Calls back when a setting changed; `connection` when one did that decides what is asked, and as whom. */
export function onSettingsChanged(listener: (changed: { connection: boolean }) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(settingsSection)) return;
    const { subscriptions: _, ...connection } = settingNames;
    listener({
      connection: Object.values(connection).some((name) =>
        event.affectsConfiguration(`${settingsSection}.${name}`),
      ),
    });
  });
}
