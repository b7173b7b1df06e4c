/** Tells of settings that have changed. */
import * as vscode from 'vscode';
import { settingId, type settingNames } from '../contributions';

/** The setting in which the extension Azure Resources keeps the subscriptions that it shows. */
export const azureResources = { section: 'azureResourceGroups', filter: 'selectedSubscriptions' } as const;

/** Calls back when one of these settings has changed. */
export function onSettingChanged(
  names: readonly (keyof typeof settingNames)[],
  listener: () => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(settingId(name)))) listener();
  });
}

/**
 * Calls back when a setting changed that decides what is read; `connection` when it is one of those that say from where
 * and as whom, `directories` when it says which directories are left out.
 */
export function onSettingsChanged(
  listener: (changed: { connection: boolean; directories: boolean }) => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    const affects = (name: keyof typeof settingNames) => event.affectsConfiguration(settingId(name));
    const connection = (['cloud', 'customCloud', 'emulatorEndpoint', 'signIn', 'tenant'] as const).some(
      affects,
    );
    const directories = affects('hiddenDirectories');
    const isOfAzure = event.affectsConfiguration(`${azureResources.section}.${azureResources.filter}`);
    if (connection || directories || affects('subscriptions') || isOfAzure)
      listener({ connection, directories });
  });
}
