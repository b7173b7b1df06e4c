/** The setting that says how the tree is arranged. */
import * as vscode from 'vscode';
import { settingId, settingNames, settingsSection } from '../../contributions';
import { type Grouping, groupings } from './groupings';

/** What can't be used counts as not set: the settings editor marks it. */
export function readGrouping(): Grouping {
  const value = vscode.workspace.getConfiguration(settingsSection).get<unknown>(settingNames.treeGroupBy);
  return groupings.find((each) => each === value) ?? 'subscription';
}

/** Saves it where it is set now: in the workspace if that has one of its own, else for the user. */
export async function saveGrouping(grouping: Grouping): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const existing = configuration.inspect(settingNames.treeGroupBy);
  const isOfWorkspace = existing?.workspaceValue !== undefined;
  await configuration.update(
    settingNames.treeGroupBy,
    grouping,
    isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}

export function onGroupingChanged(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(settingId('treeGroupBy'))) listener();
  });
}
