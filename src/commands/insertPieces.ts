import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { insertionAt } from '../manifests/insertion';
import { escapeText, snippetText, type Piece } from '../manifests/snippet';
import { FailureError } from '../model/failure';

/**
 * Inserts a YAML document, as a snippet, at the cursor of an editor that shows YAML, without one into a new file that isn't saved.
 * Answers the document.
 */
export async function insertPieces(
  pieces: readonly Piece[],
  editor: vscode.TextEditor | undefined,
): Promise<vscode.TextDocument> {
  // Shown again: the questions may have taken the focus, and the tab stops need it.
  const shown = await vscode.window.showTextDocument(
    editor?.document ?? (await newFile()),
    editor?.viewColumn === undefined ? {} : { viewColumn: editor.viewColumn },
  );
  const { document } = shown;
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const { start, end, before, after } = insertionAt(
    document.getText(),
    document.offsetAt(shown.selection.active),
    eol,
  );
  const text = escapeText(before) + snippetText(pieces) + escapeText(after);
  const snippet = new vscode.SnippetString(text.replace(/\r?\n/g, eol));
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  // The indentation is the document's own, whatever line it begins on.
  const done = await shown.insertSnippet(snippet, range, {
    undoStopBefore: true,
    undoStopAfter: true,
    keepWhitespace: true,
  });
  if (done) return document;
  throw new FailureError({
    code: 'manifests.notInserted',
    kind: 'user',
    message: t`${document.fileName} can’t be changed.`,
    nextAction: t('Place the cursor in an editable YAML file, then insert again.'),
  });
}

/** A file that isn't saved yet and has its name already, where there is a folder to save it in. */
async function newFile(): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined || !['file', 'vscode-remote'].includes(folder.uri.scheme))
    return vscode.workspace.openTextDocument({ language: 'yaml', content: '' });
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'deployment.yaml' : `deployment-${number}.yaml`;
    const file = vscode.Uri.joinPath(folder.uri, name);
    const untitled = file.with({ scheme: 'untitled' });
    if (isOpen(untitled) || (await isThere(file))) continue;
    return vscode.workspace.openTextDocument(untitled);
  }
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

async function isThere(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (error) {
    return !(error instanceof vscode.FileSystemError && error.code === 'FileNotFound');
  }
}
