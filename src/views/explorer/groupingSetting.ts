/** The setting that says how the tree is arranged. */
import * as vscode from 'vscode';
import { settingNames, settingsSection } from '../../contributions';
import { onSettingChanged, saveWhereSet } from '../../platform/settings';
import { type Grouping, groupings } from './groupings';

/** What can't be used counts as not set: the settings editor marks it. */
export function readGrouping(): Grouping {
  const value = vscode.workspace.getConfiguration(settingsSection).get<unknown>(settingNames.treeGroupBy);
  return groupings.find((each) => each === value) ?? 'subscription';
}

export function saveGrouping(grouping: Grouping): Promise<void> {
  return saveWhereSet('treeGroupBy', grouping);
}

export function onGroupingChanged(listener: () => void): vscode.Disposable {
  return onSettingChanged(['treeGroupBy'], listener);
}
