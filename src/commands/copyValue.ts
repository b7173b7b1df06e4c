import * as vscode from 'vscode';
import { textOf } from './target';

/** Copies the value of a line in the tree, e.g. a login server. */
export async function copyValue(argument: unknown): Promise<void> {
  const value = textOf(argument, 'value');
  if (value !== undefined) await vscode.env.clipboard.writeText(value);
}
