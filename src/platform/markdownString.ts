import * as vscode from 'vscode';

/** Markdown as VS Code shows it: what others named is escaped in it already. No link in it runs a command. */
export function markdownString(markdown: string): vscode.MarkdownString {
  return new vscode.MarkdownString(markdown);
}
