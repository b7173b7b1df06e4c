import * as vscode from 'vscode';

/** Languages of VS Code in which a manifest may be written. `jsonc` is not one: `kubectl` takes no comments in JSON. */
const manifestLanguages = ['yaml', 'json'];

export const manifestSelector: vscode.DocumentSelector = manifestLanguages.map((language) => ({ language }));

export function isManifestLanguage({ languageId }: vscode.TextDocument): boolean {
  return manifestLanguages.includes(languageId);
}

export function isManifestOpen(): boolean {
  return vscode.workspace.textDocuments.some(isManifestLanguage);
}

/** Calls back while a document is open in which a manifest may be written, and whenever one is opened. */
export function whenManifestOpens(listener: () => void): vscode.Disposable {
  if (isManifestOpen()) listener();
  return vscode.workspace.onDidOpenTextDocument((document) => {
    if (isManifestLanguage(document)) listener();
  });
}
