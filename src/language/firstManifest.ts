import * as vscode from 'vscode';
import type { Log } from '../platform/log';
import { isManifestLanguage } from './manifestLanguages';

/** Registers, by `load`, what the editor shows in manifests as soon as one is open: many windows have none. */
export function withFirstManifest(
  load: () => Promise<readonly { dispose(): void }[]>,
  log: Pick<Log, 'error'>,
): { dispose(): void } {
  let registered: readonly { dispose(): void }[] = [];
  let isDisposed = false;
  let opening: vscode.Disposable | undefined;
  const dispose = () => {
    for (const each of registered) each.dispose();
  };
  const begin = (document: vscode.TextDocument) => {
    if (!isManifestLanguage(document)) return false;
    opening?.dispose();
    load()
      .then((loaded) => {
        registered = loaded;
        if (isDisposed) dispose();
      })
      .catch((error: unknown) => {
        log.error(`Nothing is shown in manifests: ${error instanceof Error ? error.message : String(error)}`);
      });
    return true;
  };
  if (!vscode.workspace.textDocuments.some(begin)) opening = vscode.workspace.onDidOpenTextDocument(begin);
  return {
    dispose() {
      isDisposed = true;
      opening?.dispose();
      dispose();
    },
  };
}
