import * as vscode from 'vscode';

/** Milliseconds: longer than VS Code takes, on a machine that has other things to do. */
const longest = 150;

/**
 * Waits, where a page is in front, until VS Code has given it the keyboard back: the command palette, or the question before,
 * has just closed, and by the time that the page takes the keyboard, it would take it from the next question. Nothing tells when
 * that is, and nothing gives a question's text box the keyboard once more.
 */
export async function focusSettled(): Promise<void> {
  if (vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview)
    await new Promise((resolve) => setTimeout(resolve, longest));
}
