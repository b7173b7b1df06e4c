import * as vscode from 'vscode';
import { kubectlApply, userShell, type KubectlCommand } from '../manifests/kubectl';
import { mention, notify } from '../platform/ask';

/**
 * Tells what was done to a manifest, and offers the command that applies it. Only the clipboard is written: what runs
 * against a cluster is the user's to start. Resolves when the notification is gone.
 */
export async function offerKubectl(
  document: vscode.TextDocument,
  done: string,
  tone: 'info' | 'warning' = 'info',
): Promise<void> {
  // kubectl reads the file, so what isn't saved wouldn't be applied.
  const button =
    document.isDirty || document.isUntitled ? 'Save and Copy kubectl Command' : 'Copy kubectl Command';
  const buttons = document.isUntitled || commandFor(document.uri) !== undefined ? [button] : [];
  const chosen = await notify(tone, done, ...buttons);
  if (chosen === undefined) return;
  const uri =
    document.isDirty || document.isUntitled ? await vscode.workspace.save(document.uri) : document.uri;
  const result = uri && commandFor(uri);
  if (result === undefined) return;
  if ('problem' in result) {
    void notify('warning', `There is no kubectl command to copy. ${result.problem} Rename it.`);
  } else {
    await vscode.env.clipboard.writeText(result.command);
    mention(`Copied: ${result.command}`);
  }
}

/** Undefined for a file that no shell has a path to. */
function commandFor(uri: vscode.Uri): KubectlCommand | undefined {
  if (uri.scheme === 'file') return kubectlApply(uri.fsPath, userShell(vscode.env));
  // A file of WSL, a container or another machine, while the extension runs on this one: nobody says which shell is there.
  if (uri.scheme === 'vscode-remote' && !/^\/[a-z]:/i.test(uri.path))
    return kubectlApply(uri.path, 'unknown');
  return undefined;
}
