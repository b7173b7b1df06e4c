/** Files that are written into a folder that the user chose, without losing anything that is there. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { randomUUID } from 'node:crypto';
import { confirm } from './ask';

export interface NewFile {
  /** Without a folder. */
  readonly name: string;
  readonly text: string;
}

/**
 * Writes the files, each at once or not at all; asks before any replaces another one with a different text. The addresses of
 * all, also of those that were as they are to be; undefined when the user turned away. Rejects with what the disk says.
 */
export async function writeFiles(
  folder: vscode.Uri,
  files: readonly NewFile[],
): Promise<readonly vscode.Uri[] | undefined> {
  const found = await Promise.all(
    files.map(async (file) => {
      const uri = vscode.Uri.joinPath(folder, file.name);
      const there = await textAt(uri);
      return { ...file, uri, there };
    }),
  );
  const others = found.filter(({ there, text }) => there !== undefined && there !== text);
  if (others.length > 0) {
    const names = others.map(({ name }) => name).join(', ');
    const isAgreed = await confirm({
      question: t`Replace ${names}?`,
      detail: [t`It already exists in ${folder.fsPath}. Its current content will be lost.`],
      verb: t('Replace'),
    });
    if (!isAgreed) return undefined;
  }
  for (const { name, uri, text, there } of found) {
    if (there === text) continue;
    const whole = vscode.Uri.joinPath(folder, `.${name}.${randomUUID()}`);
    try {
      await vscode.workspace.fs.writeFile(whole, new TextEncoder().encode(text));
      // What has come to be there since was not asked about.
      await vscode.workspace.fs.rename(whole, uri, { overwrite: there !== undefined });
    } catch (error) {
      await vscode.workspace.fs.delete(whole).then(undefined, () => undefined);
      throw error;
    }
  }
  return found.map(({ uri }) => uri);
}

/** Undefined where there is none; rejects for one that can't be read. */
async function textAt(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
