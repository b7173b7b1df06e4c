import * as vscode from 'vscode';
import { settingId, settingNames, settingsSection } from '../contributions';
import { knownSuffixes } from '../model/clouds';
import {
  parseProposals,
  parseSettings,
  subscriptionsOfAzureResources,
  type ConnectionSetting,
  type Proposals,
  type Settings,
} from './parseSettings';

/** Throws a FailureError for a setting that can't be used. */
export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const read = (name: ConnectionSetting): unknown => configuration.get(settingNames[name]);
  return parseSettings({
    cloud: read('cloud'),
    customCloud: read('customCloud'),
    emulatorEndpoint: read('emulatorEndpoint'),
    signIn: read('signIn'),
    tenant: read('tenant'),
    subscriptions: subscriptionFilter(read('subscriptions')),
    hiddenDirectories: read('hiddenDirectories'),
  });
}

/** The setting in which the extension Azure Resources keeps the subscriptions that it shows. */
const azureResources = { section: 'azureResourceGroups', filter: 'selectedSubscriptions' } as const;

/** Where nothing is chosen here, what is chosen for Azure's own trees holds. */
function subscriptionFilter(own: unknown): unknown {
  if (!Array.isArray(own) || own.length > 0) return own;
  const { section, filter } = azureResources;
  return subscriptionsOfAzureResources(vscode.workspace.getConfiguration(section).get<unknown>(filter));
}

/** Saves the directories (GUIDs) that aren't asked, for the user. */
export async function saveHiddenDirectories(ids: readonly string[]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const value = ids.length === 0 ? undefined : ids;
  await configuration.update(settingNames.hiddenDirectories, value, vscode.ConfigurationTarget.Global);
}

/** Suffixes of registries' host names: of all clouds that are known by name, and of the one in use. */
export function registrySuffixesInUse(): readonly string[] {
  try {
    return [...new Set([...knownSuffixes, readSettings().cloud.registrySuffix])];
  } catch {
    // Reading Azure says what is wrong with the settings.
    return knownSuffixes;
  }
}

/** What the link form proposes; throws a FailureError for a setting that can't be used. */
export function readProposals(): Proposals {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  return parseProposals({
    names: configuration.get(settingNames.names),
    tags: configuration.get(settingNames.tags),
  });
}

/** Saves the filter of subscriptions; none is kept for all of them. */
export function saveSubscriptions(ids: readonly string[]): Promise<void> {
  return saveWhereSet('subscriptions', ids.length === 0 ? undefined : ids);
}

/** Saves a setting where it is set now: in the workspace if that has one of its own, else for the user. */
export async function saveWhereSet(name: keyof typeof settingNames, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const isOfWorkspace = configuration.inspect(settingNames[name])?.workspaceValue !== undefined;
  const { Global, Workspace } = vscode.ConfigurationTarget;
  await configuration.update(settingNames[name], value, isOfWorkspace ? Workspace : Global);
}

/** Saves the directory to sign in to, for the user: a workspace must not say where a token goes. */
export async function saveTenant(id: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  await configuration.update(settingNames.tenant, id, vscode.ConfigurationTarget.Global);
}

/** Whether the view's icon tells how many problems there are; anything but `false` says so. */
export function showsBadge(): boolean {
  return vscode.workspace.getConfiguration(settingsSection).get(settingNames.problemsBadge) !== false;
}

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
