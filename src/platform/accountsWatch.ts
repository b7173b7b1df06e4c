/** Tells of VS Code's accounts that have come or gone. */
import * as vscode from 'vscode';

/** VS Code has one provider for the public cloud and one for all others, whose own settings say which of them. */
export const microsoft = 'microsoft';
export const sovereign = {
  provider: 'microsoft-sovereign-cloud',
  section: 'microsoft-sovereign-cloud',
} as const;

/** Calls back when somebody signed in to or out of an account that could be in use. */
export function onAccountsChanged(listener: () => void): vscode.Disposable {
  return vscode.authentication.onDidChangeSessions(({ provider: { id } }) => {
    if (id === microsoft || id === sovereign.provider) listener();
  });
}
