/** The settings about manifests. They may differ between the folders of a workspace, so each is read for a file. */
import * as vscode from 'vscode';
import { settingNames, settingsSection } from '../contributions';
import { parseId } from '../model/armId';
import { onSettingChanged } from './settings';

export interface ManifestSettings {
  /** Resource ID of the cluster that the manifests are for; undefined if none is chosen. */
  readonly clusterId: string | undefined;
  readonly diagnostics: boolean;
  readonly codeLens: boolean;
}

/** What can't be used counts as not set: the settings editor marks it. */
export function readManifestSettings(file: vscode.Uri | undefined): ManifestSettings {
  const configuration = vscode.workspace.getConfiguration(settingsSection, file);
  const clusterId = configuration.get<unknown>(settingNames.manifestsCluster);
  return {
    clusterId: typeof clusterId === 'string' && isCluster(clusterId) ? clusterId : undefined,
    diagnostics: configuration.get<unknown>(settingNames.manifestsDiagnostics) !== false,
    codeLens: configuration.get<unknown>(settingNames.manifestsCodeLens) !== false,
  };
}

/** Saves it for the folder of the file where folders differ, else for the workspace, or the user if there is none. */
export async function saveManifestCluster(
  clusterId: string | undefined,
  file: vscode.Uri | undefined,
): Promise<void> {
  const { workspaceFile, workspaceFolders = [], getWorkspaceFolder } = vscode.workspace;
  const hasFolder = file !== undefined && getWorkspaceFolder(file) !== undefined;
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const wide = workspaceFile === undefined && workspaceFolders.length === 0 ? Global : Workspace;
  const target = hasFolder && workspaceFolders.length > 1 ? WorkspaceFolder : wide;
  const configuration = vscode.workspace.getConfiguration(settingsSection, file);
  await configuration.update(settingNames.manifestsCluster, clusterId, target);
}

export function onManifestSettingsChanged(listener: () => void): vscode.Disposable {
  return onSettingChanged(['manifestsCluster', 'manifestsDiagnostics', 'manifestsCodeLens'], listener);
}

function isCluster(id: string): boolean {
  return parseId(id)?.type?.toLowerCase() === 'microsoft.containerservice/managedclusters';
}
