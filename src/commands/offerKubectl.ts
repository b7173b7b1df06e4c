import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { kubectlApply, userShell, type KubectlCommand, type KubectlTarget } from '../manifests/kubectl';
import { nameOf } from '../model/armId';
import { mention, notify } from '../platform/ask';
import { readManifestSettings } from '../platform/manifestSettings';

export interface Offer {
  readonly tone?: 'info' | 'warning';
  /** What else can be done next; it stands first. */
  readonly more?: { readonly title: string; run(): unknown };
  /** Whether kubectl takes the file; it doesn't take a chart's values. By default it does. */
  readonly isApplied?: boolean;
}

/**
 * Tells what was done to a manifest, and offers the command that applies it. Only the clipboard is written: what runs
 * against a cluster is the user's to start. Resolves when the notification is gone.
 */
export async function offerKubectl(
  document: vscode.TextDocument,
  done: string,
  { tone = 'info', more, isApplied = true }: Offer = {},
): Promise<void> {
  // kubectl reads the file, so what isn't saved wouldn't be applied.
  const button =
    document.isDirty || document.isUntitled ? t('Save and Copy kubectl Command') : t('Copy kubectl Command');
  const canApply = isApplied && (document.isUntitled || commandFor(document.uri, document) !== undefined);
  const buttons = [...(more === undefined ? [] : [more.title]), ...(canApply ? [button] : [])];
  const chosen = await notify(tone, done, ...buttons);
  if (chosen === undefined) return;
  if (chosen === more?.title) {
    await more.run();
    return;
  }
  const uri =
    document.isDirty || document.isUntitled ? await vscode.workspace.save(document.uri) : document.uri;
  const result = uri && commandFor(uri, document);
  if (result === undefined) return;
  if ('problem' in result) {
    void notify('warning', t`No kubectl command to copy. ${result.problem} Rename it.`);
  } else {
    await vscode.env.clipboard.writeText(result.command);
    mention(t`Copied: ${result.command}`);
  }
}

/** Undefined for a file that no shell has a path to. */
function commandFor(uri: vscode.Uri, document: vscode.TextDocument): KubectlCommand | undefined {
  const target = targetFor(document);
  if (uri.scheme === 'file') return kubectlApply(uri.fsPath, userShell(vscode.env), target);
  // A file of WSL, a container or another machine, while the extension runs on this one: nobody says which shell is there.
  if (uri.scheme === 'vscode-remote' && !/^\/[a-z]:/i.test(uri.path))
    return kubectlApply(uri.path, 'unknown', target);
  return undefined;
}

/**
 * Where a cluster is chosen for the manifests, the command says which one, so that it can't reach another: the context has
 * the cluster's name, as “az aks get-credentials” makes it. Without a namespace in the file it says that, too.
 */
function targetFor(document: vscode.TextDocument): KubectlTarget | undefined {
  const { clusterId } = readManifestSettings(document.uri);
  if (clusterId === undefined) return undefined;
  const saysNamespace = /^\s*(?:-\s+)?["']?namespace["']?\s*:/m.test(document.getText());
  return { context: nameOf(clusterId), ...(!saysNamespace && { namespace: 'default' }) };
}
